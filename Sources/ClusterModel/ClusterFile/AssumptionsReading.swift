internal import Units

/// Reads `assumptions`, each of which has a default in the catalog.
enum AssumptionsReading {
    private static let keys = [
        "stall_power_fraction", "network_proportionality", "hardware_lifetime", "compute_jitter",
    ]

    /// The assumptions, or `nil` after logging.
    static func assumptions(
        _ value: YAMLValue?, document: YAMLValue, defaults: CatalogAssumptions?, log: ProblemLog
    ) -> Assumptions? {
        let empty = YAMLValue(location: document.location, content: .mapping([]), isBuiltIn: false)
        guard let fields = MappingReader(value ?? empty, path: "assumptions", keys: keys, log: log), let defaults else {
            return nil
        }
        let stall = fields.estimate("stall_power_fraction", default: defaults.stallPowerFraction, in: .share)
        let proportionality = fields.estimate(
            "network_proportionality", default: defaults.networkProportionality, in: .share)
        let lifetime = fields.estimate(
            "hardware_lifetime", default: defaults.hardwareLifetime,
            in: Lifetime(count: 24)...Lifetime(count: 100 * 8766))
        let jitter = fields.estimate("compute_jitter", default: defaults.computeJitter, in: .jitter)
        guard let stall, let proportionality, let lifetime, let jitter else { return nil }
        return Assumptions(
            stallPowerFraction: stall, networkProportionality: proportionality, hardwareLifetime: lifetime,
            computeJitter: jitter.central)
    }
}
