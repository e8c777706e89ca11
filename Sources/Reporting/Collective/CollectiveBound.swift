package import Collectives
package import Emulation
package import Units

/// What no algorithm without reduction in the network can beat.
package struct CollectiveBound: Sendable, Hashable {
    /// ⌈log2 n⌉·α where a rank talks to one peer at a time, 1·α per pass where servers talk to all at once. α is the
    /// latency that every message has; what single ways add to it is left out.
    package let latency: VirtualDuration
    /// passes·(n−1)·S/ΣB over the n ports: passes·(n−1)/n·S/B where all are equal.
    package let bandwidth: VirtualDuration
    /// The larger of the two.
    package var total: VirtualDuration { max(latency, bandwidth) }

    /// - Parameter bytes: of one rank's vector (S).
    package init(operation: CollectiveOperation, algorithm: Algorithm, network: NetworkModel, ranks: Int, bytes: Int64)
    {
        let rounds = algorithm.isPeerToPeer ? Int.bitWidth - max(0, ranks - 1).leadingZeroBitCount : operation.passes
        latency = ranks > 1 ? network.latency * rounds : .zero
        let rate = (0..<ranks).reduce(Int128(0)) { $0 + Int128(network.portBandwidth(rank: $1).bitsPerSecond) }
        bandwidth = VirtualDuration(
            attoseconds: Exact.multiplyDivide(
                Int128(bytes) * 8 * Int128(operation.passes * (ranks - 1)), VirtualDuration.attosecondsPerSecond,
                by: rate))
    }
}
