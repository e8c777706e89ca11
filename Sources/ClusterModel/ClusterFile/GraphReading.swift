internal import Units

/// Reads the keys of a network drawn by hand: `switches` and `links`.
struct GraphReading {
    let fields: MappingReader
    let log: ProblemLog
    /// Of links to nodes that give none.
    let link: Bandwidth?
    /// Of links between switches that give none.
    let uplink: Bandwidth?

    private static let example =
        "{ between: [nodes 0-3, leaf-a] } or { between: [leaf-a, spine], rate: 400 Gb/s, count: 2 }"
    private static let limit = 512

    private enum Link {
        case switches(Fabric.SwitchGraph.SwitchLink)
        case nodes(Fabric.SwitchGraph.NodeLink)
    }
    private enum End {
        case vertex(Int)
        case nodes(ClosedRange<Int>)
    }

    /// The graph, or `nil` after logging.
    func graph() -> Fabric.SwitchGraph? {
        let names = names()
        let links = links(switches: names)
        guard let names, let links else { return nil }
        return Fabric.SwitchGraph(
            switches: names,
            switchLinks: links.compactMap { if case .switches(let link) = $0 { link } else { nil } },
            nodeLinks: links.compactMap { if case .nodes(let link) = $0 { link } else { nil } })
    }

    private func names() -> [String]? {
        guard let value = fields.required("switches", example: "[leaf-a, leaf-b, spine]") else { return nil }
        guard case .sequence(let items) = value.content, 1...Self.limit ~= items.count else {
            log.error(
                value.location, "fabric.switches must be a list of 1 to \(Self.limit) names",
                remedy: "write it like [leaf-a, leaf-b, spine]")
            return nil
        }
        var names: [String] = []
        for (index, item) in items.enumerated() {
            guard let name = fields.text(item, "fabric.switches[\(index)]") else { continue }
            if Self.ranks(name) != nil || Self.looksLikeNodes(name) {
                log.error(item.location, "a switch cannot be called '\(name)'", remedy: "that would mean nodes")
            } else if names.contains(name) {
                log.error(item.location, "there are two switches '\(name)'", remedy: "give each a name of its own")
            } else {
                names.append(name)
            }
        }
        return names.count == items.count ? names : nil
    }

    private func links(switches: [String]?) -> [Link]? {
        guard let value = fields.required("links", example: "a list of \(Self.example)") else { return nil }
        guard case .sequence(let items) = value.content, !items.isEmpty else {
            log.error(
                value.location, "fabric.links must be a list of links",
                remedy: "begin each with a dash: - \(Self.example)")
            return nil
        }
        var links: [Link] = []
        var linked: [ClosedRange<Int>] = []
        for (index, item) in items.enumerated() {
            guard let link = read(item, path: "fabric.links[\(index)]", switches: switches) else { continue }
            links.append(link)
            guard case .nodes(let nodes) = link else { continue }
            if let other = linked.first(where: { $0.overlaps(nodes.ranks) }) {
                log.error(
                    item.location, "node \(max(other.lowerBound, nodes.ranks.lowerBound)) has a link already",
                    remedy: "all NICs of a node go to one switch")
            }
            linked.append(nodes.ranks)
        }
        return links.count == items.count ? links : nil
    }

    private func read(_ value: YAMLValue, path: String, switches: [String]?) -> Link? {
        let keys = ["between", "rate", "count", "latency"]
        guard let fields = MappingReader(value, path: path, keys: keys, example: Self.example, log: log) else {
            return nil
        }
        let ends = fields.endpoints(example: "[leaf-a, spine]")
        let rate: Bandwidth? = fields.optional("rate") == nil ? nil : fields.quantity("rate")
        let count = fields.integer("count", default: 1, in: 1...4096)
        let latency: Estimate<TimeSpan>? =
            fields.optional("latency") == nil ? nil : fields.estimate("latency", in: FabricReading.latencies)
        let isComplete =
            (fields.optional("rate") == nil || rate != nil) && (fields.optional("latency") == nil || latency != nil)
        guard let ends, let switches else { return nil }
        let first = end(ends.0, switches: switches)
        let second = end(ends.1, switches: switches)
        guard let first, let second, let count, isComplete else { return nil }
        switch (first, second) {
        case (.vertex(let from), .vertex(let to)):
            guard let rate = rate ?? uplink else { return nil }
            return .switches(.init(from: from, to: to, rate: rate, count: count, latency: latency))
        case (.nodes(let ranks), .vertex(let vertex)), (.vertex(let vertex), .nodes(let ranks)):
            if let value = fields.optional("count") {
                log.error(
                    value.location, "\(path).count has no meaning on a link to nodes",
                    remedy: "each NIC of a node has its cable; change the count under nic")
                return nil
            }
            guard let rate = rate ?? link else { return nil }
            return .nodes(.init(ranks: ranks, toSwitch: vertex, rate: rate, latency: latency))
        case (.nodes, .nodes):
            log.error(
                ends.0.location, "\(path) joins nodes to nodes",
                remedy: "one end must be a switch; for cables between nodes write topology: torus")
            return nil
        }
    }

    private func end(_ end: Endpoint, switches: [String]) -> End? {
        if let index = switches.firstIndex(of: end.name) { return .vertex(index) }
        if let ranks = Self.ranks(end.name) { return .nodes(ranks) }
        if Self.looksLikeNodes(end.name) {
            log.error(
                end.location, "'\(end.name)' is no range of nodes", remedy: "write it like nodes 0-3, or node 4 for one"
            )
        } else {
            log.error(
                end.location, "fabric.switches has no '\(end.name)'",
                remedy: Spelling.nearest(to: end.name, among: switches).map { "did you mean '\($0)'?" }
                    ?? "name it there, or write nodes like nodes 0-3")
        }
        return nil
    }

    /// `nodes 0-3` or `node 4`, counted from 0 in the order of the groups.
    private static func ranks(_ text: String) -> ClosedRange<Int>? {
        let words = text.split(separator: " ")
        guard words.count == 2, words[0] == "nodes" || words[0] == "node" else { return nil }
        let bounds = words[1].split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
        guard let first = bounds.first ?? nil, let last = bounds.last ?? nil, bounds.count <= 2,
            0 <= first, first <= last, last < Limits.nodes.upperBound
        else { return nil }
        return first...last
    }

    private static func looksLikeNodes(_ text: String) -> Bool {
        text.hasPrefix("node ") || text.hasPrefix("nodes ") || text == "node" || text == "nodes"
    }
}
