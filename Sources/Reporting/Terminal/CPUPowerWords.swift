internal import ClusterModel
internal import Units

/// How host CPUs are charged, where a load curve says it.
enum CPUPowerWords {
    /// Curve, load and watts of one socket by activity, each node group's; none where CPUs draw their active power.
    static func pieces(_ cluster: Cluster) -> [String] {
        guard case .loadCurve(let loads) = cluster.assumptions.cpuPower else { return [] }
        let groups = cluster.nodes.map { pieces($0, loads, cluster.assumptions.cpuPower) }
        return groups.enumerated().flatMap { groups.firstIndex(of: $1) == $0 ? $1 : [] }
    }

    private static func pieces(_ group: NodeGroup, _ loads: CPULoads, _ power: CPUPower) -> [String] {
        guard group.accelerator.kind != .cpu else {
            return ["CPU \(group.cpu.name) counted with \(group.accelerator.name)"]
        }
        let curve = group.cpu.loadCurve ?? loads.curve
        let states = CPUActivity.allCases.map { activity in
            let watts = Power(count: group.cpuPower(activity, by: power).central.count / Int64(group.sockets))
            let load = Figures.percent(loads[activity].central.value, places: 0)
            return "\(word(activity)) \(watts.formatted(decimals: 1)) at \(load)"
        }
        return ["CPU \(group.cpu.name) by load curve \(curve.name):"] + Page.list(states)
    }

    private static func word(_ activity: CPUActivity) -> String {
        switch activity {
        case .computing: "computing"
        case .waiting: "waiting"
        case .storage: "at storage"
        }
    }
}
