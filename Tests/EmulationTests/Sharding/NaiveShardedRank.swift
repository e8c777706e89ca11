import ClusterModel
import TestSupport
import Units

/// The steps of a sharded model on one rank that stands for all, by a plain loop over units with two clocks: one of the
/// compute and one of the communication stream (attoseconds).
///
/// Nothing is disturbed, all nodes are alike and on one switch, and every bucket divides by the number of nodes, so that
/// every rank does the same at the same time. A slow and obvious reference for `ClusterClock`.
struct NaiveShardedRank {
    struct Step: Equatable {
        var end: Int128 = 0
        var inputStall: Int128 = 0
        /// Compute stood still for a collective, or was over before the last one.
        var exposed: Int128 = 0
        var slowed: Int128 = 0
        var communication: Int128 = 0
    }

    private let workload: RepresentedWorkload
    private let buckets: [Range<Int>]
    /// By bucket: of a reduce-scatter, and of an all-gather too. Both take n − 1 messages between nodes, and as many as
    /// there are more accelerators inside them, where one does them before and the other after.
    private let times: [Int128]
    /// What is left of the compute's speed beside communication.
    private let share: Int128
    /// All work of a pass, and how much of a backward pass is done when each bucket is full.
    private let total: Int
    private let full: [Int]
    /// Units of weights in the order in which a pass first uses them, with the work that comes before; none unless the
    /// model is fully sharded.
    private let forwardUnits: [(bucket: Int, need: Int)]
    private let backwardUnits: [(bucket: Int, need: Int)]
    private let forward: Int128
    private let backward: Int128
    private let optimizer: Int128
    private let evaluation: Int128
    private let read: Int128

    private var compute: Int128 = 0
    private var stream: Int128 = 0
    private var inputReady: Int128
    /// Collectives of the step so far, in order.
    private var busy: [(from: Int128, to: Int128)] = []
    /// When the unit is there that is gathered ahead.
    private var prefetched: Int128 = 0
    private var step = Step()

    init(_ fixture: Fixture) {
        let cluster = fixture.cluster
        let group = cluster.nodes[0]
        workload = cluster.workload.represented
        share = Int128(Ratio.scale - fixture.overlapSlowdown.count)
        let parameters = workload.model.parameterCount
        let passes = NaivePasses(model: workload.model)
        // From the end of the model to its start, the first of a size of its own.
        var ranges: [Range<Int>] = []
        var end = parameters
        while end > 0 {
            let size = Int((ranges.isEmpty ? workload.firstBucketSize : workload.bucketSize).bytes) / 4
            ranges.append(max(0, end - size)..<end)
            end = max(0, end - size)
        }
        precondition(ranges.allSatisfy { $0.count % fixture.nodes == 0 }, "one rank stands for all")
        buckets = ranges
        let message = { (link: Bandwidth, latency: VirtualDuration, elements: Int) in
            latency + link.duration(ofBytes: Int64(4 * elements))
        }
        times = ranges.map { range in
            var time =
                message(fixture.link, fixture.latency.duration, range.count / fixture.nodes) * (fixture.nodes - 1)
            if let link = group.interconnect {
                let part = (range.count + fixture.accelerators - 1) / fixture.accelerators
                time +=
                    message(link.bandwidth.central, link.latency.central.duration, part) * (fixture.accelerators - 1)
            }
            return time.attoseconds
        }
        total = passes.total
        full = ranges.map { passes.backwardFinal(of: $0) }
        let sharded = workload.sharding == .fsdp ? Array(ranges.indices) : []
        // Forward goes through the model from its first weight to its last, and buckets are counted from the last.
        forwardUnits = Self.inOrder(sharded.reversed().map { ($0, passes.forwardNeed(of: ranges[$0])) })
        backwardUnits = Self.inOrder(sharded.map { ($0, passes.backwardNeed(of: ranges[$0])) })

        let (rate, half) = (fixture.peakRate, Ratio(count: Ratio.scale / 2))
        let tokens = workload.microBatchPerAccelerator * workload.model.context
        let whole = rate.duration(of: workload.model.flopsPerToken * tokens, utilization: half)
        forward = whole.scaled(by: 1, over: 3).attoseconds
        backward = whole.attoseconds - forward
        let shard = (parameters / fixture.nodes + fixture.accelerators - 1) / fixture.accelerators
        optimizer = group.accelerator.memoryBandwidth.central.duration(ofBytes: Int64(28 * shard)).attoseconds
        let perNode = (workload.evaluationSequences + fixture.nodes - 1) / fixture.nodes
        let evaluated = (perNode + fixture.accelerators - 1) / fixture.accelerators * workload.model.context
        evaluation =
            rate.duration(of: workload.model.flopsPerToken * evaluated, utilization: half)
            .scaled(by: 1, over: 3).attoseconds
        let bytes = 2 * tokens * fixture.accelerators * workload.gradientAccumulation
        read = (group.storage.readBandwidth.central * 2).duration(ofBytes: Int64(bytes)).attoseconds
        inputReady = read
    }

    /// One forward pass, for which a fully sharded model's units are gathered as in training.
    mutating func evaluate() -> Step {
        step = Step()
        pass(.evaluation)
        return end()
    }

    mutating func train() -> Step {
        step = Step()
        step.inputStall = max(0, inputReady - compute)
        compute += step.inputStall
        inputReady = compute + read
        for microBatch in 1...workload.gradientAccumulation {
            pass(.forward)
            pass(microBatch < workload.gradientAccumulation ? .backward : .lastBackward)
        }
        if !workload.overlap { for bucket in buckets.indices { collective(bucket) } }
        wait(until: stream)
        work(optimizer)
        if workload.sharding != .fsdp { for bucket in buckets.indices { collective(bucket) } }
        return end()
    }

    /// A step is over when both clocks have come to its end.
    private mutating func end() -> Step {
        wait(until: stream)
        stream = compute
        busy = []
        step.end = compute
        return step
    }

    // MARK: A pass

    private enum Pass {
        case evaluation, forward, backward, lastBackward
    }

    private mutating func pass(_ pass: Pass) {
        let isForward = pass == .evaluation || pass == .forward
        let length = pass == .evaluation ? evaluation : isForward ? forward : backward
        var done: Int128 = 0
        // Gradients of the last pass are sent as they fill buckets.
        var filling = pass == .lastBackward && workload.overlap ? buckets.indices : 0..<0
        let units = isForward ? forwardUnits : backwardUnits
        for (place, unit) in units.enumerated() {
            let isPrefetched = place > 0 && workload.overlap
            // A bucket that is full at some point was filled by what comes before it.
            fill(&filling, until: unit.need, of: length, done: &done)
            advance(to: unit.need, of: length, done: &done)
            wait(until: isPrefetched ? prefetched : collective(unit.bucket))
            if workload.overlap, place + 1 < units.count {
                prefetched = collective(units[place + 1].bucket)
            }
        }
        fill(&filling, until: total, of: length, done: &done)
        advance(to: total, of: length, done: &done)
    }

    /// Sorted by need; of units that are needed at once the one that was first stays so.
    private static func inOrder(_ units: [(bucket: Int, need: Int)]) -> [(bucket: Int, need: Int)] {
        Set(units.map(\.need)).sorted().flatMap { need in units.filter { $0.need == need } }
    }

    private mutating func fill(_ filling: inout Range<Int>, until work: Int, of length: Int128, done: inout Int128) {
        while let bucket = filling.first, full[bucket] <= work {
            advance(to: full[bucket], of: length, done: &done)
            collective(bucket)
            filling.removeFirst()
        }
    }

    /// Does what is left of the first part of a pass.
    private mutating func advance(to part: Int, of length: Int128, done: inout Int128) {
        let goal = (2 * length * Int128(part) + Int128(total)) / (2 * Int128(total))
        work(max(0, goal - done))
        done = max(done, goal)
    }

    // MARK: The two clocks

    /// Time in which collectives run beside compute is worth less of it.
    private mutating func work(_ fullSpeed: Int128) {
        var left = fullSpeed
        let begin = compute
        for span in busy where left > 0 && span.to > compute {
            let before = min(left, max(0, span.from - compute))
            compute += before
            left -= before
            let beside = min(left, max(0, span.to - compute) * share / Int128(Ratio.scale))
            compute = beside < left ? max(compute, span.to) : compute + beside * Int128(Ratio.scale) / share
            left -= beside
        }
        compute += left
        step.slowed += compute - begin - fullSpeed
    }

    private mutating func wait(until instant: Int128) {
        step.exposed += max(0, instant - compute)
        compute = max(compute, instant)
    }

    /// A reduce-scatter or an all-gather, as soon as the stream is free.
    ///
    /// - Returns: when it is over.
    @discardableResult private mutating func collective(_ bucket: Int) -> Int128 {
        let from = max(compute, stream)
        stream = from + times[bucket]
        busy.append((from, stream))
        step.communication += times[bucket]
        return stream
    }
}
