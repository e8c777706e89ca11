internal import Units

/// Rules of the fabric: does it have the ports, and can its oversubscription be felt?
struct FabricChecks {
    let groups: [NodeGroup]
    let fabric: Fabric
    let location: ([String]) -> Location
    /// Where the number of nodes comes from.
    let nodesLocation: Location
    let log: ProblemLog

    private var nodeCount: Int { groups.reduce(0) { $0 + $1.count } }

    /// For more than one node.
    func run() {
        checkPorts()
        checkOversubscription()
    }

    private func checkPorts() {
        let links = groups.reduce(0) { $0 + $1.count * $1.nicsPerNode }
        let most = groups.map(\.nicsPerNode).max() ?? 0
        let model = fabric.switchModel
        let (_, shortage) = FabricInventory.count(
            nodes: nodeCount, linksPerNode: most, nodeLinks: links, fabric: fabric)
        switch shortage {
        case .star(let links):
            log.error(
                nodesLocation,
                "\(nodeCount) nodes need \(links) switch ports, and \(model.name) has \(model.ports)",
                remedy: "write topology: leaf-spine with hosts_per_leaf, or choose a larger switch")
        case .leaf(let hostLinks, let uplinks):
            log.error(
                location(["fabric", "hosts_per_leaf"]),
                "a leaf needs \(hostLinks) ports for nodes and \(uplinks) for uplinks, and \(model.name) has \(model.ports)",
                remedy: "lower hosts_per_leaf or raise the oversubscription")
        case .spine(let leaves):
            log.error(
                location(["fabric", "hosts_per_leaf"]),
                "\(leaves) leaves cannot all reach a spine: \(model.name) has \(model.ports) ports",
                remedy: "raise hosts_per_leaf or choose a larger switch")
        case nil:
            break
        }
    }

    /// A ring in rank order enters and leaves a leaf once for each link of a node; uplinks that carry that much are
    /// never the bottleneck, whatever the ratio says.
    private func checkOversubscription() {
        guard case .leafSpine(let hostsPerLeaf, let oversubscription) = fabric.topology,
            oversubscription > .one
        else { return }
        let place = location(["fabric", "oversubscription"])
        if nodeCount <= hostsPerLeaf {
            log.warning(
                place, "all \(nodeCount) nodes are on one leaf, so no flow meets the oversubscription",
                remedy: "lower hosts_per_leaf or add nodes")
        } else if Int64(hostsPerLeaf) * Ratio.scale >= oversubscription.count {
            log.warning(
                place,
                "a ring crosses a leaf's uplinks with one node's traffic, and they carry "
                    + "\(hostsPerLeaf)/\(oversubscription.formatted()) of a node's link: no flow of a ring meets the "
                    + "oversubscription",
                remedy: "other algorithms may; a ratio above \(hostsPerLeaf):1 would be felt")
        }
    }
}
