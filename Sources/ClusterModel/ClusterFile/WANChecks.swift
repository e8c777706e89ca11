/// Do WAN links join exactly the sites at which nodes stand?
struct WANChecks {
    let attached: Attachments
    let location: ([String]) -> Location
    let log: ProblemLog

    func run(_ links: [Fabric.WANLink]) {
        let sites = attached.sites
        guard sites.count > 1 else {
            log.error(
                location(["fabric", "topology"]), "all nodes stand at one site, '\(sites.first ?? "")'",
                remedy: "write topology: star or leaf-spine, or give node groups different sites")
            return
        }
        var isKnown = true
        for (index, link) in links.enumerated() {
            for (end, name) in [link.between.first, link.between.second].enumerated() where !sites.contains(name) {
                isKnown = false
                log.error(
                    location(["fabric", "wan", "\(index)", "between", "\(end)"]),
                    "no node stands at the site '\(name)'",
                    remedy: Spelling.remedy(for: name, among: sites))
            }
        }
        guard isKnown else { return }
        for (index, link) in links.enumerated() {
            let pair = Set([link.between.first, link.between.second])
            guard links.prefix(index).contains(where: { Set([$0.between.first, $0.between.second]) == pair }) else {
                continue
            }
            log.warning(
                location(["fabric", "wan", "\(index)"]),
                "'\(link.between.first)' and '\(link.between.second)' are joined above, and traffic takes the first link",
                remedy: "for parallel links raise its count")
        }
        let paths = links.paths(sites: sites)
        for site in sites.indices.dropFirst() where paths.distance(from: 0, to: site) == nil {
            log.error(
                location(["fabric", "wan"]), "no WAN link leads from '\(sites[0])' to '\(sites[site])'",
                remedy: "add - { between: [\(sites[0]), \(sites[site])], … }")
        }
    }
}
