package import ClusterModel
package import Collectives
package import Units

/// All that the emulation of a job needs to know, derived once from the cluster: a pure value.
package struct EmulatedJob: Sendable {
    package let cluster: Cluster
    /// The collective between the nodes that all-reduces a bucket.
    package let algorithm: Algorithm
    /// Of the collective that sums gradients: of its all-reduce, and of both halves of it where training is sharded.
    package let setting: CollectiveSetting
    /// Ranks that each node's process plays.
    package let virtualRanks: Int
    /// Micro-batches of a step that are accumulated before the gradients are reduced.
    package let accumulation: Int
    /// The emulated gradient's buckets, in the order in which the backward pass fills them; also the units in which a
    /// fully sharded model's weights are gathered.
    package let buckets: BucketPlan
    /// Node group of each rank.
    package let groupOfRank: [Int]
    /// By node group.
    package let timings: [NodeTiming]
    /// The share by which an accelerator computes slower while communication runs beside it.
    package let overlapSlowdown: Ratio
    /// The clocks that are evaluated: the ladder, or its top alone. Those that messages carry come first.
    package let lanes: [Lane]
    package let training: StepProgram
    package let evaluation: StepProgram
    /// By operation of the program, all that its price depends on.
    let trainingCollectives: [PricedCollective]
    let evaluationCollectives: [PricedCollective]
    /// By node group: an undisturbed step.
    let plainCourses: [RankWork.Course]

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
            cluster: cluster, network: network, bucketBytes: workload.bucketSize.bytes,
            settled: algorithm)
        self.algorithm = chosen.algorithm
        let setting = CollectiveSetting(
            schedule: chosen.schedule(self.algorithm), network: network, disturbances: disturbances)
        self.setting = setting
        lanes = Lane.ladder(
            sharesLinks: setting.sharesLinks, disturbances: disturbances, hasLinks: !network.linkCapacities.isEmpty,
            evaluation: sharedLinks, topOnly: bookedLaneOnly)
        let training = StepProgram.training(workload: workload, buckets: buckets, microBatches: accumulation)
        let evaluation = StepProgram.evaluation(workload: workload, buckets: buckets)
        self.training = training
        self.evaluation = evaluation
        plainCourses = timings.map { $0.course(of: training, microBatches: accumulation) }
        var prices = CollectivePrices(
            cluster: cluster, setting: setting, groupOfRank: groupOfRank,
            hasStaticShares: sharedLinks == .staticShares && setting.sharesLinks, constants: constants)
        let elements = buckets.ranges.map(\.count)
        trainingCollectives = training.operations.map { prices.price(of: $0.kind, elements: elements[$0.bucket]) }
        evaluationCollectives = evaluation.operations.map { prices.price(of: $0.kind, elements: elements[$0.bucket]) }
    }

    package var schedule: any CollectiveSchedule { setting.schedule }

    /// The schedule of the collectives of a kind: an all-reduce, or one of the ring's halves.
    package func schedule(of kind: CollectiveKind) -> any CollectiveSchedule { kind.schedule(beside: setting.schedule) }
    /// Of one step of the represented workload, over all accelerators and micro-batches.
    package var tokensPerStep: Int {
        let represented = cluster.workload.represented
        let accelerators = cluster.nodes.reduce(0) { $0 + $1.count * $1.acceleratorsPerNode }
        return accelerators * represented.microBatchPerAccelerator * represented.model.context * accumulation
    }

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
        return AnyHashable(own) == AnyHashable(others) && buckets == other.buckets
            && cluster.workload.represented.overlap == other.cluster.workload.represented.overlap
            && training.operations == other.training.operations
            && evaluation.operations == other.evaluation.operations
    }

    package func program(of phase: StepPhase) -> StepProgram { phase == .training ? training : evaluation }

    /// By operation of the phase's program.
    func collectives(of phase: StepPhase) -> [PricedCollective] {
        phase == .training ? trainingCollectives : evaluationCollectives
    }

    /// The lanes whose clocks travel in messages.
    package var carriedLanes: [Lane] { lanes.filter { !$0.isEventLevel } }

    /// The index of the lane that stands for `rung`: the highest one that is not above it.
    package func lane(of rung: Rung) -> Int { lanes.lastIndex { $0.rung <= rung } ?? 0 }
}
