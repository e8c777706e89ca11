internal import Units

extension InterconnectModel {
    init?(entry: EntryReader) {
        guard let fields = entry.fields("bandwidth", "latency") else { return nil }
        let bandwidth: Estimate<Bandwidth>? = fields.estimate("bandwidth")
        let latency: Estimate<TimeSpan>? = fields.estimate("latency", in: .nonNegative)
        guard let bandwidth, let latency else { return nil }
        self.init(name: entry.name, bandwidth: bandwidth, latency: latency)
    }
}

extension NICModel {
    init?(entry: EntryReader) {
        guard let fields = entry.fields("bandwidth", "power", "embodied") else { return nil }
        let bandwidth: Bandwidth? = fields.nominal("bandwidth")
        let standing = fields.standing()
        guard let bandwidth, let standing else { return nil }
        self.init(name: entry.name, bandwidth: bandwidth, power: standing.power, embodied: standing.embodied)
    }
}

extension SwitchModel {
    init?(entry: EntryReader) {
        guard let fields = entry.fields("ports", "port_bandwidth", "power", "embodied") else { return nil }
        let ports = fields.count("ports", in: 2...4096, example: "48")
        let bandwidth: Bandwidth? = fields.nominal("port_bandwidth")
        let standing = fields.standing()
        guard let ports, let bandwidth, let standing else { return nil }
        self.init(
            name: entry.name, ports: ports, portBandwidth: bandwidth, power: standing.power,
            embodied: standing.embodied)
    }
}

extension OpticsModel {
    init?(entry: EntryReader) {
        guard let standing = entry.fields("power", "embodied")?.standing() else { return nil }
        self.init(name: entry.name, power: standing.power, embodied: standing.embodied)
    }
}

extension WANModel {
    init?(entry: EntryReader) {
        guard let fields = entry.fields("capacity", "power", "embodied") else { return nil }
        let capacity: Bandwidth? = fields.nominal("capacity")
        let standing = fields.standing()
        guard let capacity, let standing else { return nil }
        self.init(name: entry.name, capacity: capacity, power: standing.power, embodied: standing.embodied)
    }
}

extension MappingReader {
    /// `power` and `embodied` of a device that draws about the same at any load.
    fileprivate func standing() -> (power: Estimate<Power>, embodied: Estimate<CarbonMass>)? {
        let power: Estimate<Power>? = estimate("power", in: .nonNegative)
        let embodied: Estimate<CarbonMass>? = estimate("embodied", in: .nonNegative)
        guard let power, let embodied else { return nil }
        return (power, embodied)
    }
}
