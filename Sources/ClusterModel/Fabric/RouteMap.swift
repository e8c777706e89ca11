/// The ways of one topology between nodes. What it keeps grows with nodes and switches, not with their pairs, and what
/// it is asked for takes time that grows with the way alone.
protocol RouteMap: Sendable {
    /// Shared links, both directions of each.
    var links: [FabricLink] { get }
    /// By rank: the first-level switch, site or line that it hangs on, counted from 0.
    var groups: [Int] { get }
    /// Gives the links from one rank to another, in order; none from a rank to itself.
    func visitLinks(from sender: Int, to receiver: Int, _ visit: (Int) -> Void)
    /// What a message crosses, for two different ranks.
    func hops(from sender: Int, to receiver: Int) -> Hops
}

/// What a message crosses.
struct Hops: Hashable, Sendable {
    var switches: Int
    /// Cables, those at the nodes included, WAN links not.
    var cables: Int
    var wanLinks = 0
}
