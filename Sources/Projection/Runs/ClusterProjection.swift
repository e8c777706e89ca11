package import ClusterModel
internal import Emulation
package import Units

/// A run on a cluster file, timed by its utilisation and the network model: steps × (compute + exposed communication).
///
/// A step is the second of an undisturbed emulation (the first also waits for its input). The power of switches, optics
/// and links between sites is divided over the node groups by their nodes.
package enum ClusterProjection {
    /// The answer, for as many steps as see at least the tokens.
    ///
    /// - Parameter mfu: in place of the file's.
    package static func run(
        cluster file: Cluster, tokens: Int, mfu given: Estimate<Ratio>? = nil
    ) throws(ProjectionError) -> ProjectedRun {
        let cluster = given.map { file.with(mfu: $0) } ?? file
        let workload = cluster.workload.represented
        let calm = undisturbed(cluster)
        let description = ClusterDescription(of: calm, warnings: [])
        let steps = (tokens + description.tokensPerStep - 1) / description.tokensPerStep
        let mfu = workload.mfu
        let work = try TrainingWork(
            parameters: workload.model.parameterCount, activeParameters: nil, tokens: tokens,
            shape: .init(
                layers: workload.model.layers, width: workload.model.width, context: workload.model.context))
        let time = Corners(
            low: step(calm, OneAtBound(name: mfu.name, isHigh: true)), central: step(calm, CentralValues()),
            high: step(calm, OneAtBound(name: mfu.name, isHigh: false))
        ).map { ProjectedTime(computing: $0.computing * steps, waiting: $0.waiting * steps) }
        let names = calm.nodes.map(\.accelerator.name).reduce(into: [String]()) { list, name in
            if !list.contains(name) { list.append(name) }
        }
        return ProjectedRun(
            work: work, accelerators: description.acceleratorCount, hardware: names.joined(separator: ", "), mfu: mfu,
            time: time, reserved: reserved(calm, description))
    }

    /// Steps of a run that sees at least so many tokens.
    package static func steps(cluster: Cluster, tokens: Int) -> Int {
        let perStep = ClusterDescription(of: cluster, warnings: []).tokensPerStep
        return (tokens + perStep - 1) / perStep
    }

    /// The mean over the ranks of what they compute and how long they wait in a step.
    static func step(_ cluster: Cluster, _ constants: some ConstantValues) -> ProjectedTime {
        var clock = ClusterClock(job: EmulatedJob(cluster: cluster, constants: constants, bookedLaneOnly: true))
        _ = clock.train()
        let ranks = clock.train().actual
        var (computing, total) = (VirtualDuration.zero, VirtualDuration.zero)
        for rank in ranks {
            total += rank.duration
            computing += rank.forward + rank.backward + rank.slowedCompute + rank.optimizer
        }
        let count = Int128(ranks.count)
        return ProjectedTime(
            computing: computing.scaled(by: 1, over: count), waiting: (total - computing).scaled(by: 1, over: count))
    }

    private static func undisturbed(_ cluster: Cluster) -> Cluster {
        var calm = cluster
        calm.assumptions.computeJitter = .zero
        calm.disturbances = .none
        return calm
    }

    private static func reserved(_ cluster: Cluster, _ description: ClusterDescription) -> [ReservedHardware] {
        let power = Corners(description.switchPower + description.opticsPower + description.wanPower)
        let embodied = fabricEmbodied(cluster)
        return cluster.nodes.compactMap { group in
            guard let site = cluster.sites.first(where: { $0.name == group.site }) else { return nil }
            let (nodes, all) = (Int128(group.count), Int128(cluster.nodeCount))
            let share = { (count: Int64) in Int64(Exact.multiplyDivide(Int128(count), nodes, by: all)) }
            return ReservedHardware(
                group: group, site: site, assumptions: cluster.assumptions,
                fabricPower: power.map { Power(count: share($0.count)) },
                fabricEmbodied: embodied.map { CarbonMass(count: share($0.count)) })
        }
    }

    private static func fabricEmbodied(_ cluster: Cluster) -> Corners<CarbonMass> {
        let inventory = FabricInventory(cluster: cluster)
        let sum = { (end: (Estimate<CarbonMass>) -> CarbonMass) in
            let switches = cluster.fabric.switchModel.map { inventory.chargedSwitchEmbodied(one: end($0.embodied)) }
            let optics = cluster.fabric.optics.map { end($0.embodied) * inventory.optics }
            return CarbonMass(count: (switches?.count ?? 0) + (optics?.count ?? 0))
        }
        return Corners(low: sum(\.low), central: sum(\.central), high: sum(\.high))
    }
}

extension Cluster {
    /// The same cluster whose represented workload has another utilisation.
    fileprivate func with(mfu: Estimate<Ratio>) -> Cluster {
        let old = workload.represented
        var cluster = self
        cluster.workload = Workload(
            trained: workload.trained,
            represented: RepresentedWorkload(
                model: old.model, microBatchPerAccelerator: old.microBatchPerAccelerator,
                gradientType: old.gradientType, bucketSize: old.bucketSize, firstBucketSize: old.firstBucketSize,
                mfu: mfu, optimizerBytesPerParameter: old.optimizerBytesPerParameter,
                residentBytesPerParameter: old.residentBytesPerParameter,
                checkpointBytesPerParameter: old.checkpointBytesPerParameter,
                checkpointInterval: old.checkpointInterval, bytesPerToken: old.bytesPerToken,
                evaluationSequences: old.evaluationSequences, gradientAccumulation: old.gradientAccumulation,
                overlap: old.overlap, overlapSlowdown: old.overlapSlowdown, sharding: old.sharding))
        return cluster
    }
}
