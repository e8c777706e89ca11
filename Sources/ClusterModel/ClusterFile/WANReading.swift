internal import Units

/// Reads the keys of a fabric of several sites: `local` and `wan`.
struct WANReading {
    let fields: MappingReader
    let catalog: Catalog
    let log: ProblemLog

    private enum Local: String, CaseIterable {
        case star
        case leafSpine = "leaf-spine"
    }
    private static let keys = ["between", "bandwidth", "count", "latency", "equipment", "site"]
    private static let example =
        "{ between: [us-central1, europe-north1], bandwidth: 10 Gb/s, latency: 60 ms, equipment: long-haul-100g, "
        + "site: world }"

    /// The topology, or `nil` after logging.
    ///
    /// - Parameter leafSpine: reads the keys of a leaf–spine fabric.
    func topology(leafSpine: () -> (hosts: Int, ratio: Ratio)?) -> Fabric.Topology? {
        let local = local(leafSpine)
        let links = links()
        guard let local, let links else { return nil }
        return .wan(local: local, links: links)
    }

    private func local(_ leafSpine: () -> (hosts: Int, ratio: Ratio)?) -> Fabric.LocalNetwork? {
        switch fields.choice("local", default: Local.star) {
        case .star:
            for key in ["hosts_per_leaf", "oversubscription"] {
                guard let value = fields.optional(key) else { continue }
                log.error(
                    value.location, "fabric.\(key) has no meaning where each site has a star",
                    remedy: "drop it, or write local: leaf-spine")
            }
            return .star
        case .leafSpine:
            return leafSpine().map { .leafSpine(hostsPerLeaf: $0.hosts, oversubscription: $0.ratio) }
        case nil:
            return nil
        }
    }

    private func links() -> [Fabric.WANLink]? {
        guard let value = fields.required("wan", example: "a list that begins with - \(Self.example)") else {
            return nil
        }
        guard case .sequence(let items) = value.content, !items.isEmpty else {
            log.error(
                value.location, "fabric.wan must be a list of links between sites",
                remedy: "begin each with a dash: - \(Self.example)")
            return nil
        }
        let links = items.enumerated().compactMap { link($1, path: "fabric.wan[\($0)]") }
        return links.count == items.count ? links : nil
    }

    private func link(_ value: YAMLValue, path: String) -> Fabric.WANLink? {
        guard let fields = MappingReader(value, path: path, keys: Self.keys, example: Self.example, log: log) else {
            return nil
        }
        let between = fields.endpoints(example: "[us-central1, europe-north1]")
        let bandwidth: Bandwidth? = fields.quantity("bandwidth")
        let count = fields.integer("count", default: 1, in: 1...1024)
        let latency: Estimate<TimeSpan>? = fields.estimate("latency", in: FabricReading.latencies)
        let equipment = fields.required("equipment", example: "long-haul-100g").flatMap {
            fields.lookUp($0, "\(path).equipment", in: catalog.wan, section: "wan")
        }
        let site = fields.required("site", example: "world (whose electricity and PUE the equipment has)").flatMap {
            fields.text($0, "\(path).site")
        }
        guard let between, let bandwidth, let count, let latency, let equipment, let site else { return nil }
        guard bandwidth <= equipment.capacity else {
            log.error(
                fields.optional("bandwidth")!.location,
                "\(path).bandwidth is \(bandwidth.formatted()), and one \(equipment.name) carries "
                    + equipment.capacity.formatted(),
                remedy: "write the bandwidth of one link and count: how many, or choose larger equipment")
            return nil
        }
        return Fabric.WANLink(
            between: .init(between.0.name, between.1.name), bandwidth: bandwidth, count: count, latency: latency,
            equipment: equipment, site: site)
    }
}

extension MappingReader {
    /// The two names under `between`, or `nil` after logging.
    func endpoints(example: String) -> (Endpoint, Endpoint)? {
        guard let value = required("between", example: example) else { return nil }
        guard case .sequence(let items) = value.content, items.count == 2 else {
            log.error(
                value.location, "\(name(of: "between")) must be a list of two names", remedy: "write it like \(example)"
            )
            return nil
        }
        let ends = items.compactMap { item in
            text(item, name(of: "between")).map { Endpoint(name: $0, location: item.location) }
        }
        guard ends.count == 2 else { return nil }
        guard ends[0].name != ends[1].name else {
            log.error(ends[1].location, "\(name(of: "between")) names '\(ends[1].name)' twice", remedy: "name two ends")
            return nil
        }
        return (ends[0], ends[1])
    }
}

/// A name with its place.
struct Endpoint: Hashable, Sendable {
    let name: String
    let location: Location
}
