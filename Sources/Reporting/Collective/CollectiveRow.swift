package import Collectives
package import Emulation
package import Units

/// One collective of one size by one algorithm, and what it takes on the cluster's network between nodes.
package struct CollectiveRow: Sendable {
    /// How a row's time was come by.
    package enum Origin: String, Sendable, Hashable {
        /// From the model alone.
        case priced
    }

    package let operation: CollectiveOperation
    package let algorithm: Algorithm
    /// True if `auto` chooses this algorithm for this size.
    package let isChosen: Bool
    package let origin: Origin
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
    /// Elements that differ from a plain sum, over all ranks; `nil` if that was not checked.
    package let wrong: Int?

    /// Of one rank's vector.
    package var bytes: Int64 { Int64(elements * width) }
    /// Size over time, bytes a second; 0 for no time at all.
    package var algorithmBandwidth: Double { time.total > .zero ? Double(bytes) / time.total.seconds : 0 }
    /// As nccl-tests defines it.
    package var busBandwidth: Double { algorithmBandwidth * operation.busFactor(ranks: ranks) }
    /// Lower bound over time, at most 1.
    package var shareOfBound: Double { time.total > .zero ? bound.total.seconds / time.total.seconds : 1 }
}
