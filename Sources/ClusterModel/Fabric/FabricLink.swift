package import Units

/// One direction of a bundle of parallel cables beyond the nodes' own ports, which flows share.
///
/// Traffic over the cables of a bundle, and over all equal-cost paths, is taken to be spread perfectly: hashing that
/// collides is not modelled.
package struct FabricLink: Hashable, Sendable {
    /// For people: `leaf 3 up`, `pod 1 core down`, `site iowa → site oregon`, `node 4 → node 5`.
    package let name: String
    /// All cables together, raw line rate.
    package let capacity: Bandwidth
    /// What it adds to the fabric's latency; `nil` for nothing.
    package let latency: Estimate<TimeSpan>?
    /// Index of the WAN link in the topology's list; `nil` inside a site.
    package let wanLink: Int?

    init(_ name: String, capacity: Bandwidth, latency: Estimate<TimeSpan>? = nil, wanLink: Int? = nil) {
        self.name = name
        self.capacity = capacity
        self.latency = latency
        self.wanLink = wanLink
    }
}

/// The way of a message from one node to another.
package struct Route: Hashable, Sendable {
    /// Indices into the fabric's links, in the order in which they are crossed.
    package let links: [Int]
    /// Switches crossed.
    package let switches: Int
    /// Transceivers crossed: two a cable with fibre, none with copper. Those of WAN links are their equipment's.
    package let transceivers: Int
    /// WAN links crossed.
    package let wanLinks: Int
    /// What comes on top of the fabric's latency, in the order in which it is met.
    package let addedLatencies: [Estimate<TimeSpan>]
}
