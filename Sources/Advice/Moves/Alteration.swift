internal import ClusterModel
internal import Units

/// What one or several moves change in a run's cluster, together.
struct Alteration: Sendable {
    /// The run's own, changed.
    var overrides: ClusterOverrides
    var network: NetworkPreset?
    /// In place of that of every node.
    var accelerator: AcceleratorModel?
    /// In place of the electricity and the facility of the only site.
    var place: Site?
    /// When the job begins.
    var start: UTCTime?

    init(of run: AdvisedRun) { overrides = run.loaded.overrides }

    init(of run: AdvisedRun, by move: Move) {
        self.init(of: run)
        move.apply(&self)
    }

    /// The run's cluster with these changes, by the same rules as any cluster file.
    func cluster(of run: AdvisedRun) throws(Infeasible) -> Cluster {
        var cluster = try read(run)
        if let start { cluster.start = start }
        if let accelerator {
            for index in cluster.nodes.indices { cluster.nodes[index].accelerator = accelerator }
            try checkMemory(of: cluster)
        }
        if let place, let name = run.usedSites.first {
            cluster.sites = cluster.sites.map { site in
                guard site.name == name else { return site }
                return Site(name: name, pue: place.pue, intensity: place.intensity, place: place.place)
            }
        }
        return cluster
    }

    private func read(_ run: AdvisedRun) throws(Infeasible) -> Cluster {
        let loaded = run.loaded
        do {
            var altered = loaded
            if overrides != loaded.overrides {
                altered = try ClusterFile.parse(
                    text: loaded.sourceText, path: loaded.path, catalogOverride: loaded.catalogText,
                    overrides: overrides)
            }
            return try network?.applied(to: altered) ?? altered.cluster
        } catch {
            throw Infeasible(error)
        }
    }

    private func checkMemory(of cluster: Cluster) throws(Infeasible) {
        let represented = cluster.workload.represented
        for group in cluster.nodes {
            let need = represented.residentBytes(shards: cluster.nodeCount * group.acceleratorsPerNode)
            guard need > group.accelerator.memoryCapacity else { continue }
            throw Infeasible(
                reason: "\(represented.model.name) needs \(need.formatted(decimals: 1)) of its memory, and it has "
                    + group.accelerator.memoryCapacity.formatted(decimals: 1))
        }
    }
}

/// A move that the cluster cannot make.
struct Infeasible: Error {
    let reason: String

    init(reason: String) { self.reason = reason }

    /// The first problem of several speaks.
    init(_ error: ClusterFileError) { reason = error.problems[0].message }
}
