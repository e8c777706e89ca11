internal import ClusterModel
internal import Units

/// The networks that the program brings along, slower and faster ones.
enum NetworkMoves {
    static func proposal(for run: AdvisedRun) -> Proposal {
        guard run.cluster.nodeCount > 1 else { return .none(.network, "one node has no network") }
        var proposal = Proposal()
        for name in NetworkPreset.shippedNames {
            do {
                let preset = try NetworkPreset.load(name)
                let (cluster, warnings) = try preset.reading(on: run.loaded)
                guard !isSame(cluster, run.cluster) else { continue }
                proposal.moves.append(
                    Move(
                        .network, name: "network \(name)", change: change(to: cluster, from: run.cluster),
                        assumptions: [
                            "the topology stays; the old devices serve someone else"
                        ] + warnings.map(\.message)
                    ) { $0.network = preset })
            } catch {
                proposal.leftOut.append(
                    LeftOutMove(.network, name: "network \(name)", reason: Infeasible(error).reason))
            }
        }
        return proposal
    }

    private static func isSame(_ a: Cluster, _ b: Cluster) -> Bool {
        a.nodes.map(\.nic.name) == b.nodes.map(\.nic.name) && a.fabric.link == b.fabric.link
            && a.fabric.latency.central == b.fabric.latency.central
            && a.fabric.switchModel?.name == b.fabric.switchModel?.name
            && a.fabric.optics?.name == b.fabric.optics?.name
    }

    private static func change(to new: Cluster, from old: Cluster) -> String {
        "\(words(new)), in place of \(words(old))"
    }

    private static func words(_ cluster: Cluster) -> String {
        let nics = cluster.nodes.reduce(into: [String]()) { names, group in
            if !names.contains(group.nic.name) { names.append(group.nic.name) }
        }
        let devices = [cluster.fabric.switchModel?.name, cluster.fabric.optics?.name].compactMap { $0 }
        return "links of \(cluster.fabric.link.formatted()) with \((nics + devices).joined(separator: ", "))"
    }
}
