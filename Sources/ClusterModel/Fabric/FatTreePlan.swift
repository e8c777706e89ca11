internal import Units

/// How many switches and cables a three-tier fat tree needs; whole, at 1:1 and with one NIC a node, radix k has k³/4
/// nodes, 5k²/4 switches and k³/2 cables between them.
///
/// What is built for fewer nodes, which fill edge switches and these fill pods in rank order:
/// - ⌈nodes / nodes of an edge⌉ edge switches, and nothing else if that is one;
/// - u aggregation switches in every pod, one for each uplink of an edge: u = ⌈k/2 · host rate / (oversubscription ·
///   uplink rate)⌉, k/2 at 1:1. Oversubscription thins the tree above the edge and leaves its node ports alone;
/// - with more than one pod, from every aggregation switch as many cables up as it has edges below, and for each of
///   the u groups of equal-numbered aggregation switches the fewest cores whose k ports hold the group's cables:
///   ⌈edges / k⌉, which is k/2 in a whole tree.
struct FatTreePlan: Hashable, Sendable {
    /// k.
    let radix: Int
    /// Whole nodes on the k/2 node ports of an edge switch; 0 if a node has more NICs than these.
    let nodesPerEdge: Int
    let edges: Int
    let pods: Int
    /// u: cables of an edge to its pod's aggregation switches, one each.
    let uplinksPerEdge: Int
    let aggregations: Int
    let cores: Int
    /// Most nodes that the tree can have.
    let capacity: Int
    /// What the uplinks of an edge carry in one direction.
    let edgeBandwidth: Bandwidth
    private let nodes: Int
    private let linksPerNode: Int
    private let ports: Int

    /// - Parameters:
    ///   - nodes: at least 1.
    ///   - radix: even.
    ///   - linksPerNode: cables of the node with the most of them.
    init(nodes: Int, radix: Int, linksPerNode: Int, oversubscription: Ratio, fabric: Fabric) {
        self.nodes = nodes
        self.radix = radix
        self.linksPerNode = linksPerNode
        ports = fabric.switchModel?.ports ?? 0
        let half = radix / 2
        nodesPerEdge = half / max(linksPerNode, 1)
        capacity = radix * half * nodesPerEdge
        edges = (nodes + max(nodesPerEdge, 1) - 1) / max(nodesPerEdge, 1)
        pods = (edges + half - 1) / half
        let uplinks = LeafSpinePlan.uplinks(hostLinks: half, oversubscription: oversubscription, fabric: fabric)
        uplinksPerEdge = edges > 1 ? uplinks : 0
        aggregations = edges > 1 ? pods * uplinks : 0
        cores = pods > 1 ? uplinks * ((edges + radix - 1) / radix) : 0
        edgeBandwidth = LeafSpinePlan.bandwidth(
            links: nodesPerEdge * linksPerNode, over: oversubscription, fabric: fabric)
    }

    /// Cables between edges and aggregation switches, and between these and cores.
    var interSwitchLinks: Int { edges * uplinksPerEdge * (pods > 1 ? 2 : 1) }

    /// What does not fit, if anything.
    var shortage: FabricShortage? {
        if radix > ports { return .radix(radix: radix) }
        if nodesPerEdge == 0 { return .edge(nics: linksPerNode, ports: radix / 2) }
        if nodes > capacity { return .tree(capacity: capacity) }
        return uplinksPerEdge > radix / 2 ? .thinUplinks(needed: uplinksPerEdge, ports: radix / 2) : nil
    }
}
