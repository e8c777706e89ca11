internal import Units

extension AcceleratorModel {
    init?(entry: EntryReader) {
        guard
            let fields = entry.fields(
                "peak_rate", "memory_capacity", "memory_bandwidth", "active_power", "idle_power", "embodied",
                "tdp", "kind")
        else { return nil }
        let rate: Estimate<FLOPRate>? = fields.estimate("peak_rate")
        let capacity: ByteCount? = fields.nominal("memory_capacity")
        let bandwidth: Estimate<Bandwidth>? = fields.estimate("memory_bandwidth")
        let powers = fields.powers()
        let embodied: Estimate<CarbonMass>? = fields.estimate("embodied", in: .nonNegative)
        let rating = fields.optional("tdp")
        let tdp: Estimate<Power>? = rating.flatMap { fields.estimate($0, fields.name(of: "tdp")) }
        guard let rate, let capacity, let bandwidth, let powers, let embodied, (rating == nil) == (tdp == nil),
            let kind = fields.choice("kind", default: AcceleratorModel.Kind.device)
        else { return nil }
        self.init(
            name: entry.name, peakRate: rate, memoryCapacity: capacity, memoryBandwidth: bandwidth,
            activePower: powers.active, idlePower: powers.idle, embodied: embodied, tdp: tdp, kind: kind)
    }
}

extension CPUModel {
    init?(entry: EntryReader, curves: [String: LoadCurve]) {
        guard let fields = entry.fields("active_power", "idle_power", "embodied", "tdp", "load_curve") else {
            return nil
        }
        let powers = fields.powers()
        let embodied: Estimate<CarbonMass>? = fields.estimate("embodied", in: .nonNegative)
        let rating = fields.optional("tdp")
        let tdp: Estimate<Power>? = rating.flatMap { fields.estimate($0, fields.name(of: "tdp")) }
        let named = fields.optional("load_curve")
        let curve = named.flatMap {
            fields.lookUp($0, fields.name(of: "load_curve"), in: curves, section: "load_curves")
        }
        guard let powers, let embodied, (rating == nil) == (tdp == nil), (named == nil) == (curve == nil) else {
            return nil
        }
        self.init(
            name: entry.name, activePower: powers.active, idlePower: powers.idle, embodied: embodied, tdp: tdp,
            loadCurve: curve)
    }
}

extension StorageModel {
    init?(entry: EntryReader) {
        guard
            let fields = entry.fields("read_bandwidth", "write_bandwidth", "idle_power", "active_power", "embodied")
        else { return nil }
        let read: Estimate<Bandwidth>? = fields.estimate("read_bandwidth")
        let write: Estimate<Bandwidth>? = fields.estimate("write_bandwidth")
        let powers = fields.powers()
        let embodied: Estimate<CarbonMass>? = fields.estimate("embodied", in: .nonNegative)
        guard let read, let write, let powers, let embodied else { return nil }
        self.init(
            name: entry.name, readBandwidth: read, writeBandwidth: write, idlePower: powers.idle,
            activePower: powers.active, embodied: embodied)
    }
}

extension MappingReader {
    /// `active_power` and `idle_power`, the former at least the latter at every end of their ranges.
    fileprivate func powers() -> (active: Estimate<Power>, idle: Estimate<Power>)? {
        let active: Estimate<Power>? = estimate("active_power")
        let idle: Estimate<Power>? = estimate("idle_power", in: .nonNegative)
        guard let active, let idle else { return nil }
        guard idle.low <= active.low && idle.central <= active.central && idle.high <= active.high else {
            log.error(
                (optional("idle_power") ?? value).location,
                "\(path): idle_power is above active_power (low, value or high)", remedy: "exchange or correct them")
            return nil
        }
        return (active, idle)
    }
}

extension MemoryModule {
    init?(entry: EntryReader) {
        guard let fields = entry.fields("capacity", "power", "embodied") else { return nil }
        let capacity: ByteCount? = fields.nominal("capacity")
        let power: Estimate<Power>? = fields.estimate("power", in: .nonNegative)
        let embodied: Estimate<CarbonMass>? = fields.estimate("embodied", in: .nonNegative)
        guard let capacity, let power, let embodied else { return nil }
        self.init(name: entry.name, capacity: capacity, power: power, embodied: embodied)
    }
}

extension HostModel {
    init?(entry: EntryReader, modules: [String: MemoryModule]) {
        guard let fields = entry.fields("memory_module", "base_power", "embodied", "rated_power") else { return nil }
        let module = fields.required("memory_module", example: "rdimm-64gb").flatMap {
            fields.lookUp($0, fields.name(of: "memory_module"), in: modules, section: "memory")
        }
        let power: Estimate<Power>? = fields.estimate("base_power", in: .nonNegative)
        let embodied: Estimate<CarbonMass>? = fields.estimate("embodied", in: .nonNegative)
        let rating = fields.optional("rated_power")
        let rated: Estimate<Power>? = rating.flatMap { fields.estimate($0, fields.name(of: "rated_power")) }
        guard let module, let power, let embodied, (rating == nil) == (rated == nil) else { return nil }
        self.init(
            name: entry.name, memoryModule: module.name, basePower: power, embodied: embodied, ratedPower: rated)
    }
}
