internal import Units

/// Reads one entry of `nodes`.
struct NodeReading {
    let catalog: Catalog
    let log: ProblemLog

    private static let keys = ["count", "accelerators", "host", "nic", "storage", "site"]
    private static let acceleratorsExample = "{ model: a100-sxm4-80gb, count: 8, interconnect: nvlink3 }"
    private static let hostExample = "{ cpu: epyc-7742, sockets: 2, memory: 1 TB }"
    /// Accelerators, NICs and storage devices of one node: beyond it no such host is built.
    private static let devices = 1...64

    /// The group, or `nil` after logging.
    func group(_ value: YAMLValue, path: String) -> NodeGroup? {
        guard let fields = MappingReader(value, path: path, keys: Self.keys, log: log) else { return nil }
        let count = fields.integer("count", in: Limits.nodes, example: "8")
        let accelerators = accelerators(fields)
        let host = host(fields, acceleratorsPerNode: accelerators?.count)
        let nic = device(fields, "nic", in: catalog.nics, section: "nics", example: "connectx-6-100g")
        let storage = device(fields, "storage", in: catalog.storage, section: "storage", example: "nvme-gen4")
        let site = fields.required("site", example: "us-central1").flatMap { fields.text($0, fields.name(of: "site")) }
        guard let count, let accelerators, let host, let nic, let storage, let site else { return nil }
        return NodeGroup(
            count: count, accelerator: accelerators.model, acceleratorsPerNode: accelerators.count,
            interconnect: accelerators.interconnect, cpu: host.cpu, sockets: host.sockets, memory: host.memory,
            memoryPower: host.module.power.times(host.modules),
            memoryEmbodied: host.module.embodied.times(host.modules),
            basePower: host.basePower, baseEmbodied: host.preset.embodied, nic: nic.model, nicsPerNode: nic.count,
            storage: storage.model, storagePerNode: storage.count, site: site, ratedPower: host.preset.ratedPower)
    }

    private func accelerators(
        _ node: MappingReader
    ) -> (model: AcceleratorModel, count: Int, interconnect: InterconnectModel?)? {
        guard
            let value = node.required("accelerators", example: Self.acceleratorsExample),
            let fields = MappingReader(
                value, path: node.name(of: "accelerators"), keys: ["model", "count", "interconnect"],
                example: Self.acceleratorsExample, log: log)
        else { return nil }
        let model = fields.required("model", example: "a100-sxm4-80gb").flatMap {
            fields.lookUp($0, fields.name(of: "model"), in: catalog.accelerators, section: "accelerators")
        }
        let count = fields.integer("count", default: 1, in: Self.devices)
        var interconnect: InterconnectModel?
        var isComplete = true
        if let value = fields.optional("interconnect") {
            interconnect = fields.lookUp(
                value, fields.name(of: "interconnect"), in: catalog.interconnects, section: "interconnects")
            isComplete = interconnect != nil
        } else if let count, count > 1 {
            _ = fields.required("interconnect", example: "nvlink3 (between the \(count) accelerators)")
            isComplete = false
        }
        guard let model, let count, isComplete else { return nil }
        return (model, count, count > 1 ? interconnect : nil)
    }

    private struct Host {
        let preset: HostModel
        let cpu: CPUModel
        let sockets: Int
        let memory: ByteCount
        let module: MemoryModule
        let basePower: Estimate<Power>
        /// Modules that hold the memory.
        var modules: Int { Int((memory.bytes + module.capacity.bytes - 1) / module.capacity.bytes) }
    }

    private func host(_ node: MappingReader, acceleratorsPerNode: Int?) -> Host? {
        guard
            let value = node.required("host", example: Self.hostExample),
            let fields = MappingReader(
                value, path: node.name(of: "host"), keys: ["preset", "cpu", "sockets", "memory", "base_power"],
                example: Self.hostExample, log: log)
        else { return nil }
        let preset: HostModel?
        if let value = fields.optional("preset") {
            preset = fields.lookUp(value, fields.name(of: "preset"), in: catalog.hosts, section: "hosts")
        } else {
            preset = catalog.hosts[HostModel.usualPreset(acceleratorsPerNode: acceleratorsPerNode ?? 1)]
        }
        let cpu = fields.required("cpu", example: "epyc-7742").flatMap {
            fields.lookUp($0, fields.name(of: "cpu"), in: catalog.cpus, section: "cpus")
        }
        let sockets = fields.integer("sockets", default: 1, in: 1...16)
        let memory: ByteCount? = fields.quantity(
            "memory", in: ByteCount(count: 1_000_000)...ByteCount(count: 1_000_000_000_000_000))
        let base: Estimate<Power>? = fields.estimate("base_power", default: preset?.basePower, in: .nonNegative)
        guard let preset, let cpu, let sockets, let memory, let base,
            let module = catalog.memory[preset.memoryModule]
        else { return nil }
        return Host(preset: preset, cpu: cpu, sockets: sockets, memory: memory, module: module, basePower: base)
    }

    private func device<Model>(
        _ node: MappingReader, _ key: String, in models: [String: Model], section: String, example: String
    ) -> (model: Model, count: Int)? {
        let whole = "{ model: \(example), count: 1 }"
        guard let value = node.required(key, example: whole),
            let fields = MappingReader(
                value, path: node.name(of: key), keys: ["model", "count"], example: whole, log: log)
        else { return nil }
        let model = fields.required("model", example: example).flatMap {
            fields.lookUp($0, fields.name(of: "model"), in: models, section: section)
        }
        let count = fields.integer("count", default: 1, in: Self.devices)
        guard let model, let count else { return nil }
        return (model, count)
    }
}
