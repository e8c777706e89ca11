internal import Accounting
package import ClusterModel
internal import Collectives
internal import Emulation
internal import Units

/// What a cluster file means, without training: `coordinator check FILE`.
package enum CheckReport {
    /// The text, each line with its end.
    ///
    /// - Parameter virtualRanks: ranks that each process plays.
    package static func text(_ loaded: ClusterFile.Loaded, virtualRanks: Int = 1) -> String {
        let cluster = loaded.cluster
        let description = ClusterDescription(of: cluster, warnings: loaded.warnings)
        var page = Page()
        page.field("CLUSTER", cluster.name)
        page.field("  file", loaded.path)
        nodes(cluster, description, to: &page)
        fabric(cluster, description, to: &page)
        let cpus = CPUPowerWords.pieces(cluster)
        if !cpus.isEmpty { page.items("  CPUs", cpus) }
        page.field("", "[low-high end of the constants' ranges]")
        page.gap()
        workload(cluster, description, to: &page)
        step(cluster, virtualRanks: virtualRanks, to: &page)
        page.gap()
        if description.warnings.isEmpty { page.line("No warnings.") }
        for warning in description.warnings { page.field("WARNING", "\(warning)") }
        return page.text
    }

    private static func nodes(_ cluster: Cluster, _ description: ClusterDescription, to page: inout Page) {
        for node in description.nodes {
            page.items("  \(node.count) x", ["\(node.accelerators), 1 node = 1 worker"])
            var pieces = [
                "computing \(watts(node.power.computing)),", "waiting \(watts(node.power.waiting))",
            ]
            if let rated = node.rated, let share = node.shareOfRating {
                pieces.append(
                    "(computing is \(Figures.percent(share, places: 0)) of the rated \(rated.formatted(decimals: 1)))")
            }
            page.items("    power a node", pieces)
            page.items(
                "    memory",
                [
                    "\(node.memory.resident.formatted(decimals: 1)) of weights, gradients and optimiser state"
                        + shards(cluster),
                    "in \(node.memory.capacity.formatted(decimals: 0)) an accelerator",
                    "(\(Figures.percent(node.memory.share, places: 0)); activations not counted)",
                ])
        }
    }

    private static func fabric(_ cluster: Cluster, _ description: ClusterDescription, to page: inout Page) {
        let inventory = description.fabric
        guard description.nodeCount > 1 else {
            page.field("  fabric", "one node needs no switch")
            return
        }
        page.items(
            "  fabric",
            cluster.fabric.switchModel.map { model in
                [
                    "\(inventory.switches) x \(model.name)",
                    "(\(inventory.portsUsed) of \(inventory.portsBuilt) ports in use),", watts(description.switchPower),
                ]
            } ?? ["\(inventory.directLinks) cables between nodes, no switches"])
        if inventory.tiers.count > 1 {
            page.items("", Page.list(inventory.tiers.map { "\($0.tier.rawValue) \($0.switches)" }))
        }
        page.items(
            "",
            inventory.optics == 0
                ? ["cables without transceivers"]
                : ["\(inventory.optics) transceivers,", watts(description.opticsPower)])
        if inventory.wanLinks > 0 {
            let links = "\(inventory.wanLinks) WAN link\(inventory.wanLinks == 1 ? "" : "s"),"
            page.items("", ["equipment of \(links)", watts(description.wanPower)])
        }
    }

    private static func workload(_ cluster: Cluster, _ description: ClusterDescription, to page: inout Page) {
        let represented = cluster.workload.represented
        let trained = cluster.workload.trained
        page.items(
            "TRAINED (real)",
            [
                "\(trained.layers) layers of width \(trained.width),", "\(trained.context) tokens a sequence,",
                "\(trained.microBatch) sequences a rank,", "\(trained.steps) steps",
            ])
        page.items(
            "EMULATED (modelled)",
            [
                "\(represented.model.name == "trained" ? "the trained model itself" : represented.model.name),",
                "\(Figures.count(description.parameterCount)) parameters,",
                "\(Figures.grouped(description.tokensPerStep)) tokens a step,",
                "\(description.gradientBytes.formatted(decimals: 3)) of \(represented.gradientType.rawValue) gradients,",
                "MFU \(Figures.percent(represented.mfu.central.value, places: 0))",
            ])
    }

    /// One step, priced without jitter and other disturbances.
    private static func step(_ cluster: Cluster, virtualRanks: Int, to page: inout Page) {
        var calm = cluster
        calm.assumptions.computeJitter = .zero
        calm.disturbances = .none
        let job = EmulatedJob(cluster: calm, virtualRanks: virtualRanks)
        var account = RunAccount(job: job)
        // The second step: the first also waits for its input.
        _ = account.price(.training)
        let priced = account.price(.training)
        var anatomy = StepAnatomy()
        var total = LedgerTotal()
        var network = LedgerTotal()
        for rankStep in priced.actual {
            anatomy.add(rankStep)
            for entry in account.account(rankStep).entries {
                total += entry
                if entry.serving.isFabric || entry.cause.isNetworkWait { network += entry }
            }
        }
        let closed = job.communicationParts
        let exposed = WaitCause.allCases.reduce(VirtualDuration.zero) { $0 + anatomy.meanWait($1) }
        let tile = { (duration: VirtualDuration) in Figures.duration(duration) }
        page.items(
            "  a step",
            [
                "\(tile(anatomy.meanDuration)) undisturbed:", "forward \(tile(anatomy.meanForward)),",
                "backward \(tile(anatomy.meanBackward)),", "exposed \(job.communicationWord) \(tile(exposed)),",
                "optimizer \(tile(anatomy.meanOptimizer))",
            ])
        page.items(
            "  its \(job.communicationWord)",
            ["\(tile(closed.total)) in \(job.communicationCount):"]
                + Page.list(
                    [("ports", closed.ports), ("latency", closed.latency), ("inside the node", closed.intraNode)]
                        .filter { $1 != .zero }.map { "\($0) \(tile($1))" }))
        page.items(
            "  its energy",
            [
                "\(Scale.energy(total.energy).string(total.energy)),",
                "\(Scale.emissions(total.emissions).string(total.emissions))CO2e,",
                "network \(Figures.percent(Double(network.energy) / Double(max(total.energy, 1))))",
            ])
        let run = anatomy.meanDuration * cluster.workload.trained.steps
        page.items("  a run", ["\(cluster.workload.trained.steps) steps in about \(tile(run)) of virtual time"])
        let disturbances = DisturbanceWords.pieces(cluster.disturbances)
        if !disturbances.isEmpty {
            page.items("  disturbed", ["in a run, and not in these figures, by"] + Page.list(disturbances))
        }
    }

    /// Over what the model's state is divided.
    private static func shards(_ cluster: Cluster) -> String {
        let sharding = cluster.workload.represented.sharding
        guard sharding != .none else { return "" }
        let accelerators = cluster.nodes.reduce(0) { $0 + $1.count * $1.acceleratorsPerNode }
        return ", \(sharding.rawValue) over \(accelerators) accelerators,"
    }

    private static func watts(_ range: PowerRange) -> String {
        "\(range.central.formatted(decimals: 1)) [\(range.low.formatted(decimals: 1))-\(range.high.formatted(decimals: 1))]"
    }
}
