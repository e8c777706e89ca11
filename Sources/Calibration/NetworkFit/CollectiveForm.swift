/// How the measured collective is taken to have moved its data, which decides what a time says of the network.
package enum CollectiveForm: String, CaseIterable, Hashable, Sendable {
    /// As the emulation prices it: inside the nodes first, then between them, one after the other. Its figures give the
    /// measured times back.
    case twoLevel = "two-level"
    /// One ring through all accelerators, the hops inside a node hidden behind those between nodes: what NCCL does where
    /// inner links are hardly faster than a node's NICs.
    case ring
}

/// What one measured time is made of: known + messages · α + bytes / B.
struct CostTerms: Hashable {
    /// Seconds on links that are not fitted.
    let known: Double
    /// How often a message's latency counts.
    let messages: Double
    /// Bytes that pass the fitted link.
    let bytes: Double
}

/// The link inside a node, per accelerator and direction.
struct InnerLink: Hashable {
    /// Seconds per message.
    let latency: Double
    let bytesPerSecond: Double
}

extension CollectiveForm {
    /// The terms of a collective of `size` bytes over m nodes of g accelerators each, p passes of
    /// reduce-scatter or all-gather:
    ///
    ///     two-level   p(g−1)(α_i + S/(g·B_i)) + p(m−1)·α + p(m−1)/m · S/B
    ///     ring        p(n−1)·α + p(n−1)/n · S/B,                            n = m·g
    ///
    /// B is what all NICs of a node carry together. On one node the fitted link is the inner one, and both are the ring
    /// over its g accelerators.
    func terms(of run: NCCLTestRun, size: Int64, inner: InnerLink?) -> CostTerms {
        let (m, g, passes) = (Double(run.nodes), Double(run.ranksPerNode), Double(run.collective.passes))
        let bytes = Double(size)
        if run.nodes == 1 {
            return CostTerms(known: 0, messages: passes * (g - 1), bytes: passes * (g - 1) / g * bytes)
        }
        if self == .ring {
            let n = m * g
            return CostTerms(known: 0, messages: passes * (n - 1), bytes: passes * (n - 1) / n * bytes)
        }
        let inside = inner.map { passes * (g - 1) * ($0.latency + bytes / (g * $0.bytesPerSecond)) } ?? 0
        return CostTerms(known: inside, messages: passes * (m - 1), bytes: passes * (m - 1) / m * bytes)
    }
}
