internal import Units

/// The links of a network drawn by hand, along shortest ways.
struct GraphRoutes: RouteMap {
    let links: [FabricLink]
    let groups: [Int]
    private let paths: ShortestPaths
    private let switchOfRank: [Int]

    init(graph: Fabric.SwitchGraph, nodes: Int, fabric: Fabric) {
        paths = graph.paths
        links = graph.switchLinks.flatMap { link in
            let capacity = Bandwidth.bounded(Int128(fabric.atPort(link.rate).count) * Int128(link.count))
            let (from, to) = (graph.switches[link.from], graph.switches[link.to])
            return [
                FabricLink("\(from) → \(to)", capacity: capacity, latency: link.latency),
                FabricLink("\(to) → \(from)", capacity: capacity, latency: link.latency),
            ]
        }
        var switchOfRank = [Int](repeating: 0, count: nodes)
        for link in graph.nodeLinks {
            for rank in link.ranks.clamped(to: 0...nodes - 1) { switchOfRank[rank] = link.toSwitch }
        }
        self.switchOfRank = switchOfRank
        var order: [Int: Int] = [:]
        groups = switchOfRank.map { vertex in
            let group = order[vertex] ?? order.count
            order[vertex] = group
            return group
        }
    }

    func visitLinks(from sender: Int, to receiver: Int, _ visit: (Int) -> Void) {
        for step in paths.way(from: switchOfRank[sender], to: switchOfRank[receiver]) {
            visit(2 * step.edge + (step.isForward ? 0 : 1))
        }
    }

    func hops(from sender: Int, to receiver: Int) -> Hops {
        let edges = paths.distance(from: switchOfRank[sender], to: switchOfRank[receiver]) ?? 0
        return Hops(switches: edges + 1, cables: edges + 2)
    }
}

extension Fabric.SwitchGraph {
    /// The ways between its switches.
    var paths: ShortestPaths {
        ShortestPaths(vertices: switches.count, edges: switchLinks.map { ($0.from, $0.to) })
    }
}
