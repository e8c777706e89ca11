internal import Units

/// Several sites, each with a network of its own, joined by WAN links that end at the site's top switches.
struct SiteRoutes: RouteMap {
    let links: [FabricLink]
    let groups: [Int]
    /// By rank: its leaf, counted over all sites; `nil` where the site has one switch.
    private let leafOfRank: [Int?]
    private let hasSpine: [Bool]
    private let paths: ShortestPaths
    /// Index of the first WAN direction.
    private let firstWAN: Int

    init(local: Fabric.LocalNetwork, wan: [Fabric.WANLink], attached: Attachments, fabric: Fabric) {
        let sites = attached.sites
        var number: [String: Int] = [:]
        for (index, site) in sites.enumerated() { number[site] = index }
        groups = attached.siteByRank.map { number[$0]! }
        var links: [FabricLink] = []
        var hasSpine: [Bool] = []
        var firstLeaf: [Int] = []
        var hosts = 1
        for site in sites {
            firstLeaf.append(links.count / 2)
            let plan = local.leafSpine(
                attached.at(site: site), otherPorts: wan.portsAt(site: site, fabric: fabric), fabric: fabric)
            hasSpine.append((plan?.leaves ?? 1) > 1)
            guard let plan, plan.leaves > 1, case .leafSpine(let hostsPerLeaf, _) = local else { continue }
            hosts = hostsPerLeaf
            for leaf in 0..<plan.leaves {
                for way in ["up", "down"] {
                    links.append(FabricLink("\(site) leaf \(leaf) \(way)", capacity: plan.leafBandwidth))
                }
            }
        }
        self.hasSpine = hasSpine
        firstWAN = links.count
        for (index, link) in wan.enumerated() {
            let ends = [link.between.first, link.between.second]
            for (from, to) in [(ends[0], ends[1]), (ends[1], ends[0])] {
                links.append(
                    FabricLink(
                        "site \(from) → site \(to)", capacity: link.bandwidth * link.count, latency: link.latency,
                        wanLink: index))
            }
        }
        self.links = links
        var seen = [Int](repeating: 0, count: sites.count)
        leafOfRank = groups.map { site in
            defer { seen[site] += 1 }
            return hasSpine[site] ? firstLeaf[site] + seen[site] / hosts : nil
        }
        paths = wan.paths(sites: sites)
    }

    func visitLinks(from sender: Int, to receiver: Int, _ visit: (Int) -> Void) {
        guard sender != receiver else { return }
        let (from, to) = (leafOfRank[sender], leafOfRank[receiver])
        if groups[sender] == groups[receiver] {
            guard let from, let to, from != to else { return }
            visit(2 * from)
            visit(2 * to + 1)
            return
        }
        if let from { visit(2 * from) }
        for step in paths.way(from: groups[sender], to: groups[receiver]) {
            visit(firstWAN + 2 * step.edge + (step.isForward ? 0 : 1))
        }
        if let to { visit(2 * to + 1) }
    }

    func hops(from sender: Int, to receiver: Int) -> Hops {
        if groups[sender] == groups[receiver] {
            return leafOfRank[sender] == leafOfRank[receiver]
                ? Hops(switches: 1, cables: 2) : Hops(switches: 3, cables: 4)
        }
        let wan = paths.distance(from: groups[sender], to: groups[receiver]) ?? 0
        // One switch at each site passed, where WAN links end, and a leaf below it where there is a spine.
        let leaves = [sender, receiver].count(where: { leafOfRank[$0] != nil })
        return Hops(switches: wan + 1 + leaves, cables: 2 + leaves, wanLinks: wan)
    }
}

extension Fabric.LocalNetwork {
    /// The plan of one site's leaf–spine; `nil` for a star.
    func leafSpine(_ attached: Attachments, otherPorts: Int, fabric: Fabric) -> LeafSpinePlan? {
        guard case .leafSpine(let hostsPerLeaf, let oversubscription) = self else { return nil }
        return LeafSpinePlan(
            nodes: attached.nodes, hostsPerLeaf: hostsPerLeaf, linksPerNode: attached.mostNICs,
            oversubscription: oversubscription, fabric: fabric, otherPorts: otherPorts)
    }
}

extension [Fabric.WANLink] {
    /// Switch ports that WAN links take at a site: for each link as many as carry its bandwidth, rounded up.
    func portsAt(site: String, fabric: Fabric) -> Int {
        let rate = fabric.uplinkRate.count
        return reduce(0) { sum, link in
            guard link.between.first == site || link.between.second == site else { return sum }
            // No switch has a billion ports.
            return sum + link.count * Int(Swift.min((link.bandwidth.count + rate - 1) / rate, 1_000_000_000))
        }
    }

    /// The ways between sites; links to other sites than the given ones lead nowhere.
    func paths(sites: [String]) -> ShortestPaths {
        ShortestPaths(
            vertices: sites.count + 1,
            edges: map { link in
                (
                    sites.firstIndex(of: link.between.first) ?? sites.count,
                    sites.firstIndex(of: link.between.second) ?? sites.count
                )
            })
    }
}
