internal import Units

/// Star, leaf–spine, rails and fat tree: first-level switches, and above them one tier that joins all of them or pods
/// that a third tier joins.
///
/// All rails of a rail-optimised fabric are one: a node's traffic is spread evenly over its NICs, so a segment (the
/// switches of the same number on all rails) acts as one leaf whose uplinks are those of all its switches.
struct TieredRoutes: RouteMap {
    let links: [FabricLink]
    let groups: [Int]
    /// First-level switches of a pod; `nil` if there are no pods.
    private let edgesPerPod: Int?
    /// First-level switches, whose links come first.
    private let edges: Int

    /// All nodes on one switch.
    static func star(nodes: Int) -> Self {
        Self(links: [], groups: [Int](repeating: 0, count: nodes), edgesPerPod: nil, edges: 1)
    }

    /// Leaves, or segments of rails, of `hosts` nodes each.
    static func leafSpine(nodes: Int, hosts: Int, leaves: Int, bandwidth: Bandwidth, name: (Int) -> String) -> Self {
        Self(
            links: leaves > 1 ? (0..<leaves).flatMap { pair(name($0), bandwidth) } : [],
            groups: (0..<nodes).map { $0 / hosts }, edgesPerPod: nil, edges: leaves)
    }

    static func fatTree(nodes: Int, plan: FatTreePlan) -> Self {
        let half = plan.radix / 2
        var links: [FabricLink] = []
        if plan.edges > 1 { links += (0..<plan.edges).flatMap { pair("edge \($0)", plan.edgeBandwidth) } }
        if plan.pods > 1 {
            for pod in 0..<plan.pods {
                // From every aggregation switch as many cables up as it has edges below.
                let below = min(half, plan.edges - pod * half)
                links += pair("pod \(pod) core", .bounded(Int128(plan.edgeBandwidth.count) * Int128(below)))
            }
        }
        return Self(
            links: links, groups: (0..<nodes).map { $0 / plan.nodesPerEdge },
            edgesPerPod: plan.pods > 1 ? half : nil, edges: plan.edges)
    }

    private static func pair(_ name: String, _ capacity: Bandwidth) -> [FabricLink] {
        [FabricLink("\(name) up", capacity: capacity), FabricLink("\(name) down", capacity: capacity)]
    }

    func visitLinks(from sender: Int, to receiver: Int, _ visit: (Int) -> Void) {
        let (from, to) = (groups[sender], groups[receiver])
        guard from != to else { return }
        visit(2 * from)
        if let edgesPerPod, from / edgesPerPod != to / edgesPerPod {
            visit(2 * (edges + from / edgesPerPod))
            visit(2 * (edges + to / edgesPerPod) + 1)
        }
        visit(2 * to + 1)
    }

    func hops(from sender: Int, to receiver: Int) -> Hops {
        let (from, to) = (groups[sender], groups[receiver])
        if from == to { return Hops(switches: 1, cables: 2) }
        if let edgesPerPod, from / edgesPerPod != to / edgesPerPod { return Hops(switches: 5, cables: 6) }
        return Hops(switches: 3, cables: 4)
    }
}
