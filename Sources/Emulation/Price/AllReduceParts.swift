internal import Collectives
package import Units

/// What one step's all-reduce takes on an otherwise idle, undisturbed communication stream whose ranks are all ready.
package struct AllReduceParts: Sendable, Hashable {
    /// On the ports between nodes.
    package let ports: VirtualDuration
    /// Latency between nodes.
    package let latency: VirtualDuration
    /// What sharing links of the fabric adds.
    package let contention: VirtualDuration
    /// On the links inside a node, their own latency included; the slowest group of nodes counts.
    package let intraNode: VirtualDuration
    /// Payload rate of the slowest path that the schedule uses; `nil` for one node.
    package let portRate: Bandwidth?

    /// All parts together.
    package var total: VirtualDuration { ports + latency + contention + intraNode }
    /// The parts between nodes.
    package var betweenNodes: VirtualDuration { ports + latency + contention }
}

extension EmulatedJob {
    /// The sum over a step's buckets, each on its own.
    package var allReduceParts: AllReduceParts {
        var (ports, latency, contention, intraNode) = (
            VirtualDuration.zero, VirtualDuration.zero, VirtualDuration.zero, VirtualDuration.zero
        )
        for (timing, count) in distinctTimings {
            intraNode += VirtualDuration(attoseconds: 2 * (timing.intraNode.max() ?? 0)) * count
            guard worldSize > 1 else { continue }
            let time = CollectiveTime(setting: setting, elements: timing.cut.elements, width: timing.width)
            ports += time.ports * count
            latency += time.latency * count
            contention += time.contention * count
        }
        let slowest =
            schedule.rounds == 0
            ? nil
            : (0..<schedule.rounds).reduce(nil as Bandwidth?) { least, round in
                let rates = setting.plan.round(round).messages.map(\.rate)
                return ([least].compactMap { $0 } + rates).min()
            }
        return AllReduceParts(
            ports: ports, latency: latency, contention: contention, intraNode: intraNode, portRate: slowest)
    }
}
