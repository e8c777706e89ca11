package import Collectives
package import Emulation
package import Units

/// One collective of one size by one algorithm, and what it takes on the cluster's network between nodes.
package struct CollectiveRow: Sendable {
    /// How a row's time was come by.
    package enum Origin: String, Sendable, Hashable {
        /// From the model alone.
        case priced
        /// From the model as well, but the collective was really executed, on this host.
        case executed
    }

    package let operation: CollectiveOperation
    package let algorithm: Algorithm
    /// True if `auto` chooses this algorithm for this size.
    package internal(set) var isChosen: Bool
    package let schedule: any CollectiveSchedule
    package let ranks: Int
    /// Elements of one rank's vector, and bytes of an element.
    package let elements: Int
    package let width: Int
    /// Undisturbed, on an idle network; event by event where links are shared.
    package let time: CollectiveTime
    /// True if its flows share links of the fabric.
    package let sharesLinks: Bool
    /// Payload that the busiest sender sends.
    package let largestSent: Int64
    package let cost: CollectiveCost
    package let bound: CollectiveBound
    /// Elements that differ from a plain sum, of the schedule played in memory; `nil` if it was not.
    let wrongInMemory: Int?
    /// What executing it came to; `nil` if that was not done.
    package internal(set) var host: HostCollective?

    package var origin: Origin { host == nil ? .priced : .executed }
    /// Elements that differ from a plain sum, over all ranks; `nil` if that was not checked.
    package var wrong: Int? { host?.wrong ?? wrongInMemory }
    /// Of one rank's vector.
    package var bytes: Int64 { Int64(elements * width) }
    /// Size over time, bytes a second; 0 for no time at all.
    package var algorithmBandwidth: Double { time.total > .zero ? Double(bytes) / time.total.seconds : 0 }
    /// As nccl-tests defines it.
    package var busBandwidth: Double { algorithmBandwidth * operation.busFactor(ranks: ranks) }
    /// Lower bound over time, at most 1.
    package var shareOfBound: Double { time.total > .zero ? bound.total.seconds / time.total.seconds : 1 }
    /// Bytes of one rank's vector as it is executed.
    package var hostBytes: Int { elements * HostCollective.elementBytes }
    /// Executed size over this host's time, bytes a second; `nil` if it was not executed, 0 for no time at all.
    package var hostAlgorithmBandwidth: Double? {
        host.map { $0.median > .zero ? Double(hostBytes) / $0.median.inSeconds : 0 }
    }
}
