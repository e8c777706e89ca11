internal import Units

/// The compute of one rank in one training step, on every lane.
struct RankWork {
    let disturbedForward: VirtualDuration
    let disturbedBackward: VirtualDuration
    private let lanes: [Lane]
    private let overlaps: Bool
    /// The share by which compute slows while communication runs beside it; the time that work takes is × 1/(1 − share).
    private let slowdown: Ratio
    /// By bucket, how long after the start of the last backward pass it is full at full speed: undisturbed, disturbed.
    private let fillTimes: (plain: [Int128], disturbed: [Int128])
    private let plainCompute: Int128
    private let disturbedCompute: Int128
    private let plainBackward: Int128
    private let lastBackward: Int128
    /// By lane.
    private var progress: [Progress]

    /// How far a lane's last backward pass is.
    private struct Progress {
        var start: Int128 = 0
        /// At `instant` so much of the pass's work (in time at full speed) is done.
        var instant: Int128 = 0
        var done: Int128 = 0
        /// Communication that runs beside it: the latest collective's begin and end.
        var busyFrom: Int128 = 0
        var busyTo: Int128 = 0
    }

    init(job: EmulatedJob, rank: Int, step: Int) {
        let group = job.groupOfRank[rank]
        let timing = job.timings[group]
        let microBatches = job.accumulation
        let forward = timing.forward * microBatches
        let backward = timing.backward * microBatches
        disturbedForward = job.disturbances.disturbed(forward, kind: .forward, rank: rank, step: step)
        disturbedBackward = job.disturbances.disturbed(backward, kind: .backward, rank: rank, step: step)
        lanes = job.lanes
        overlaps = job.overlaps
        slowdown = job.overlapSlowdown
        plainCompute = (forward + backward).attoseconds
        disturbedCompute = (disturbedForward + disturbedBackward).attoseconds
        plainBackward = timing.backward.attoseconds
        // With accumulation only the last micro-batch's backward pass fills buckets.
        lastBackward = disturbedBackward.scaled(by: 1, over: Int128(microBatches)).attoseconds
        let plain = job.fillTimes[group]
        fillTimes = (plain, lastBackward == plainBackward ? plain : job.fillTimes(backward: lastBackward))
        progress = [Progress](repeating: Progress(), count: lanes.count)
    }

    private func backward(_ lane: Int) -> Int128 {
        lanes[lane].hasComputeDisturbances ? lastBackward : plainBackward
    }

    /// Starts the step's compute at `start`.
    mutating func begin(lane: Int, at start: Int128) {
        let compute = lanes[lane].hasComputeDisturbances ? disturbedCompute : plainCompute
        let last = start + compute - backward(lane)
        progress[lane] = Progress(start: last, instant: last, done: 0, busyFrom: last, busyTo: last)
    }

    /// When the bucket's gradient is final and may be sent; to be asked in the order of the buckets.
    mutating func ready(bucket: Int, lane: Int) -> Int128 {
        guard overlaps else { return end(lane: lane) }
        let work = (lanes[lane].hasComputeDisturbances ? fillTimes.disturbed : fillTimes.plain)[bucket]
        return instant(of: work, lane: lane)
    }

    /// When the backward pass ends; to be asked after all communication that runs beside it is told of.
    mutating func end(lane: Int) -> Int128 { instant(of: backward(lane), lane: lane) }

    /// What communication beside it added to the backward pass; to be asked after its end.
    func slowed(lane: Int) -> Int128 {
        progress[lane].instant - progress[lane].start - progress[lane].done
    }

    /// The stream had a collective under way; collectives of a lane are told of in order.
    mutating func noteCommunication(lane: Int, from begin: Int128, to end: Int128) {
        guard slowdown != .zero, end > begin else { return }
        // What is done until this collective begins is done beside the one before.
        advance(lane: lane, until: begin)
        progress[lane].busyFrom = begin
        progress[lane].busyTo = end
    }

    /// When so much of the last backward pass is done.
    private mutating func instant(of work: Int128, lane: Int) -> Int128 {
        guard slowdown != .zero else { return progress[lane].start + work }
        var remaining = work - progress[lane].done
        // Already past it, as a later bucket may be filled by the same work.
        guard remaining > 0 else { return progress[lane].instant }
        let state = progress[lane]
        var now = state.instant
        if now < state.busyFrom {
            let free = min(remaining, state.busyFrom - now)
            now += free
            remaining -= free
        }
        if remaining > 0, now < state.busyTo {
            let slow = min(remaining, full(state.busyTo - now))
            now = slow < remaining ? state.busyTo : min(state.busyTo, now + stretched(slow))
            remaining -= slow
        }
        progress[lane].instant = now + remaining
        progress[lane].done = work
        return progress[lane].instant
    }

    /// Does what can be done until `instant`, and no more than the whole pass.
    private mutating func advance(lane: Int, until instant: Int128) {
        let state = progress[lane]
        guard instant > state.instant else { return }
        let free = max(0, min(instant, state.busyFrom) - state.instant)
        let slowFrom = max(state.instant, state.busyFrom)
        let slow = max(0, min(instant, state.busyTo) - slowFrom)
        let after = max(0, instant - max(state.instant, state.busyTo))
        let done = state.done + free + full(slow) + after
        guard done < backward(lane) else {
            _ = self.instant(of: backward(lane), lane: lane)
            return
        }
        progress[lane].done = done
        progress[lane].instant = instant
    }

    /// Work that is done in `time` beside communication.
    private func full(_ time: Int128) -> Int128 {
        Exact.multiplyDivide(time, Int128(Ratio.scale - slowdown.count), by: Int128(Ratio.scale))
    }

    /// Time that `work` takes beside communication.
    private func stretched(_ work: Int128) -> Int128 {
        Exact.multiplyDivide(work, Int128(Ratio.scale), by: Int128(Ratio.scale - slowdown.count))
    }
}
