internal import Units

/// Rules that join several parts of a cluster file. A part that could not be read is `nil`, and the rules that need it
/// are left out, so that the others still speak.
struct CrossChecks {
    let groups: [NodeGroup]?
    let fabric: Fabric?
    let workload: Workload?
    let collective: CollectiveChoice?
    let assumptions: Assumptions?
    let document: YAMLValue
    let overrides: ClusterOverrides
    let log: ProblemLog

    /// Logs all that does not fit together.
    func run() {
        if let workload { checkSteps(workload) }
        if let workload, let collective { checkSharding(workload.represented.sharding, collective) }
        guard let groups else { return }
        let nodeCount = groups.reduce(0) { $0 + $1.count }
        checkNodeCount(nodeCount)
        for (index, group) in groups.enumerated() {
            if let workload { checkMemory(group, index: index, of: groups, represented: workload.represented) }
            if let fabric, nodeCount > 1 { checkRates(group, index: index, fabric: fabric) }
            if let assumptions, checkCurve(group, index: index, power: assumptions.cpuPower) {
                checkRating(group, index: index, assumptions: assumptions)
            }
        }
        if let fabric, nodeCount > 1 {
            FabricChecks(groups: groups, fabric: fabric, location: location, nodesLocation: nodesLocation, log: log)
                .run()
        }
    }

    /// The place of the deepest part of a path that the file has.
    func location(_ path: [String]) -> Location {
        var value = document
        for key in path {
            if let index = Int(key), case .sequence(let items) = value.content, items.indices.contains(index) {
                value = items[index]
            } else if let next = value[key] {
                value = next
            } else {
                break
            }
        }
        return value.location
    }

    /// Where the number of nodes comes from.
    private var nodesLocation: Location {
        overrides.nodes.map { Location(file: "--nodes \($0)") } ?? location(["nodes", "0", "count"])
    }

    private func checkNodeCount(_ nodeCount: Int) {
        guard !Limits.nodes.contains(nodeCount) else { return }
        log.error(
            location(["nodes"]),
            "the node groups have \(nodeCount) nodes together, but at most \(Limits.nodes.upperBound) are emulated"
        )
    }

    private func checkSteps(_ workload: Workload) {
        if workload.represented.firstBucketSize > workload.represented.bucketSize {
            log.error(
                location(["workload", "first_bucket_size"]),
                "first_bucket_size (\(Text.grouped(Int(workload.represented.firstBucketSize.bytes))) B) is above bucket_size "
                    + "(\(Text.grouped(Int(workload.represented.bucketSize.bytes))) B)",
                remedy: "the first bucket is the smaller one, so that communication starts early")
        }
        let warmup = location(["workload", "trained", "warmup_steps"])
        let isWritten = document["workload"]?["trained"]?["warmup_steps"] != nil
        if isWritten, overrides.steps == nil, workload.trained.warmupSteps > workload.trained.steps {
            log.warning(
                warmup,
                "the warm-up of \(workload.trained.warmupSteps) steps outlasts the run of \(workload.trained.steps)")
        }
    }

    /// Shards are what a reduce-scatter leaves and an all-gather begins with.
    private func checkSharding(_ sharding: RepresentedWorkload.Sharding, _ collective: CollectiveChoice) {
        guard sharding != .none, collective.algorithm != .ring, collective.algorithm != .auto else { return }
        let option: (String, String)? =
            overrides.algorithm != nil
            ? ("--algorithm", collective.algorithm.rawValue)
            : overrides.sharding.map { ("--sharding", $0.rawValue) }
        log.error(
            option.map { Location(file: "\($0.0) \($0.1)") } ?? location(["workload", "sharding"]),
            "\(sharding.rawValue) reduce-scatters and all-gathers around the ring, but collective.algorithm is "
                + collective.algorithm.rawValue,
            remedy: "use ring or auto with sharding, or sharding none with another algorithm")
    }

    private func checkMemory(
        _ group: NodeGroup, index: Int, of groups: [NodeGroup], represented: RepresentedWorkload
    ) {
        let nodes = groups.reduce(0) { $0 + $1.count }
        let need = represented.residentBytes(shards: nodes * group.acceleratorsPerNode)
        let capacity = group.accelerator.memoryCapacity
        let size = need.formatted(decimals: 1)
        let amount =
            represented.sharding == .none
            ? "\(represented.residentBytesPerParameter) B × "
                + "\(Text.grouped(represented.model.parameterCount)) parameters = \(size)" : size
        let shards =
            represented.sharding == .none
            ? "" : ", sharded as \(represented.sharding.rawValue) over \(nodes * group.acceleratorsPerNode)"
        let sum =
            "\(represented.model.name) needs \(amount) of weights, gradients and optimiser state on each accelerator"
            + "\(shards), and \(group.accelerator.name) has " + capacity.formatted(decimals: 1)
        let more =
            switch represented.sharding {
            case .none: "shard it (workload.sharding), "
            case .zero1, .zero2: "shard more of it (workload.sharding), "
            case .fsdp: ""
            }
        let place = location(["workload", "represents"])
        if need > capacity {
            log.error(
                place, sum + " (nodes[\(index)])",
                remedy: "represent a smaller model, choose an accelerator with more memory, \(more)or lower "
                    + "resident_bytes_per_parameter if the optimiser state is kept elsewhere")
        } else if Double(need.bytes) > 0.8 * Double(capacity.bytes) {
            log.warning(
                place, sum + " (nodes[\(index)])",
                remedy: "activations are not counted and must fit into the rest")
        }
    }

    private func checkRates(_ group: NodeGroup, index: Int, fabric: Fabric) {
        let place = location(["fabric", "link"])
        if fabric.link > group.nic.bandwidth {
            log.warning(
                place,
                "the link of \(fabric.link.formatted()) is faster than the NIC \(group.nic.name) of nodes[\(index)] "
                    + "(\(group.nic.bandwidth.formatted()))",
                remedy: "the slower counts")
        }
        if index == 0, let model = fabric.switchModel, fabric.link > model.portBandwidth {
            log.warning(
                place,
                "the link of \(fabric.link.formatted()) is faster than a port of \(model.name) "
                    + "(\(model.portBandwidth.formatted()))",
                remedy: "the slower counts")
        }
    }

    /// Whether what the CPUs draw can be told: a curve takes shares of a TDP.
    private func checkCurve(_ group: NodeGroup, index: Int, power: CPUPower) -> Bool {
        guard power.method == .loadCurve, group.cpu.tdp == nil, group.accelerator.kind != .cpu else { return true }
        log.error(
            location(["nodes", "\(index)", "host", "cpu"]),
            "the load curve takes shares of a TDP, and the catalog has none of \(group.cpu.name) (nodes[\(index)])",
            remedy: "add catalog: { cpus: { \(group.cpu.name): { tdp: 28 W } } } with its own watts, or drop "
                + "assumptions.cpu_power")
        return false
    }

    private func checkRating(_ group: NodeGroup, index: Int, assumptions: Assumptions) {
        let power = NodePower(of: group, assumptions: assumptions)
        guard let rated = group.ratedPower, power.computing.central > rated.central else { return }
        log.warning(
            location(["nodes", "\(index)", "host"]),
            "nodes[\(index)] draws \(power.computing.central.formatted(decimals: 1)) while computing, more than its "
                + "rating of \(rated.central.formatted(decimals: 1))",
            remedy: "check the number of devices and the host's preset")
    }
}
