internal import Units

/// The compute of one rank in one training step, on every lane.
struct RankWork {
    let disturbedForward: VirtualDuration
    let disturbedBackward: VirtualDuration
    /// By lane (attoseconds).
    private(set) var compute: [Int128]
    private(set) var backwardEnd: [Int128]
    private var lastBackwardStart: [Int128]
    private let lanes: [Lane]
    /// For each bucket, how long after the start of the last backward pass it is full: undisturbed and disturbed.
    private let fillTimes: (plain: [Int128], disturbed: [Int128])
    private let plainCompute: Int128
    private let disturbedCompute: Int128
    private let plainBackward: Int128
    private let lastBackward: Int128

    init(job: EmulatedJob, rank: Int, step: Int) {
        let timing = job.timings[job.groupOfRank[rank]]
        let microBatches = job.accumulation
        let forward = timing.forward * microBatches
        let backward = timing.backward * microBatches
        disturbedForward = job.disturbances.disturbed(forward, kind: .forward, rank: rank, step: step)
        disturbedBackward = job.disturbances.disturbed(backward, kind: .backward, rank: rank, step: step)
        lanes = job.lanes
        plainCompute = (forward + backward).attoseconds
        disturbedCompute = (disturbedForward + disturbedBackward).attoseconds
        plainBackward = timing.backward.attoseconds
        // With accumulation only the last micro-batch's backward pass fills buckets.
        lastBackward = disturbedBackward.scaled(by: 1, over: Int128(microBatches)).attoseconds
        let plain = job.fillTimes[job.groupOfRank[rank]]
        fillTimes = (plain, lastBackward == plainBackward ? plain : job.fillTimes(backward: lastBackward))
        compute = [Int128](repeating: 0, count: lanes.count)
        backwardEnd = compute
        lastBackwardStart = compute
    }

    mutating func begin(lane: Int, at start: Int128) {
        let isDisturbed = lanes[lane].hasComputeDisturbances
        compute[lane] = isDisturbed ? disturbedCompute : plainCompute
        backwardEnd[lane] = start + compute[lane]
        lastBackwardStart[lane] = backwardEnd[lane] - (isDisturbed ? lastBackward : plainBackward)
    }

    /// When the bucket's gradient is final.
    func ready(bucket: Int, lane: Int) -> Int128 {
        lastBackwardStart[lane] + (lanes[lane].hasComputeDisturbances ? fillTimes.disturbed : fillTimes.plain)[bucket]
    }
}
