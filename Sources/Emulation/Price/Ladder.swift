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
    /// True where flows share links of the fabric: the lane is evaluated event by event over the whole step, and its
    /// clocks are not carried by messages.
    package let isEventLevel: Bool

    package init(rung: Rung, isEventLevel: Bool = false) {
        self.rung = rung
        self.isEventLevel = isEventLevel
    }

    package var hasIntraNodeLinks: Bool { rung >= .intraNodeLinks }
    package var hasComputeDisturbances: Bool { rung >= .computeDisturbances }
    package var hasLatency: Bool { rung >= .latency }
    package var hasPortBandwidth: Bool { rung >= .portBandwidth }
    package var hasSharedLinks: Bool { rung >= .sharedLinks }
    package var hasNetworkDisturbances: Bool { rung >= .networkDisturbances }
    /// True if messages between nodes cost nothing: everyone who waits for everyone is ready with the last one.
    package var isFreeNetwork: Bool { rung < .latency }
}

extension Rung: Comparable {
    package static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}
