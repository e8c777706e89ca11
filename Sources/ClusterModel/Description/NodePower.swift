package import Units

/// A power with its range; sums add ends to ends (all figures at their low or at their high end together).
package struct PowerRange: Hashable, Sendable {
    /// With every figure at its low end.
    package let low: Power
    /// With every figure at its central value.
    package let central: Power
    /// With every figure at its high end.
    package let high: Power

    /// From three powers in order.
    package init(low: Power, central: Power, high: Power) {
        self.low = low
        self.central = central
        self.high = high
    }

    /// The range of one figure.
    package init(_ estimate: Estimate<Power>) {
        self.init(low: estimate.low, central: estimate.central, high: estimate.high)
    }

    /// Each end through a function that keeps their order.
    func map(_ change: (Power) -> Power) -> Self {
        Self(low: change(low), central: change(central), high: change(high))
    }

    /// End to end.
    package static func + (a: Self, b: Self) -> Self {
        Self(low: a.low + b.low, central: a.central + b.central, high: a.high + b.high)
    }

    /// `count` equal things, which share their unknowns.
    package static func * (a: Self, count: Int) -> Self {
        Self(low: a.low * count, central: a.central * count, high: a.high * count)
    }
}

/// What one node draws, without switches and optics; the storage is idle but for moments.
package struct NodePower: Hashable, Sendable {
    /// While its accelerators compute.
    package let computing: PowerRange
    /// While they wait for others: each accelerator at idle + f · (active − idle), the CPUs as their load says, all else
    /// unchanged.
    package let waiting: PowerRange

    /// Adds up the parts of one node of a group.
    package init(of group: NodeGroup, assumptions: Assumptions) {
        let accelerator = group.accelerator
        let rest =
            PowerRange(group.memoryPower) + PowerRange(group.basePower) + PowerRange(group.nic.power)
            * group.nicsPerNode
            + PowerRange(group.storage.idlePower) * group.storagePerNode
        let f = assumptions.stallPowerFraction
        let stalled = PowerRange(
            low: Self.stalled(idle: accelerator.idlePower.low, active: accelerator.activePower.low, f.low),
            central: Self.stalled(
                idle: accelerator.idlePower.central, active: accelerator.activePower.central, f.central),
            high: Self.stalled(idle: accelerator.idlePower.high, active: accelerator.activePower.high, f.high))
        let cpus = { (activity: CPUActivity) in group.cpuPower(activity, by: assumptions.cpuPower) }
        computing = PowerRange(accelerator.activePower) * group.acceleratorsPerNode + cpus(.computing) + rest
        waiting = stalled * group.acceleratorsPerNode + cpus(.waiting) + rest
    }

    /// idle + f · (active − idle), rounded half up to a microwatt.
    package static func stalled(idle: Power, active: Power, _ fraction: Ratio) -> Power {
        let difference = Int128((active - idle).count)
        return idle
            + Power(count: Int64(Exact.multiplyDivide(difference, Int128(fraction.count), by: Int128(Ratio.scale))))
    }
}
