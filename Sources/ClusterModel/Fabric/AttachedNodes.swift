/// Consecutive nodes as a fabric sees them: how many, with how many NICs, at which site.
struct AttachedNodes: Hashable, Sendable {
    /// At least 1.
    let count: Int
    /// NICs of each, a cable each.
    let nics: Int
    /// Name of the site.
    let site: String
}

/// All nodes of a fabric, in rank order.
struct Attachments: Hashable, Sendable {
    /// In rank order.
    let runs: [AttachedNodes]
    /// All nodes.
    let nodes: Int
    /// NICs of all nodes.
    let nics: Int
    /// NICs of the node with the most of them: what first-level switches are cabled for.
    let mostNICs: Int

    init(runs: [AttachedNodes]) {
        self.runs = runs
        nodes = runs.reduce(0) { $0 + $1.count }
        nics = runs.reduce(0) { $0 + $1.count * $1.nics }
        mostNICs = runs.map(\.nics).max() ?? 0
    }

    init(groups: [NodeGroup]) {
        self.init(runs: groups.map { AttachedNodes(count: $0.count, nics: $0.nicsPerNode, site: $0.site) })
    }

    /// NICs by rank.
    var nicsByRank: [Int] { runs.flatMap { [Int](repeating: $0.nics, count: $0.count) } }

    /// Site names by rank.
    var siteByRank: [String] { runs.flatMap { [String](repeating: $0.site, count: $0.count) } }

    /// The sites in the order in which ranks first stand at them.
    var sites: [String] {
        var sites: [String] = []
        for run in runs where !sites.contains(run.site) { sites.append(run.site) }
        return sites
    }

    /// The nodes of one site.
    func at(site: String) -> Attachments { Attachments(runs: runs.filter { $0.site == site }) }
}
