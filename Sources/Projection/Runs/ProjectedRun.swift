package import ClusterModel
package import Units

/// How long accelerators compute and how long they wait, over a whole run.
package struct ProjectedTime: Sendable {
    /// Forward, backward and optimiser.
    package let computing: VirtualDuration
    /// Exposed communication and all other waiting; nothing where the utilisation stands for it.
    package let waiting: VirtualDuration

    package init(computing: VirtualDuration, waiting: VirtualDuration) {
        self.computing = computing
        self.waiting = waiting
    }

    package var total: VirtualDuration { computing + waiting }
}

/// The answer: time, energy, emissions and the share of the hardware's making, at three corners.
package struct ProjectedRun: Sendable {
    package let work: TrainingWork
    /// Over the whole cluster.
    package let accelerators: Int
    /// What is called for in the text: `v100-sxm2-32gb`.
    package let hardware: String
    package let mfu: Estimate<Ratio>
    package let time: Corners<ProjectedTime>
    /// Nanojoules at the equipment.
    package let equipmentEnergy: Corners<Int128>
    /// Nanojoules with the facility's share: equipment · PUE.
    package let energy: Corners<Int128>
    /// Micrograms of CO2-equivalent, location-based.
    package let emissions: Corners<Int128>
    /// Micrograms of CO2-equivalent by the SCI rule: embodied · time reserved / lifetime.
    package let embodied: Corners<Int128>
    package let sites: [Site]

    /// Adds up over all hardware.
    init(
        work: TrainingWork, accelerators: Int, hardware: String, mfu: Estimate<Ratio>, time: Corners<ProjectedTime>,
        reserved: [ReservedHardware]
    ) {
        self.work = work
        self.accelerators = accelerators
        self.hardware = hardware
        self.mfu = mfu
        self.time = time
        sites = reserved.map(\.site).reduce(into: []) { list, site in
            if !list.contains(site) { list.append(site) }
        }
        var sums = (Self.nothing, Self.nothing, Self.nothing, Self.nothing)
        for item in reserved {
            let spent = time.with(item.computing) { Self.nanojoules($1, over: $0.computing) }
                .with(time.with(item.waiting) { Self.nanojoules($1, over: $0.waiting) }, +)
            let total = spent.with(Corners(item.site.pue)) {
                Exact.multiplyDivide($0, Int128($1.count), by: Int128(Ratio.scale))
            }
            let mass = total.with(Corners(item.site.intensity)) {
                Exact.multiplyDivide($0, Int128($1.count), by: 3_600_000_000_000_000)
            }
            let lifetime = Corners(low: item.lifetime.high, central: item.lifetime.central, high: item.lifetime.low)
            let made = item.embodied.with(time.with(lifetime) { ($0.total.attoseconds, $1.duration.attoseconds) }) {
                Exact.multiplyDivide(Int128($0.count), $1.0, by: $1.1)
            }
            sums = (sums.0.with(spent, +), sums.1.with(total, +), sums.2.with(mass, +), sums.3.with(made, +))
        }
        (equipmentEnergy, energy, emissions, embodied) = sums
    }

    private static let nothing = Corners<Int128>(low: 0, central: 0, high: 0)

    /// Power × time, rounded half up; a whole run exceeds what an `Energy` holds.
    private static func nanojoules(_ power: Power, over duration: VirtualDuration) -> Int128 {
        Exact.multiplyDivide(Int128(power.count), duration.attoseconds, by: 1_000_000_000_000_000)
    }

    /// Summed over all accelerators, central.
    package var acceleratorHours: Double { time.central.total.seconds / 3600 * Double(accelerators) }
}
