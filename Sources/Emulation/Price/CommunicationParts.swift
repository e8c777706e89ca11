internal import Collectives
package import Units

/// What one step's collectives take on an otherwise idle, undisturbed communication stream whose ranks are all ready.
package struct CommunicationParts: Sendable, Hashable {
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
    /// The sum over a step's collectives, each on its own.
    package var communicationParts: CommunicationParts {
        var (ports, latency, contention, intraNode) = (
            VirtualDuration.zero, VirtualDuration.zero, VirtualDuration.zero, VirtualDuration.zero
        )
        for (collective, count) in distinctCollectives {
            let inside = zip(collective.before, collective.after).map { $0 + $1 }.max() ?? 0
            intraNode += VirtualDuration(attoseconds: inside) * count
            guard worldSize > 1 else { continue }
            let timing = collective.timing
            let time = CollectiveTime(setting: collective.setting, elements: timing.cut.elements, width: timing.width)
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
        return CommunicationParts(
            ports: ports, latency: latency, contention: contention, intraNode: intraNode, portRate: slowest)
    }

    /// The collectives of a training step, of each kind and size one, and how many there are.
    private var distinctCollectives: [(collective: PricedCollective, count: Int)] {
        var places: [[Int]: Int] = [:]
        var distinct: [(collective: PricedCollective, count: Int)] = []
        for collective in trainingCollectives {
            let key = [collective.kind.rawValue, collective.timing.cut.elements]
            if let place = places[key] {
                distinct[place].count += 1
            } else {
                places[key] = distinct.count
                distinct.append((collective, 1))
            }
        }
        return distinct
    }
}
