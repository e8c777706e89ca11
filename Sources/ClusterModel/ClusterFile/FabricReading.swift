internal import Units

/// Reads `fabric`.
struct FabricReading {
    let catalog: Catalog
    let log: ProblemLog

    private enum TopologyName: String, CaseIterable {
        case star
        case leafSpine = "leaf-spine"
    }
    static let example = "{ topology: star, link: 100 Gb/s, latency: 2 us, switch: sn4600c }"
    private static let keys = [
        "topology", "hosts_per_leaf", "oversubscription", "link", "latency", "link_efficiency", "switch", "optics",
        "allocation",
    ]

    /// The fabric, or `nil` after logging.
    func fabric(_ value: YAMLValue) -> Fabric? {
        guard let fields = MappingReader(value, path: "fabric", keys: Self.keys, example: Self.example, log: log) else {
            return nil
        }
        let topology = topology(fields)
        let link: Bandwidth? = fields.quantity("link")
        let latency: Estimate<TimeSpan>? = fields.estimate(
            "latency", in: .zero...TimeSpan(count: 10_000_000_000_000))
        let efficiency = fields.estimate(
            "link_efficiency", default: catalog.assumptions?.linkEfficiency, in: .positiveShare)
        let model = fields.required("switch", example: "sn4600c").flatMap {
            fields.lookUp($0, "fabric.switch", in: catalog.switches, section: "switches")
        }
        let optics = optics(fields)
        let allocation = fields.choice("allocation", default: Fabric.Allocation.dedicated)
        guard let topology, let link, let latency, let efficiency, let model, let optics, let allocation else {
            return nil
        }
        return Fabric(
            topology: topology, link: link, latency: latency, linkEfficiency: efficiency, switchModel: model,
            optics: optics.model, allocation: allocation)
    }

    private func topology(_ fields: MappingReader) -> Fabric.Topology? {
        guard fields.required("topology", example: "star") != nil,
            let name = fields.choice("topology", default: TopologyName.star)
        else { return nil }
        switch name {
        case .star:
            for key in ["hosts_per_leaf", "oversubscription"] {
                guard let value = fields.optional(key) else { continue }
                log.error(
                    value.location, "fabric.\(key) has no meaning on a star",
                    remedy: "drop it, or write topology: leaf-spine")
            }
            return .star
        case .leafSpine:
            let hosts = fields.integer("hosts_per_leaf", in: 1...4096, example: "16")
            let ratio = fields.optional("oversubscription").map { oversubscription($0, fields) } ?? .one
            guard let hosts, let ratio else { return nil }
            return .leafSpine(hostsPerLeaf: hosts, oversubscription: ratio)
        }
    }

    /// `"3:1"` or a plain ratio, from 1 (full bisection) to 1000; below 1 the uplinks outweigh the hosts and the ratio
    /// is most likely written the wrong way round.
    private func oversubscription(_ value: YAMLValue, _ fields: MappingReader) -> Ratio? {
        guard let text = fields.text(value, "fabric.oversubscription") else { return nil }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        var ratio: Ratio?
        if parts.count == 2, let hosts = Int64(parts[0]), let uplinks = Int64(parts[1]), 1...10_000 ~= hosts,
            1...10_000 ~= uplinks
        {
            ratio = Ratio(count: Int64(Exact.multiplyDivide(Int128(hosts), Int128(Ratio.scale), by: Int128(uplinks))))
        } else if parts.count == 1 {
            ratio = try? Ratio(parsing: text)
        }
        guard let ratio else {
            log.error(
                value.location, "fabric.oversubscription: '\(text)' is not a ratio",
                remedy: "write host to uplink bandwidth of a leaf, such as \"3:1\"")
            return nil
        }
        guard ratio >= .one && ratio.value <= 1000 else {
            log.error(
                value.location, "fabric.oversubscription is \(text), but must be from \"1:1\" to \"1000:1\"",
                remedy: "it is host bandwidth to uplink bandwidth, the larger number first")
            return nil
        }
        return ratio
    }

    private func optics(_ fields: MappingReader) -> Optics? {
        guard let value = fields.optional("optics") else { return .copper }
        if case .scalar("none", _) = value.content { return .copper }
        return fields.lookUp(value, "fabric.optics", in: catalog.optics, section: "optics").map { .fibre($0) }
    }

    private enum Optics {
        case copper
        case fibre(OpticsModel)
        var model: OpticsModel? {
            switch self {
            case .copper: nil
            case .fibre(let model): model
            }
        }
    }
}
