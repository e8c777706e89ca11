internal import Units

/// Does a network drawn by hand reach every node, each by one switch?
struct GraphChecks {
    let graph: Fabric.SwitchGraph
    let fabric: Fabric
    let nodes: Int
    let location: ([String]) -> Location
    let log: ProblemLog

    func run() {
        let links = location(["fabric", "links"])
        var switchOfRank = [Int?](repeating: nil, count: nodes)
        checkParallel(links)
        for link in graph.nodeLinks {
            if link.ranks.upperBound >= nodes {
                log.error(
                    links, "a link leads to node \(link.ranks.upperBound), and there are nodes 0 to \(nodes - 1)",
                    remedy: "nodes are counted from 0 in the order of the groups")
            }
            for rank in link.ranks where rank < nodes { switchOfRank[rank] = link.toSwitch }
        }
        let loose = switchOfRank.indices.filter { switchOfRank[$0] == nil }
        if let first = loose.first {
            log.error(
                links,
                loose.count == 1
                    ? "node \(first) is on no switch"
                    : "\(loose.count) nodes are on no switch, the first is node \(first)",
                remedy: "add - { between: [\(Self.range(of: loose)), \(graph.switches[0])] }")
            return
        }
        checkReach(switchOfRank.compactMap { $0 }, links)
        checkRates()
    }

    private func checkReach(_ switchOfRank: [Int], _ links: Location) {
        let paths = graph.paths
        guard let first = switchOfRank.first else { return }
        let home = graph.switches[first]
        for index in graph.switches.indices where paths.distance(from: first, to: index) == nil {
            let name = graph.switches[index]
            if switchOfRank.contains(index) {
                log.error(
                    links, "no links lead from the switch '\(home)' to '\(name)', where nodes are",
                    remedy: "add links between switches")
            } else {
                log.warning(
                    links, "the switch '\(name)' is on no way between nodes",
                    remedy: "it is built and charged all the same")
            }
        }
    }

    private func checkParallel(_ links: Location) {
        for (index, link) in graph.switchLinks.enumerated() {
            let pair = Set([link.from, link.to])
            guard graph.switchLinks.prefix(index).contains(where: { Set([$0.from, $0.to]) == pair }) else { continue }
            log.warning(
                links,
                "'\(graph.switches[link.from])' and '\(graph.switches[link.to])' are joined twice, and traffic takes the "
                    + "first link",
                remedy: "for parallel cables raise its count")
        }
    }

    private func checkRates() {
        guard let model = fabric.switchModel else { return }
        let rates = graph.switchLinks.map(\.rate) + graph.nodeLinks.map(\.rate)
        guard let fastest = rates.filter({ $0 != fabric.link && $0 != fabric.uplink }).max(),
            fastest > model.portBandwidth
        else { return }
        log.warning(
            location(["fabric", "links"]),
            "a link of \(fastest.formatted()) is faster than a port of \(model.name) (\(model.portBandwidth.formatted()))",
            remedy: "the slower counts")
    }

    /// The first run of consecutive nodes.
    private static func range(of nodes: [Int]) -> String {
        let first = nodes[0]
        var last = first
        for node in nodes.dropFirst() where node == last + 1 { last = node }
        return first == last ? "node \(first)" : "nodes \(first)-\(last)"
    }
}
