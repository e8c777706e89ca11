internal import Units

/// Reads `fabric`: what all topologies share; `TopologyReading` reads the rest.
struct FabricReading {
    let catalog: Catalog
    let log: ProblemLog

    static let example = "{ topology: star, link: 100 Gb/s, latency: 2 us, switch: sn4600c }"
    private static let keys = [
        "topology", "link", "uplink", "latency", "link_efficiency", "switch", "optics", "allocation",
    ]
    /// Of a fabric and of what it adds to it; up to 10 s.
    static let latencies = TimeSpan.zero...TimeSpan(count: 10_000_000_000_000)

    /// The fabric, or `nil` after logging.
    func fabric(_ value: YAMLValue) -> Fabric? {
        let keys = Self.keys + TopologyReading.keys
        guard let fields = MappingReader(value, path: "fabric", keys: keys, example: Self.example, log: log) else {
            return nil
        }
        let link: Bandwidth? = fields.quantity("link")
        let uplink: Bandwidth? = fields.quantity("uplink", default: link ?? Bandwidth(count: 1))
        let reading = TopologyReading(fields: fields, catalog: catalog, log: log, link: link, uplink: uplink)
        let name = reading.name()
        let topology = name.flatMap(reading.topology)
        let latency: Estimate<TimeSpan>? = fields.estimate("latency", in: Self.latencies)
        let efficiency = fields.estimate(
            "link_efficiency", default: catalog.assumptions?.linkEfficiency, in: .positiveShare)
        let model = name == .torus ? .some(nil) : switchModel(fields)
        let optics = optics(fields)
        let allocation = fields.choice("allocation", default: Fabric.Allocation.dedicated)
        guard let topology, let link, let uplink, let latency, let efficiency, let model, let optics, let allocation
        else { return nil }
        return Fabric(
            topology: topology, link: link, uplink: uplink, latency: latency, linkEfficiency: efficiency,
            switchModel: model, optics: optics.model, allocation: allocation)
    }

    private func switchModel(_ fields: MappingReader) -> SwitchModel?? {
        fields.required("switch", example: "sn4600c").flatMap {
            fields.lookUp($0, "fabric.switch", in: catalog.switches, section: "switches")
        }
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

    /// The sites that the equipment of WAN links stands at, also of links that cannot be read.
    static func namedSites(_ document: YAMLValue) -> [(name: String, location: Location)] {
        guard case .sequence(let links) = document["fabric"]?["wan"]?.content else { return [] }
        return links.compactMap { link in
            guard let value = link["site"], case .scalar(let name, let isPlain) = value.content, !name.isEmpty,
                !(isPlain && MappingReader.isMisread(name))
            else { return nil }
            return (name, value.location)
        }
    }
}
