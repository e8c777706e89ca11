/// The rungs on which a step is priced: each adds one thing that can make a rank wait.
///
/// A rank's cumulative wait on a rung is its clock minus its own compute and storage time; the first difference from
/// one rung to the next is the wait that the added thing causes. The split depends on this order, and reports say so.
package enum Rung: Int, CaseIterable, Sendable, Hashable {
    /// Nothing but compute and storage as specified: no disturbance, and every link free.
    case bare
    /// + the links between the accelerators of a node.
    case intraNodeLinks
    /// + seeded disturbances of compute. This is the *ideal network*: between nodes, latency 0 and bandwidth ∞.
    case computeDisturbances
    /// + latency between nodes.
    case latency
    /// + the bandwidth of the nodes' ports.
    case portBandwidth
    /// + links of the fabric that flows share.
    case sharedLinks
    /// + disturbances of the network. This is what is booked.
    case networkDisturbances

    /// The rung of the ideal network.
    package static let idealNetwork = Rung.computeDisturbances
    /// The rung that is booked.
    package static let actual = Rung.networkDisturbances
}

/// Why a rank waits; one cause for each rung, in the order of the ladder.
package enum WaitCause: Int, CaseIterable, Sendable, Hashable {
    /// Other ranks have more to compute or store; what waits on `Rung.bare`.
    case imbalance
    /// Exposed communication between the accelerators of a node.
    case intraNode
    /// A disturbance of compute, here or elsewhere.
    case straggler
    case latency
    case bandwidth
    case contention
    case linkFault

    /// True for the causes that the network between nodes is charged with.
    package var isNetwork: Bool { rawValue >= WaitCause.latency.rawValue }
}

/// A clock of the vector that is really evaluated; rungs whose addition is absent share the lane below.
package struct Lane: Sendable, Hashable {
    package let rung: Rung
    package var hasIntraNodeLinks: Bool { rung.rawValue >= Rung.intraNodeLinks.rawValue }
    package var hasComputeDisturbances: Bool { rung.rawValue >= Rung.computeDisturbances.rawValue }
    package var hasLatency: Bool { rung.rawValue >= Rung.latency.rawValue }
    package var hasPortBandwidth: Bool { rung.rawValue >= Rung.portBandwidth.rawValue }

    /// The lanes of a cluster in which no fabric link is shared and no network disturbance occurs.
    package static let ladder = [Rung.bare, .intraNodeLinks, .computeDisturbances, .latency, .portBandwidth]
        .map(Lane.init)
}
