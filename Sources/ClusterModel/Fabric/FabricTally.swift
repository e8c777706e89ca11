/// Counts what a topology builds for the nodes that are attached, and what of it does not fit.
struct FabricTally {
    private(set) var switches: [FabricInventory.Tier: Int] = [:]
    private(set) var nodeLinks = 0
    private(set) var interSwitchLinks = 0
    private(set) var directLinks = 0
    private(set) var wanLinks = 0
    /// Switch ports that WAN links take.
    private(set) var wanPorts = 0
    /// In the order of sites and switches.
    private(set) var shortages: [FabricShortage] = []
    private let fabric: Fabric

    /// - Parameter only: of several sites that a WAN joins, the one whose network is counted; `nil` for all.
    init(attached: Attachments, fabric: Fabric, only: String? = nil) {
        self.fabric = fabric
        let nodes = attached.nodes
        guard nodes > 1 else { return }
        if case .torus(let dimensions) = fabric.topology {
            directLinks = TorusGrid(dimensions: dimensions).cables(nics: attached.nicsByRank)
            return
        }
        nodeLinks = attached.nics
        switch fabric.topology {
        case .torus:
            break
        case .star:
            count(.star, attached)
        case .leafSpine(let hosts, let oversubscription):
            count(.leafSpine(hostsPerLeaf: hosts, oversubscription: oversubscription), attached)
        case .fatTree(let radix, let oversubscription):
            let plan = FatTreePlan(
                nodes: nodes, radix: radix, linksPerNode: attached.mostNICs, oversubscription: oversubscription,
                fabric: fabric)
            switches = [.edge: plan.edges, .aggregation: plan.aggregations, .core: plan.cores]
            interSwitchLinks = plan.interSwitchLinks
            note(plan.shortage)
        case .railOptimized(let hosts, let oversubscription):
            let plan = LeafSpinePlan(
                nodes: nodes, hostsPerLeaf: hosts, linksPerNode: 1, oversubscription: oversubscription, fabric: fabric)
            add(plan, times: attached.mostNICs)
        case .wan(let local, let links):
            for site in attached.sites where only == nil || only == site {
                count(local, attached.at(site: site), site: site, wan: links)
            }
            if let only { nodeLinks = attached.at(site: only).nics }
            wanLinks = links.reduce(0) { $0 + $1.count }
        case .graph(let graph):
            count(graph, attached)
        }
    }

    /// The network of one site.
    private mutating func count(
        _ local: Fabric.LocalNetwork, _ attached: Attachments, site: String = "", wan: [Fabric.WANLink] = []
    ) {
        let wanPorts = wan.portsAt(site: site, fabric: fabric)
        self.wanPorts += wanPorts
        if let plan = local.leafSpine(attached, otherPorts: wanPorts, fabric: fabric) {
            add(plan, times: 1)
            return
        }
        switches[.flat, default: 0] += 1
        let links = attached.nics + wanPorts
        if links > fabric.switchModel?.ports ?? 0 {
            shortages.append(.star(nodes: attached.nodes, links: links, site: wan.isEmpty ? nil : site))
        }
    }

    private mutating func add(_ plan: LeafSpinePlan, times: Int) {
        switches[.leaf, default: 0] += times * plan.leaves
        switches[.spine, default: 0] += times * plan.spines
        interSwitchLinks += times * plan.interSwitchLinks
        note(plan.shortage)
    }

    private mutating func count(_ graph: Fabric.SwitchGraph, _ attached: Attachments) {
        switches[.flat] = graph.switches.count
        var used = [Int](repeating: 0, count: graph.switches.count)
        for link in graph.switchLinks {
            used[link.from] += link.count
            used[link.to] += link.count
            interSwitchLinks += link.count
        }
        let nics = attached.nicsByRank
        for link in graph.nodeLinks {
            for rank in link.ranks where nics.indices.contains(rank) { used[link.toSwitch] += nics[rank] }
        }
        for (index, links) in used.enumerated() where links > fabric.switchModel?.ports ?? 0 {
            shortages.append(.graph(switchName: graph.switches[index], links: links))
        }
    }

    private mutating func note(_ shortage: FabricShortage?) {
        if let shortage { shortages.append(shortage) }
    }
}

extension TorusGrid {
    /// Cables between neighbours: for each pair as many as the NICs of the one with fewer, spread over its directions,
    /// rounded up.
    func cables(nics: [Int]) -> Int {
        guard nics.count == places else { return 0 }
        var cables = 0
        for place in 0..<places {
            for direction in directions where direction.isUp {
                let neighbour = neighbour(of: place, direction)
                // Of two places that face each other both ways, one counts the pair.
                if dimensions[direction.dimension] == 2, neighbour < place { continue }
                cables += (min(nics[place], nics[neighbour]) + directions.count - 1) / directions.count
            }
        }
        return cables
    }
}
