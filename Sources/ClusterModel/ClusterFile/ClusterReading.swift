internal import Units

/// Reads a whole cluster file from its values.
struct ClusterReading {
    let document: YAMLValue
    let catalog: Catalog
    let overrides: ClusterOverrides
    let log: ProblemLog

    static let keys = [
        "name", "nodes", "fabric", "sites", "workload", "collective", "disturbances", "assumptions", "catalog",
        "calibration", "start",
    ]

    /// The cluster with the overrides applied, or `nil` after logging.
    func cluster() -> Cluster? {
        guard let fields = MappingReader(document, path: "", keys: Self.keys, log: log) else { return nil }
        overrides.check(log: log)
        let name = fields.required("name", example: "my cluster").flatMap { fields.text($0, "name") }
        _ = fields.optional("calibration").flatMap { fields.text($0, "calibration") }
        let groups = groups(fields)
        let fabric = fields.required("fabric", example: FabricReading.example).flatMap {
            FabricReading(catalog: catalog, log: log).fabric($0)
        }
        let sites = SiteReading(catalog: catalog, log: log).sites(
            fields.optional("sites"), used: namedSites() + FabricReading.namedSites(document))
        let workload = WorkloadReading(catalog: catalog, log: log)
            .workload(fields.optional("workload"), document: document)
            .map { overrides.applied(to: $0) }
        let assumptions = AssumptionsReading.assumptions(
            fields.optional("assumptions"), document: document, catalog: catalog, log: log)
        let nodeCount = groups?.reduce(0) { $0 + $1.count }
        let collective = CollectiveReading.choice(
            fields.optional("collective"), place: document, nodeCount: nodeCount, overrides: overrides, log: log)
        let disturbances = DisturbanceReading(nodeCount: nodeCount, log: log).model(fields.optional("disturbances"))
        let start = start(fields, sites: sites)
        CrossChecks(
            groups: groups, fabric: fabric, workload: workload, collective: collective, assumptions: assumptions,
            document: document, overrides: overrides, log: log
        ).run()
        guard let name, let groups, let fabric, let sites, let workload, let assumptions, let collective,
            let disturbances, let start
        else { return nil }
        let cluster = Cluster(
            name: name, nodes: groups, fabric: fabric, sites: sites, workload: workload, assumptions: assumptions,
            collective: collective, disturbances: disturbances, start: start)
        if !log.hasErrors {
            checkBackground(of: cluster)
            warnOfStartOutside(sites, start: start, fields)
        }
        return cluster
    }

    /// A series repeats before and after itself, which is rarely what is meant.
    private func warnOfStartOutside(_ sites: [Site], start: UTCTime, _ fields: MappingReader) {
        for site in sites {
            guard let series = site.series else { continue }
            let end = series.first.seconds + Int64(series.values.count) * series.period
            guard start.seconds < series.first.seconds || start.seconds >= end else { continue }
            log.warning(
                overrides.start.map { Location(file: "--start \($0)") } ?? fields.optional("start")?.location
                    ?? fields.location,
                "the job begins at \(start), outside the hourly series of \(site.name), which goes from \(series.first) "
                    + "to \(UTCTime(seconds: end))", remedy: "the series is taken to repeat; give a start within it")
        }
    }

    /// When the job begins: as given, or with the series of the site whose own begins last.
    private func start(_ fields: MappingReader, sites: [Site]?) -> UTCTime? {
        let given = overrides.start.map { (text: $0, location: Location(file: "--start \($0)")) }
        guard let value = fields.optional("start"), given == nil else {
            guard let given else { return sites?.compactMap(\.series?.first).max() ?? UTCTime(seconds: 0) }
            return start(given.text, at: given.location)
        }
        return fields.text(value, "start").flatMap { start($0, at: value.location) }
    }

    private func start(_ text: String, at location: Location) -> UTCTime? {
        guard let time = UTCTime(parsing: text), (0..<253_402_300_800).contains(time.seconds) else {
            log.error(location, "start: '\(text)' is no time", remedy: "write it like 2024-03-01T08:00:00Z")
            return nil
        }
        return time
    }

    private func groups(_ fields: MappingReader) -> [NodeGroup]? {
        guard let value = fields.required("nodes", example: "a list that begins with - count: 8") else { return nil }
        guard case .sequence(let items) = value.content, !items.isEmpty else {
            let kind = if case .sequence = value.content { "an empty list" } else { value.kind }
            log.error(
                value.location, "nodes must be a list of node groups, but is \(kind)",
                remedy: "begin each group with a dash: - count: 8")
            return nil
        }
        let reading = NodeReading(catalog: catalog, log: log)
        let read = items.enumerated().map { reading.group($1, path: "nodes[\($0)]") }
        var groups = read.compactMap { $0 }
        guard groups.count == items.count else { return nil }
        if let count = overrides.nodes, Limits.nodes.contains(count) {
            let sum = groups.reduce(0) { $0 + $1.count }
            if groups.count == 1 {
                groups[0].count = count
            } else if sum != count {
                log.error(
                    Location(file: "--nodes \(count)"),
                    "the file has \(groups.count) node groups with \(sum) nodes together, and which of them to replicate "
                        + "is not said",
                    remedy: "change their counts in the file")
            }
        }
        return groups
    }

    /// The sites that nodes name, in the order of the file, also those of groups that cannot be read.
    private func namedSites() -> [(name: String, location: Location)] {
        guard case .sequence(let items) = document["nodes"]?.content else { return [] }
        return items.compactMap { item in
            guard let value = item["site"], case .scalar(let name, let isPlain) = value.content, !name.isEmpty,
                !(isPlain && MappingReader.isMisread(name))
            else { return nil }
            return (name, value.location)
        }
    }

    /// Another job's traffic disturbs links that flows can share; where every node has only its own ports, none.
    private func checkBackground(of cluster: Cluster) {
        guard cluster.disturbances.background != nil, let value = document["disturbances"]?["background"],
            FabricRoutes(cluster: cluster).links.isEmpty
        else { return }
        log.warning(
            value.location,
            cluster.nodeCount == 1
                ? "one node has no network, so a background job disturbs nothing"
                : "on a \(cluster.fabric.topology.name) flows share no links beyond the nodes' own ports, so a background "
                    + "job disturbs nothing",
            remedy: cluster.nodeCount == 1 ? "drop it" : "drop it, or write topology: leaf-spine")
    }
}
