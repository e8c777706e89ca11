internal import Units

/// Reads a whole cluster file from its values.
struct ClusterReading {
    let document: YAMLValue
    let catalog: Catalog
    let overrides: ClusterOverrides
    let log: ProblemLog

    static let keys = ["name", "nodes", "fabric", "sites", "workload", "assumptions", "catalog"]

    /// The cluster with the overrides applied, or `nil` after logging.
    func cluster() -> Cluster? {
        guard let fields = MappingReader(document, path: "", keys: Self.keys, log: log) else { return nil }
        checkOverrides()
        let name = fields.required("name", example: "my cluster").flatMap { fields.text($0, "name") }
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
            fields.optional("assumptions"), document: document, defaults: catalog.assumptions, log: log)
        CrossChecks(
            groups: groups, fabric: fabric, workload: workload, assumptions: assumptions, document: document,
            overrides: overrides, log: log
        ).run()
        guard let name, let groups, let fabric, let sites, let workload, let assumptions else { return nil }
        return Cluster(
            name: name, nodes: groups, fabric: fabric, sites: sites, workload: workload, assumptions: assumptions)
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

    private func checkOverrides() {
        let limits = [
            ("--nodes", overrides.nodes, Limits.nodes), ("--steps", overrides.steps, Limits.steps),
            ("--micro-batch", overrides.microBatchPerAccelerator, Limits.microBatch),
        ]
        for (option, value, range) in limits {
            ClusterOverrides.check(value, option: option, in: range, log: log)
        }
        if let size = overrides.bucketSize, !Limits.bucket.contains(size) {
            log.error(
                Location(file: "--bucket-size"),
                "\(size.formatted()) is not from 1 KiB to 1 TiB")
        }
    }
}

extension ClusterOverrides {
    /// The workload with the given values in place of the file's; a bucket smaller than the first shrinks that too.
    func applied(to workload: Workload) -> Workload {
        var trained = workload.trained
        trained.steps = steps ?? trained.steps
        trained.seed = seed ?? trained.seed
        let old = workload.represented
        let bucket = bucketSize ?? old.bucketSize
        let represented = RepresentedWorkload(
            model: old.model, microBatchPerAccelerator: microBatchPerAccelerator ?? old.microBatchPerAccelerator,
            gradientType: gradientType ?? old.gradientType, bucketSize: bucket,
            firstBucketSize: bucketSize == nil ? old.firstBucketSize : min(old.firstBucketSize, bucket), mfu: old.mfu,
            optimizerBytesPerParameter: old.optimizerBytesPerParameter,
            residentBytesPerParameter: old.residentBytesPerParameter,
            checkpointBytesPerParameter: old.checkpointBytesPerParameter, checkpointInterval: old.checkpointInterval,
            bytesPerToken: old.bytesPerToken, evaluationSequences: old.evaluationSequences)
        return Workload(trained: trained, represented: represented)
    }
}
