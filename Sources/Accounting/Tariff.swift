package import ClusterModel
package import Emulation
package import Units

/// What each kind of use costs on one rank, with its node's devices and its share of the fabric.
///
/// - A computing accelerator draws its active power; a waiting one idle + f·(active − idle).
/// - A CPU draws its active power, or what a load curve says at the load of the activity.
/// - A network device of power P, capacity C and proportionality p costs (1 − p)·P·time + p·P/C·bits.
package struct Tariff: Sendable {
    /// By `UsageKind`, for the kinds whose amount is a time.
    private let powers: [Power]
    /// By `UsageKind`, for the kinds whose amount is in bytes: nanojoules = bytes · numerator / denominator.
    private let perByte: [(numerator: Int128, denominator: Int128)]
    /// PUE − 1 and the electricity at the rank's site, and where the equipment between sites stands.
    private let here: Place
    private let between: Place

    private struct Place: Sendable {
        let facilityShare: Ratio
        let grid: GridElectricity
    }

    package init(job: EmulatedJob, rank: Int, constants: some ConstantValues) {
        let cluster = job.cluster
        let group = cluster.nodes[job.groupOfRank[rank]]
        let site = cluster.sites.first { $0.name == group.site }!
        let assumptions = cluster.assumptions
        let proportionality = constants.value(of: assumptions.networkProportionality)
        let share = { (power: Power, ratio: Int64) in
            Power(count: Int64(Exact.multiplyDivide(Int128(power.count), Int128(ratio), by: Int128(Ratio.scale))))
        }
        let standing = { (power: Power) in share(power, Ratio.scale - proportionality.count) }
        let perByte = { (power: Power, capacity: Int64) in
            // P [µW] · p [1e-9] · 8 bit/B / C [bit/s] = 1e-15 J/B; one nanojoule is 1e-9 J.
            (Int128(power.count) * Int128(proportionality.count) * 8, Int128(capacity) * 1_000_000)
        }
        let active = constants.value(of: group.accelerator.activePower)
        let idle = constants.value(of: group.accelerator.idlePower)
        let waiting = idle + share(active - idle, constants.value(of: assumptions.stallPowerFraction).count)
        let storageIdle = constants.value(of: group.storage.idlePower)
        let storageBusy = constants.value(of: group.storage.activePower) - storageIdle
        let nic = constants.value(of: group.nic.power)
        let fabric = FabricShare(job: job, rank: rank)

        var powers = [Power](repeating: .zero, count: UsageKind.allCases.count)
        powers[UsageKind.acceleratorComputing.rawValue] = active * group.acceleratorsPerNode
        powers[UsageKind.acceleratorWaiting.rawValue] = waiting * group.acceleratorsPerNode
        for (kind, activity) in [
            (UsageKind.cpuComputing, CPUActivity.computing), (.cpuWaiting, .waiting), (.cpuStorage, .storage),
        ] {
            powers[kind.rawValue] = group.cpuPower(activity, by: assumptions.cpuPower, constants: constants)
        }
        powers[UsageKind.memory.rawValue] = constants.value(of: group.memoryPower)
        powers[UsageKind.hostBase.rawValue] = constants.value(of: group.basePower)
        powers[UsageKind.storageIdle.rawValue] = storageIdle * group.storagePerNode
        powers[UsageKind.storageBusy.rawValue] = storageBusy * group.storagePerNode
        powers[UsageKind.nicStanding.rawValue] = standing(nic * group.nicsPerNode)
        powers[UsageKind.switchStanding.rawValue] = standing(fabric.switchPower(constants))
        powers[UsageKind.opticsStanding.rawValue] = standing(fabric.opticsPower(constants))
        let wan = WANShare(job: job, rank: rank, constants: constants)
        powers[UsageKind.wanStanding.rawValue] = standing(wan.power)
        self.powers = powers

        var rates = [(numerator: Int128, denominator: Int128)](repeating: (0, 1), count: UsageKind.allCases.count)
        // A NIC and a transceiver carry their rate in both directions at once.
        rates[UsageKind.nicTransfer.rawValue] = perByte(nic, 2 * group.nic.bandwidth.count)
        if let switchModel = cluster.fabric.switchModel {
            rates[UsageKind.switchTransfer.rawValue] = perByte(
                constants.value(of: switchModel.power), switchModel.portBandwidth.count * Int64(switchModel.ports))
        }
        if let optics = cluster.fabric.optics {
            rates[UsageKind.opticsTransfer.rawValue] = perByte(
                constants.value(of: optics.power), 2 * cluster.fabric.link.count)
        }
        if wan.capacity > 0 { rates[UsageKind.wanTransfer.rawValue] = perByte(wan.total, 2 * wan.capacity) }
        self.perByte = rates
        here = Place(
            facilityShare: Ratio(count: max(0, constants.value(of: site.pue).count - Ratio.scale)),
            grid: GridElectricity([(site, 1)], start: cluster.start, constants: constants))
        between = wan.grid.map { Place(facilityShare: wan.facilityShare, grid: $0) } ?? here
    }

    private func place(_ kind: UsageKind) -> Place { kind.component == .wan ? between : here }

    /// Of the electricity that this kind of use draws; the mean, where it changes with time.
    package func intensity(_ kind: UsageKind) -> CarbonIntensity { place(kind).grid.mean }

    /// Of the electricity that this kind of use draws in a stretch of the job's time.
    package func intensity(_ kind: UsageKind, from: VirtualInstant, to: VirtualInstant) -> CarbonIntensity {
        place(kind).grid.intensity(from: from, to: to)
    }

    /// Energy at the equipment, rounded half up to a nanojoule.
    package func energy(_ item: UsageItem) -> Energy {
        let rate = perByte[item.kind.rawValue]
        if rate.numerator != 0 {
            return Energy(count: Int64(Exact.multiplyDivide(item.amount, rate.numerator, by: rate.denominator)))
        }
        return powers[item.kind.rawValue].energy(over: VirtualDuration(attoseconds: item.amount))
    }

    /// What the facility adds: round((PUE − 1) · energy).
    package func facility(_ energy: Energy, kind: UsageKind) -> Energy {
        Energy(
            count: Int64(
                Exact.multiplyDivide(
                    Int128(energy.count), Int128(place(kind).facilityShare.count), by: Int128(Ratio.scale))))
    }

    /// Joules at the equipment as a floating-point number: for ranges, whose draws need no exactness.
    func joules(_ item: UsageItem) -> Double {
        let rate = perByte[item.kind.rawValue]
        if rate.numerator != 0 { return Double(item.amount) * Double(rate.numerator) / Double(rate.denominator) * 1e-9 }
        return powers[item.kind.rawValue].watts * Double(item.amount) * 1e-18
    }

    /// PUE, for ranges.
    func pue(_ kind: UsageKind) -> Double { 1 + place(kind).facilityShare.value }
}
