package import Units

/// The catalog's values for what belongs to no single device.
package struct CatalogAssumptions: Hashable, Sendable {
    /// f in: power while waiting = idle + f · (active − idle).
    package let stallPowerFraction: Estimate<Ratio>
    /// The share of a network device's power that follows its load.
    package let networkProportionality: Estimate<Ratio>
    /// Over which embodied emissions are spread.
    package let hardwareLifetime: Estimate<Lifetime>
    /// σ of the seeded compute jitter; only its central value is used.
    package let computeJitter: Estimate<Ratio>
    /// Model FLOPs utilisation where the file gives none.
    package let mfu: Estimate<Ratio>
    /// Share of a link's rate that payload reaches.
    package let linkEfficiency: Estimate<Ratio>
    /// Of host CPUs while the accelerators compute, as are the next two.
    package let cpuLoadComputing: Estimate<Ratio>
    /// While they wait for other ranks.
    package let cpuLoadWaiting: Estimate<Ratio>
    /// While they wait for storage.
    package let cpuLoadStorage: Estimate<Ratio>

    init?(value: YAMLValue, log: ProblemLog) {
        let keys = [
            "stall_power_fraction", "network_proportionality", "hardware_lifetime", "compute_jitter", "mfu",
            "link_efficiency", "cpu_load_computing", "cpu_load_waiting", "cpu_load_storage",
        ]
        guard let fields = MappingReader(value, path: "assumptions", keys: keys, log: log) else { return nil }
        let stall: Estimate<Ratio>? = fields.estimate("stall_power_fraction", in: .share)
        let proportionality: Estimate<Ratio>? = fields.estimate("network_proportionality", in: .share)
        let lifetime: Estimate<Lifetime>? = fields.estimate("hardware_lifetime")
        let jitter: Estimate<Ratio>? = fields.estimate("compute_jitter", in: .jitter)
        let mfu: Estimate<Ratio>? = fields.estimate("mfu", in: .positiveShare)
        let efficiency: Estimate<Ratio>? = fields.estimate("link_efficiency", in: .positiveShare)
        let computing: Estimate<Ratio>? = fields.estimate("cpu_load_computing", in: .share)
        let waiting: Estimate<Ratio>? = fields.estimate("cpu_load_waiting", in: .share)
        let storage: Estimate<Ratio>? = fields.estimate("cpu_load_storage", in: .share)
        guard let stall, let proportionality, let lifetime, let jitter, let mfu, let efficiency, let computing,
            let waiting, let storage
        else { return nil }
        cpuLoadComputing = computing
        cpuLoadWaiting = waiting
        cpuLoadStorage = storage
        stallPowerFraction = stall
        networkProportionality = proportionality
        hardwareLifetime = lifetime
        computeJitter = jitter
        self.mfu = mfu
        linkEfficiency = efficiency
    }
}

extension ClosedRange where Bound == Ratio {
    /// More than nothing, up to all.
    static var positiveShare: Self { Ratio(count: 1) ... .one }
    /// σ of the compute jitter: at 10 % the sum of uniform draws, which stays within ±6 σ, cannot turn time negative.
    static var jitter: Self { .zero...Ratio(count: Ratio.scale / 10) }
}
