package import Units

/// The network between nodes: what each rank's ports carry, the links that flows share, and the way of every message.
package struct FabricRoutes: Sendable {
    /// By rank: NICs × the slowest of NIC, link and switch port; raw line rate, per direction.
    package let portBandwidth: [Bandwidth]
    /// By rank: what its own cable adds to the fabric's latency; `nil` for nothing.
    package let portLatencies: [Estimate<TimeSpan>?]
    private let map: any RouteMap
    private let transceiversPerCable: Int

    /// - Precondition: the cluster was read and checked; a single node needs no network, whatever the topology.
    package init(cluster: Cluster) {
        let fabric = cluster.fabric
        let attached = Attachments(groups: cluster.nodes)
        transceiversPerCable = fabric.optics == nil ? 0 : 2
        var linkOfRank = [Bandwidth](repeating: fabric.link, count: attached.nodes)
        var latencies = [Estimate<TimeSpan>?](repeating: nil, count: attached.nodes)
        if case .graph(let graph) = fabric.topology, attached.nodes > 1 {
            for link in graph.nodeLinks {
                for rank in link.ranks.clamped(to: 0...attached.nodes - 1) {
                    linkOfRank[rank] = link.rate
                    latencies[rank] = link.latency
                }
            }
        }
        let groups = cluster.nodes.flatMap { [NodeGroup](repeating: $0, count: $0.count) }
        portBandwidth = zip(groups, linkOfRank).map { group, link in
            min(group.nic.bandwidth, fabric.atPort(link)) * group.nicsPerNode
        }
        portLatencies = latencies
        map = Self.map(attached: attached, fabric: fabric, ports: portBandwidth)
    }

    private static func map(attached: Attachments, fabric: Fabric, ports: [Bandwidth]) -> any RouteMap {
        let nodes = attached.nodes
        guard nodes > 1 else { return TieredRoutes.star(nodes: nodes) }
        switch fabric.topology {
        case .star:
            return TieredRoutes.star(nodes: nodes)
        case .leafSpine(let hosts, let oversubscription):
            let plan = LeafSpinePlan(
                nodes: nodes, hostsPerLeaf: hosts, linksPerNode: attached.mostNICs,
                oversubscription: oversubscription, fabric: fabric)
            return TieredRoutes.leafSpine(
                nodes: nodes, hosts: hosts, leaves: plan.leaves, bandwidth: plan.leafBandwidth
            ) { "leaf \($0)" }
        case .fatTree(let radix, let oversubscription):
            let plan = FatTreePlan(
                nodes: nodes, radix: radix, linksPerNode: attached.mostNICs, oversubscription: oversubscription,
                fabric: fabric)
            return TieredRoutes.fatTree(nodes: nodes, plan: plan)
        case .railOptimized(let hosts, let oversubscription):
            let rails = attached.mostNICs
            let plan = LeafSpinePlan(
                nodes: nodes, hostsPerLeaf: hosts, linksPerNode: 1, oversubscription: oversubscription, fabric: fabric)
            let bandwidth = LeafSpinePlan.bandwidth(links: hosts * rails, over: oversubscription, fabric: fabric)
            return TieredRoutes.leafSpine(nodes: nodes, hosts: hosts, leaves: plan.leaves, bandwidth: bandwidth) {
                "segment \($0) of \(rails) rails"
            }
        case .torus(let dimensions):
            let grid = TorusGrid(dimensions: dimensions)
            precondition(grid.places == nodes, "a torus of \(grid.places) places for \(nodes) nodes")
            return TorusRoutes(grid: grid, ports: ports)
        case .wan(let local, let links):
            return SiteRoutes(local: local, wan: links, attached: attached, fabric: fabric)
        case .graph(let graph):
            return GraphRoutes(graph: graph, nodes: nodes, fabric: fabric)
        }
    }

    /// Directed links beyond the nodes' own ports.
    package var links: [FabricLink] { map.links }

    /// By rank, counted from 0: which first-level switch (on rails: which segment; on several sites: which site; on a
    /// torus: which line along the first dimension) it hangs on. Groups for two-level collectives.
    package var switchGroups: [Int] { map.groups }

    /// The way of a message; from a rank to itself it crosses nothing.
    package func route(from sender: Int, to receiver: Int) -> Route {
        let hops = hops(from: sender, to: receiver)
        let links = links(from: sender, to: receiver)
        let all = map.links
        let latencies =
            sender == receiver
            ? [] : [portLatencies[sender]] + links.map { all[$0].latency } + [portLatencies[receiver]]
        return Route(
            links: links, switches: hops.switches, transceivers: hops.cables * transceiversPerCable,
            wanLinks: hops.wanLinks, addedLatencies: latencies.compactMap { $0 })
    }

    /// The links of a route, in order.
    package func links(from sender: Int, to receiver: Int) -> [Int] {
        var links: [Int] = []
        visitLinks(from: sender, to: receiver) { links.append($0) }
        return links
    }

    /// Gives the links of a route in order, without keeping them.
    package func visitLinks(from sender: Int, to receiver: Int, _ visit: (Int) -> Void) {
        map.visitLinks(from: sender, to: receiver, visit)
    }

    /// Switches on the way.
    package func switches(from sender: Int, to receiver: Int) -> Int { hops(from: sender, to: receiver).switches }

    /// Transceivers on the way: two a cable with fibre, none with copper.
    package func transceivers(from sender: Int, to receiver: Int) -> Int {
        hops(from: sender, to: receiver).cables * transceiversPerCable
    }

    /// WAN links on the way.
    package func wanLinks(from sender: Int, to receiver: Int) -> Int { hops(from: sender, to: receiver).wanLinks }

    private func hops(from sender: Int, to receiver: Int) -> Hops {
        sender == receiver ? Hops(switches: 0, cables: 0) : map.hops(from: sender, to: receiver)
    }
}
