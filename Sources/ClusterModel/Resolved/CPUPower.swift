package import Units

/// What a node's CPUs are busy with.
package enum CPUActivity: CaseIterable, Sendable, Hashable {
    /// The accelerators compute: kernels are launched, input is prepared.
    case computing
    /// The accelerators wait for other ranks: messages are polled for.
    case waiting
    /// The accelerators wait for storage: input is read, or a checkpoint written.
    case storage
}

/// How the power of host CPUs follows from what the node does.
package enum CPUPower: Hashable, Sendable {
    /// Each draws the catalog's `active_power` always.
    case activePower
    /// Each draws what a curve says at the load of the activity.
    case loadCurve(CPULoads)

    /// How the choice is written in a cluster file.
    package enum Method: String, CaseIterable, Sendable {
        case activePower = "active-power"
        case loadCurve = "load-curve"
    }

    /// Which of the two it is.
    package var method: Method {
        switch self {
        case .activePower: .activePower
        case .loadCurve: .loadCurve
        }
    }
}

/// A curve, and the loads at which it is read.
package struct CPULoads: Hashable, Sendable {
    /// Of CPUs that have none of their own.
    package let curve: LoadCurve
    /// While the accelerators compute.
    package let computing: Estimate<Ratio>
    /// While they wait for other ranks.
    package let waiting: Estimate<Ratio>
    /// While they wait for storage.
    package let storage: Estimate<Ratio>

    /// From its parts; checks nothing.
    package init(
        curve: LoadCurve, computing: Estimate<Ratio>, waiting: Estimate<Ratio>, storage: Estimate<Ratio>
    ) {
        self.curve = curve
        self.computing = computing
        self.waiting = waiting
        self.storage = storage
    }

    /// The load of an activity.
    package subscript(activity: CPUActivity) -> Estimate<Ratio> {
        switch activity {
        case .computing: computing
        case .waiting: waiting
        case .storage: storage
        }
    }
}

extension NodeGroup {
    /// What all CPUs of one node draw; by a curve, a socket's share and watts are each rounded once.
    ///
    /// Where the accelerator is the CPU itself, its power is the accelerator's, and by a curve nothing comes on top.
    ///
    /// - Precondition: for a curve, the CPU has a TDP or is the accelerator, as reading a cluster file ensures.
    package func cpuPower(_ activity: CPUActivity, by power: CPUPower, constants: some ConstantValues) -> Power {
        switch power {
        case .activePower: return constants.value(of: cpu.activePower) * sockets
        case .loadCurve(let loads):
            guard accelerator.kind != .cpu else { return .zero }
            guard let tdp = cpu.tdp else { preconditionFailure("the CPU \(cpu.name) has no TDP") }
            let load = constants.value(of: loads[activity])
            let share = (cpu.loadCurve ?? loads.curve).share(at: load, constants: constants)
            let watts = Exact.multiplyDivide(
                Int128(constants.value(of: tdp).count), Int128(share.count), by: Int128(Ratio.scale))
            return Power(count: Int64(watts)) * sockets
        }
    }

    /// The same with all its constants at their low ends, central values and high ends.
    package func cpuPower(_ activity: CPUActivity, by power: CPUPower) -> PowerRange {
        PowerRange(
            low: cpuPower(activity, by: power, constants: AllAtBound(isHigh: false)),
            central: cpuPower(activity, by: power, constants: CentralValues()),
            high: cpuPower(activity, by: power, constants: AllAtBound(isHigh: true)))
    }
}
