package import ClusterModel
package import Collectives
internal import Units

/// All that the emulation of a job needs to know, derived once from the cluster: a pure value.
package struct EmulatedJob: Sendable {
    package let cluster: Cluster
    package let schedule: RingAllReduce
    package let network: NetworkModel
    package let disturbances: Disturbances
    /// Micro-batches of a step that are accumulated before the gradients are reduced.
    package let accumulation: Int
    /// The emulated gradient's buckets, in the order in which the backward pass fills them.
    package let buckets: BucketPlan
    /// Node group of each rank.
    package let groupOfRank: [Int]
    /// By node group.
    package let timings: [NodeTiming]
    /// The clocks that are evaluated: the ladder, or its top alone.
    let lanes: [Lane]
    let bucketTimings: [BucketTiming]
    /// For each bucket, the share of the backward pass after which it is full: `readyWork[b] / totalWork`.
    private let readyWork: [Int128]
    private let totalWork: Int128
    /// By node group: for each bucket, how long after its start an undisturbed backward pass has filled it (attoseconds).
    let fillTimes: [[Int128]]

    /// - Parameters:
    ///   - accumulation: micro-batches of a step.
    ///   - bookedLaneOnly: evaluates what is booked and nothing else, which is several times faster. The total of every
    ///     rank's waits is then right, its split by cause is not (all of it is called imbalance), and the ideal network
    ///     is the actual one.
    package init(
        cluster: Cluster, accumulation: Int = 1, constants: some ConstantValues = CentralValues(),
        bookedLaneOnly: Bool = false
    ) {
        lanes = bookedLaneOnly ? Lane.ladder.suffix(1) : Lane.ladder
        let workload = cluster.workload.represented
        let width = workload.gradientType.width
        self.cluster = cluster
        self.accumulation = accumulation
        schedule = RingAllReduce(worldSize: cluster.nodeCount)
        let network = NetworkModel(cluster: cluster, constants: constants)
        self.network = network
        disturbances = Disturbances(
            seed: cluster.workload.trained.seed, computeJitter: cluster.assumptions.computeJitter)
        buckets = BucketPlan(
            elements: workload.model.parameterCount,
            bucketElements: max(1, Int(workload.bucketSize.bytes) / width),
            firstBucketElements: max(1, Int(workload.firstBucketSize.bytes) / width))
        groupOfRank = cluster.nodes.indices.flatMap { group in
            [Int](repeating: group, count: cluster.nodes[group].count)
        }
        timings = cluster.nodes.map {
            NodeTiming(
                group: $0, workload: workload, nodeCount: cluster.nodeCount, accumulation: accumulation,
                constants: constants)
        }
        let order = BackwardOrder(model: workload.model)
        let total = order.total
        let ready = buckets.ranges.map { order.work(untilFinalFrom: $0.lowerBound) }
        totalWork = total
        readyWork = ready
        fillTimes = timings.map { Self.fillTimes(backward: $0.backward.attoseconds, ready: ready, total: total) }
        var known: [Int: BucketTiming] = [:]
        let chunkCount = schedule.chunkCount
        bucketTimings = buckets.ranges.map { range in
            if let timing = known[range.count] { return timing }
            let timing = BucketTiming(
                elements: range.count, width: width, chunkCount: chunkCount, network: network,
                intraNode: cluster.nodes.map {
                    Self.intraNode(group: $0, elements: range.count, width: width, constants: constants)
                })
            known[range.count] = timing
            return timing
        }
    }

    package var worldSize: Int { schedule.worldSize }

    /// For each bucket, how long after its start a backward pass of the given length has filled it (attoseconds).
    func fillTimes(backward: Int128) -> [Int128] {
        Self.fillTimes(backward: backward, ready: readyWork, total: totalWork)
    }

    private static func fillTimes(backward: Int128, ready: [Int128], total: Int128) -> [Int128] {
        // A bucket that is filled by the same work as the one before it needs no division of its own.
        var previous: (work: Int128, time: Int128) = (0, 0)
        return ready.map { work in
            if work != previous.work { previous = (work, Exact.multiplyDivide(backward, work, by: total)) }
            return previous.time
        }
    }

    /// The index of the lane that stands for `rung`.
    func lane(of rung: Rung) -> Int { min(rung.rawValue, lanes.count - 1) }

    /// Ring reduce-scatter, and equally all-gather, over the links inside a node: (g−1)(α + ⌈E/g⌉·w/B).
    private static func intraNode(
        group: NodeGroup, elements: Int, width: Int, constants: some ConstantValues
    ) -> Int128 {
        let accelerators = group.acceleratorsPerNode
        guard accelerators > 1, let link = group.interconnect else { return 0 }
        let chunk = ChunkCut(elements: elements, parts: accelerators).longest
        let message =
            constants.value(of: link.bandwidth).duration(ofBytes: Int64(chunk * width))
            + constants.value(of: link.latency).duration
        return (message * (accelerators - 1)).attoseconds
    }

    /// Gradient payload of one rank in one training step.
    package func traffic(rank: Int) -> RankTraffic {
        var traffic = RankTraffic()
        for round in 0..<schedule.rounds {
            let step = schedule.step(rank: rank, round: round)
            for timing in bucketTimings {
                if let send = step.send {
                    let bytes = timing.bytes(of: send.chunks)
                    let switches = network.switches(from: rank, to: send.peer)
                    traffic.sent += bytes
                    traffic.switches += bytes * Int64(switches)
                    traffic.optics += bytes * Int64(2 * (switches + 1))
                }
                if let receive = step.receive { traffic.received += timing.bytes(of: receive.chunks) }
            }
        }
        return traffic
    }
}

/// Bytes of gradient payload of one rank in one training step.
package struct RankTraffic: Sendable, Hashable {
    package var sent: Int64 = 0
    package var received: Int64 = 0
    /// What it sends, counted once at each switch on the way.
    package var switches: Int64 = 0
    /// What it sends, counted once at each transceiver on the way.
    package var optics: Int64 = 0
}
