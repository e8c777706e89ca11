package import ClusterModel
package import Collectives
package import Units

/// All that the emulation of a job needs to know, derived once from the cluster: a pure value.
package struct EmulatedJob: Sendable {
    package let cluster: Cluster
    /// The collective between the nodes that all-reduces a bucket.
    package let algorithm: Algorithm
    package let setting: CollectiveSetting
    /// Ranks that each node's process plays.
    package let virtualRanks: Int
    /// Micro-batches of a step that are accumulated before the gradients are reduced.
    package let accumulation: Int
    /// The emulated gradient's buckets, in the order in which the backward pass fills them.
    package let buckets: BucketPlan
    /// Node group of each rank.
    package let groupOfRank: [Int]
    /// By node group.
    package let timings: [NodeTiming]
    /// False if the all-reduce begins only when the whole backward pass is done.
    package let overlaps: Bool
    /// The share by which an accelerator computes slower while communication runs beside it.
    package let overlapSlowdown: Ratio
    /// The clocks that are evaluated: the ladder, or its top alone. Those that messages carry come first.
    package let lanes: [Lane]
    let bucketTimings: [BucketTiming]
    /// For each bucket, the share of the backward pass after which it is full: `readyWork[b] / totalWork`.
    private let readyWork: [Int128]
    private let totalWork: Int128
    /// By node group: for each bucket, how long after its start an undisturbed backward pass has filled it (attoseconds).
    let fillTimes: [[Int128]]

    /// - Parameters:
    ///   - virtualRanks: ranks that each node's process plays; their micro-batches are accumulated as well.
    ///   - bookedLaneOnly: evaluates what is booked and nothing else, which is several times faster. The total of every
    ///     rank's waits is then right, its split by cause is not (all of it is called imbalance), and the ideal network
    ///     is the actual one.
    ///   - algorithm: the collective, if it is settled already; `nil` for what the cluster says.
    ///   - sharedLinks: how links that flows share are priced; only events are booked.
    package init(
        cluster: Cluster, virtualRanks: Int = 1, constants: some ConstantValues = CentralValues(),
        bookedLaneOnly: Bool = false, algorithm: Algorithm? = nil, sharedLinks: SharedLinkEvaluation = .events
    ) {
        let workload = cluster.workload.represented
        let width = workload.gradientType.width
        self.cluster = cluster
        self.virtualRanks = virtualRanks
        accumulation = virtualRanks * workload.gradientAccumulation
        overlaps = workload.overlap
        overlapSlowdown = constants.value(of: workload.overlapSlowdown)
        let network = NetworkModel(cluster: cluster, constants: constants)
        let disturbances = Disturbances(cluster: cluster)
        buckets = BucketPlan(
            elements: workload.model.parameterCount,
            bucketElements: max(1, Int(workload.bucketSize.bytes) / width),
            firstBucketElements: max(1, Int(workload.firstBucketSize.bytes) / width))
        groupOfRank = cluster.nodes.indices.flatMap { group in
            [Int](repeating: group, count: cluster.nodes[group].count)
        }
        let accumulation = accumulation
        timings = cluster.nodes.map {
            NodeTiming(
                group: $0, workload: workload, nodeCount: cluster.nodeCount, accumulation: accumulation,
                constants: constants)
        }
        let chosen = AlgorithmSelection(
            cluster: cluster, network: network, bucketBytes: workload.bucketSize.bytes, settled: algorithm)
        self.algorithm = chosen.algorithm
        let setting = CollectiveSetting(
            schedule: chosen.schedule(self.algorithm), network: network, disturbances: disturbances)
        self.setting = setting
        lanes = Lane.ladder(
            sharesLinks: setting.sharesLinks, disturbances: disturbances, hasLinks: !network.linkCapacities.isEmpty,
            evaluation: sharedLinks, topOnly: bookedLaneOnly)
        let order = BackwardOrder(model: workload.model)
        let total = order.total
        let ready = buckets.ranges.map { order.work(untilFinalFrom: $0.lowerBound) }
        totalWork = total
        readyWork = ready
        fillTimes = timings.map { Self.fillTimes(backward: $0.backward.attoseconds, ready: ready, total: total) }
        var known: [Int: BucketTiming] = [:]
        let groups = groupOfRank
        bucketTimings = buckets.ranges.map { range in
            if let timing = known[range.count] { return timing }
            let intraNode = cluster.nodes.map {
                Self.intraNode(group: $0, elements: range.count, width: width, constants: constants)
            }
            let timing = BucketTiming(
                elements: range.count, width: width, plan: setting.plan, intraNode: intraNode,
                sharedOccupations: sharedLinks == .staticShares && setting.sharesLinks
                    ? StaticShares.occupations(
                        setting, elements: range.count, width: width, intraNode: groups.map { intraNode[$0] })
                    : [])
            known[range.count] = timing
            return timing
        }
    }

    package var schedule: any CollectiveSchedule { setting.schedule }
    package var network: NetworkModel { setting.network }
    package var disturbances: Disturbances { setting.disturbances }
    package var worldSize: Int { schedule.worldSize }

    /// The collective as it is between `ranks` nodes like the first: what a process uses that plays them all.
    package func schedule(ofRanks ranks: Int) -> any CollectiveSchedule {
        var replicated = cluster
        replicated.nodes = [cluster.nodes[0]]
        replicated.nodes[0].count = ranks
        let network = NetworkModel(cluster: replicated, constants: CentralValues())
        let selection = AlgorithmSelection(
            cluster: replicated, network: network, bucketBytes: cluster.workload.represented.bucketSize.bytes)
        return selection.schedule(selection.algorithm)
    }

    /// True if both jobs send the same messages: the same schedule on the same buckets.
    package func executesLike(_ other: EmulatedJob) -> Bool {
        // Schedules are values; two groups of four ranks take as many rounds and chunks as four groups of two.
        guard let own = schedule as? any Hashable, let others = other.schedule as? any Hashable else { return false }
        return AnyHashable(own) == AnyHashable(others) && buckets == other.buckets && overlaps == other.overlaps
    }

    /// The lanes whose clocks travel in messages.
    package var carriedLanes: [Lane] { lanes.filter { !$0.isEventLevel } }

    /// Buckets of each size: their timing, and how many there are.
    var distinctTimings: [(timing: BucketTiming, count: Int)] {
        var counts: [Int: Int] = [:]
        for timing in bucketTimings { counts[timing.cut.elements, default: 0] += 1 }
        var seen = Set<Int>()
        return bucketTimings.filter { seen.insert($0.cut.elements).inserted }.map { ($0, counts[$0.cut.elements]!) }
    }

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

    /// The index of the lane that stands for `rung`: the highest one that is not above it.
    package func lane(of rung: Rung) -> Int { lanes.lastIndex { $0.rung <= rung } ?? 0 }

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
}
