internal import Collectives
package import Units

/// What one step's all-reduce takes on an otherwise idle communication stream, from the schedule's closed form.
///
/// Per bucket of E elements on n ranks: 2(n−1)·α of latency, 2(n−1)·⌈E/n⌉·width/B on the ports, and a reduce-scatter and
/// an all-gather inside the node, whichever group of nodes is slowest. B is the least payload rate on the ring's way.
package struct AllReduceParts: Sendable, Hashable {
    /// On the ports between nodes.
    package let ports: VirtualDuration
    /// Latency between nodes.
    package let latency: VirtualDuration
    /// On the links inside a node, their own latency included.
    package let intraNode: VirtualDuration
    /// Payload rate of the slowest path of the ring; `nil` for one node.
    package let portRate: Bandwidth?

    /// Ports, latency and links together.
    package var total: VirtualDuration { ports + latency + intraNode }
}

extension EmulatedJob {
    /// The closed form of a step's all-reduce.
    package var allReduceParts: AllReduceParts {
        let next = { (rank: Int) in (rank + 1) % self.worldSize }
        let slowest = worldSize > 1 ? (0..<worldSize).map { network.bandwidth(from: $0, to: next($0)) }.min() : nil
        var ports = VirtualDuration.zero
        var intraNode = VirtualDuration.zero
        for timing in bucketTimings {
            intraNode += VirtualDuration(attoseconds: 2 * (timing.intraNode.max() ?? 0))
            if let slowest {
                let message = slowest.duration(ofBytes: Int64(timing.cut.longest * timing.width))
                ports += message * schedule.rounds
            }
        }
        return AllReduceParts(
            ports: ports, latency: network.latency * (schedule.rounds * buckets.count), intraNode: intraNode,
            portRate: slowest)
    }
}
