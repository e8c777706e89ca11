internal import Units

/// Reads the topology of `fabric` and the keys that only some topologies have.
struct TopologyReading {
    let fields: MappingReader
    let catalog: Catalog
    let log: ProblemLog
    /// Rates for links that give none; `nil` if they cannot be read.
    let link: Bandwidth?
    let uplink: Bandwidth?

    enum Name: String, CaseIterable {
        case star
        case leafSpine = "leaf-spine"
        case fatTree = "fat-tree"
        case railOptimized = "rail-optimized"
        case torus
        case wan
        case graph
    }

    /// Keys that not every topology has, with those that have it.
    private static let ownKeys: [(key: String, topologies: [Name])] = [
        ("hosts_per_leaf", [.leafSpine, .wan]),
        ("oversubscription", [.leafSpine, .fatTree, .railOptimized, .wan]),
        ("radix", [.fatTree]),
        ("hosts_per_rail_switch", [.railOptimized]),
        ("dimensions", [.torus]),
        ("local", [.wan]),
        ("wan", [.wan]),
        ("switches", [.graph]),
        ("links", [.graph]),
        ("uplink", [.leafSpine, .fatTree, .railOptimized, .wan, .graph]),
        ("switch", [.star, .leafSpine, .fatTree, .railOptimized, .wan, .graph]),
        ("allocation", [.star, .leafSpine, .fatTree, .railOptimized, .wan, .graph]),
    ]
    static let keys = [
        "hosts_per_leaf", "oversubscription", "radix", "hosts_per_rail_switch", "dimensions", "local", "wan",
        "switches", "links",
    ]

    /// Whether a key has a meaning on a topology.
    static func has(_ key: String, _ topology: Name) -> Bool {
        ownKeys.first { $0.key == key }?.topologies.contains(topology) ?? true
    }

    /// The kind of topology, with the keys logged that it does not have.
    func name() -> Name? {
        guard fields.required("topology", example: "star") != nil,
            let name = fields.choice("topology", default: Name.star)
        else { return nil }
        for (key, topologies) in Self.ownKeys where !topologies.contains(name) {
            guard let value = fields.optional(key) else { continue }
            let others = topologies.map(\.rawValue).joined(separator: " or ")
            log.error(
                value.location, "fabric.\(key) has no meaning on a \(name.rawValue)",
                remedy: topologies.count > 4 ? "drop it" : "drop it, or write topology: \(others)")
        }
        return name
    }

    /// The topology, or `nil` after logging.
    func topology(_ name: Name) -> Fabric.Topology? {
        switch name {
        case .star:
            return .star
        case .leafSpine:
            return leafSpine().map { .leafSpine(hostsPerLeaf: $0.hosts, oversubscription: $0.ratio) }
        case .fatTree:
            let radix = radix()
            let ratio = oversubscription()
            guard let radix, let ratio else { return nil }
            return .fatTree(radix: radix, oversubscription: ratio)
        case .railOptimized:
            let hosts = fields.integer("hosts_per_rail_switch", in: Limits.nodes, example: "32")
            let ratio = oversubscription()
            guard let hosts, let ratio else { return nil }
            return .railOptimized(hostsPerRailSwitch: hosts, oversubscription: ratio)
        case .torus:
            return dimensions().map { .torus(dimensions: $0) }
        case .wan:
            return WANReading(fields: fields, catalog: catalog, log: log).topology(leafSpine: leafSpine)
        case .graph:
            return GraphReading(fields: fields, log: log, link: link, uplink: uplink).graph().map { .graph($0) }
        }
    }

    private func leafSpine() -> (hosts: Int, ratio: Ratio)? {
        let hosts = fields.integer("hosts_per_leaf", in: 1...4096, example: "16")
        let ratio = oversubscription()
        guard let hosts, let ratio else { return nil }
        return (hosts, ratio)
    }

    private func radix() -> Int? {
        guard let radix = fields.integer("radix", in: 2...4096, example: "8") else { return nil }
        guard radix % 2 == 0 else {
            log.error(
                fields.optional("radix")!.location, "fabric.radix is \(radix), but must be even",
                remedy: "half of a switch's ports go down and half go up")
            return nil
        }
        return radix
    }

    private func dimensions() -> [Int]? {
        let example = "[4, 2], or [8] for a ring"
        guard let value = fields.required("dimensions", example: example) else { return nil }
        guard case .sequence(let items) = value.content, 1...3 ~= items.count else {
            log.error(
                value.location, "fabric.dimensions must be a list of one to three sizes",
                remedy: "write it like \(example)")
            return nil
        }
        let sizes = items.enumerated().compactMap { index, item in
            fields.integer(item, "fabric.dimensions[\(index)]", in: Limits.nodes)
        }
        return sizes.count == items.count ? sizes : nil
    }

    /// `"3:1"` or a plain ratio, from 1 (full bisection, the default) to 1000; below 1 the uplinks outweigh the hosts and
    /// the ratio is most likely written the wrong way round.
    private func oversubscription() -> Ratio? {
        guard let value = fields.optional("oversubscription") else { return .one }
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
}
