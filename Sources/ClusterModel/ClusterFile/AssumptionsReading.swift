internal import Units

/// Reads `assumptions`, each of which has a default in the catalog.
enum AssumptionsReading {
    private static let loads = ["cpu_load_computing", "cpu_load_waiting", "cpu_load_storage"]
    private static let keys =
        [
            "stall_power_fraction", "network_proportionality", "hardware_lifetime", "compute_jitter", "cpu_power",
            "load_curve",
        ] + loads

    /// The assumptions, or `nil` after logging.
    static func assumptions(
        _ value: YAMLValue?, document: YAMLValue, catalog: Catalog, log: ProblemLog
    ) -> Assumptions? {
        let empty = YAMLValue(location: document.location, content: .mapping([]), isBuiltIn: false)
        guard let fields = MappingReader(value ?? empty, path: "assumptions", keys: keys, log: log),
            let defaults = catalog.assumptions
        else { return nil }
        let stall = fields.estimate("stall_power_fraction", default: defaults.stallPowerFraction, in: .share)
        let proportionality = fields.estimate(
            "network_proportionality", default: defaults.networkProportionality, in: .share)
        let lifetime = fields.estimate(
            "hardware_lifetime", default: defaults.hardwareLifetime,
            in: Lifetime(count: 24)...Lifetime(count: 100 * 8766))
        let jitter = fields.estimate("compute_jitter", default: defaults.computeJitter, in: .jitter)
        let cpuPower = cpuPower(fields, defaults: defaults, catalog: catalog)
        guard let stall, let proportionality, let lifetime, let jitter, let cpuPower else { return nil }
        return Assumptions(
            stallPowerFraction: stall, networkProportionality: proportionality, hardwareLifetime: lifetime,
            computeJitter: jitter.central, cpuPower: cpuPower)
    }

    /// How the power of host CPUs follows from what the node does; the curve and its loads are read in any case.
    private static func cpuPower(
        _ fields: MappingReader, defaults: CatalogAssumptions, catalog: Catalog
    ) -> CPUPower? {
        let method = fields.choice("cpu_power", default: CPUPower.Method.activePower)
        let curve = curve(fields, catalog: catalog)
        let computing = fields.estimate("cpu_load_computing", default: defaults.cpuLoadComputing, in: .share)
        let waiting = fields.estimate("cpu_load_waiting", default: defaults.cpuLoadWaiting, in: .share)
        let storage = fields.estimate("cpu_load_storage", default: defaults.cpuLoadStorage, in: .share)
        guard let method, let curve, let computing, let waiting, let storage else { return nil }
        switch method {
        case .loadCurve:
            return .loadCurve(CPULoads(curve: curve, computing: computing, waiting: waiting, storage: storage))
        case .activePower:
            if let idle = (["load_curve"] + loads).first(where: { fields.optional($0) != nil }) {
                fields.log.warning(
                    (fields.optional(idle) ?? fields.value).location,
                    "\(fields.name(of: idle)) is not used, as cpu_power is \(method.rawValue)",
                    remedy: "add cpu_power: \(CPUPower.Method.loadCurve.rawValue)")
            }
            return .activePower
        }
    }

    /// A name of the catalog or points of the file's own; Boavizta's where none is given.
    private static func curve(_ fields: MappingReader, catalog: Catalog) -> LoadCurve? {
        guard let value = fields.optional("load_curve") else { return catalog.loadCurves["boavizta"] }
        let what = fields.name(of: "load_curve")
        if case .scalar = value.content {
            return fields.lookUp(value, what, in: catalog.loadCurves, section: "load_curves")
        }
        return LoadCurve(value, name: "own", path: what, log: fields.log)
    }
}
