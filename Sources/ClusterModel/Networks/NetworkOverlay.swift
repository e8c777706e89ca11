/// The text of a network file, laid over that of a cluster file: the result is read like any cluster file, so that every
/// rule applies and every mistake is reported where it was made.
struct NetworkOverlay: Sendable {
    private let document: YAMLValue

    private static let keys = ["name", "nic", "fabric", "collective", "disturbances", "catalog"]
    private static let example = "{ name: 25 Gb/s, nic: { model: 25g }, fabric: { link: 25 Gb/s } }"
    /// Keys of a fabric that a network brings for the topologies that have them.
    private static let partial = ["switch", "uplink", "allocation"]

    /// - Throws: all that is wrong with a network file by itself.
    init(_ document: YAMLValue?, log: ProblemLog) throws(ClusterFileError) {
        if let document,
            let fields = MappingReader(document, path: "", keys: Self.keys, example: Self.example, log: log)
        {
            if let name = fields.optional("name") { _ = fields.text(name, "name") }
            _ = fields.mapping("nic", keys: ["model", "count"])
            _ = fields.optional("fabric").flatMap {
                MappingReader(named: $0, path: "fabric", example: "{ link: 25 Gb/s }", log: log)
            }
            if Self.keys.dropFirst().allSatisfy({ fields.optional($0) == nil }), !log.hasErrors {
                log.error(
                    fields.location, "the network file changes nothing",
                    remedy: "give nic, fabric, collective or disturbances, as in \(Self.example)")
            }
        }
        let errors = log.problems(.error)
        guard let document, errors.isEmpty else { throw ClusterFileError(problems: errors) }
        self.document = document
    }

    /// The cluster on this network, with the warnings that the cluster file alone does not draw.
    func reading(
        on loaded: ClusterFile.Loaded, network: String
    ) throws(ClusterFileError) -> (cluster: Cluster, warnings: [Problem]) {
        let log = ProblemLog()
        var catalogs: [YAMLValue] = []
        if let text = loaded.catalogText, let layer = YAMLParsing.parse(text: text, file: "catalog.yaml", log: log) {
            catalogs.append(layer)
        }
        let base = ClusterDocuments.parse(text: loaded.sourceText, file: loaded.path, log: log)
        if let section = base?["catalog"] { catalogs.append(section) }
        let cluster = base.flatMap { base in
            warnOfKeptRates(base, log: log)
            return ClusterFile.resolve(over(base), catalogs: catalogs, overrides: loaded.overrides, log: log)
        }
        let errors = told(log.problems(.error), network: network)
        guard let cluster, errors.isEmpty else { throw ClusterFileError(problems: errors) }
        let warnings = log.problems(.warning).filter { !loaded.warnings.contains($0) }
        return (cluster, told(warnings, network: network))
    }

    /// The problems as a user meets them: of those that every node group repeats only the first, and those outside the
    /// network's own file with the network's name.
    private func told(_ problems: [Problem], network: String) -> [Problem] {
        var places: Set<Location> = []
        return problems.compactMap { problem in
            guard problem.location.file == document.location.file else {
                return Problem(
                    problem.severity, at: problem.location, "on the network '\(network)': \(problem.message)",
                    remedy: problem.remedy)
            }
            return places.insert(problem.location).inserted ? problem : nil
        }
    }

    // MARK: Laying over

    /// The cluster file with this network in place of its own.
    private func over(_ base: YAMLValue) -> YAMLValue {
        // Its catalog lies under this network's, as a layer of its own.
        var result = base.removing("catalog")
        if let nic = document["nic"], case .sequence(let groups) = base["nodes"]?.content {
            let nodes = groups.map { group in
                group.setting("nic", to: group["nic"].map { $0.overlaid(with: nic) } ?? nic)
            }
            result = result.setting("nodes", to: base["nodes"]!.with(.sequence(nodes)))
        }
        if let fabric = document["fabric"] {
            result = result.setting("fabric", to: base["fabric"].map { over(fabric: $0, with: fabric) } ?? fabric)
        }
        for key in ["collective", "disturbances", "catalog"] {
            guard let value = document[key] else { continue }
            result = result.setting(key, to: value)
        }
        return result
    }

    /// A fabric with a topology is one of its own. Any other keeps the topology and all keys that the network does not
    /// give, but for the rate of uplinks, which does not outlive the links'.
    private func over(fabric: YAMLValue, with network: YAMLValue) -> YAMLValue {
        guard network["topology"] == nil else { return network }
        var (kept, given) = (fabric, network)
        if network["link"] != nil { kept = kept.removing("uplink") }
        if case .scalar(let text, _) = fabric["topology"]?.content, let topology = TopologyReading.Name(rawValue: text)
        {
            for key in Self.partial where !TopologyReading.has(key, topology) { given = given.removing(key) }
        }
        return kept.overlaid(with: given)
    }

    /// The links of a graph may have rates of their own, which another network's rate does not change.
    private func warnOfKeptRates(_ base: YAMLValue, log: ProblemLog) {
        guard let fabric = document["fabric"], fabric["topology"] == nil, let link = fabric["link"],
            case .sequence(let links) = base["fabric"]?["links"]?.content
        else { return }
        let count = links.count { $0["rate"] != nil }
        guard count > 0 else { return }
        log.warning(
            link.location,
            "\(count) links of the graph in \(base.location.file) keep the rates that they are given there",
            remedy: "give a whole fabric with its links to change them")
    }
}

extension YAMLValue {
    /// The same place with another content.
    fileprivate func with(_ content: Content) -> YAMLValue {
        YAMLValue(location: location, content: content, isBuiltIn: isBuiltIn)
    }

    /// A mapping with a key's value replaced, or added at the end; anything else as it is.
    fileprivate func setting(_ key: String, to value: YAMLValue) -> YAMLValue {
        setting(Entry(key: key, keyLocation: value.location, value: value))
    }

    private func setting(_ entry: Entry) -> YAMLValue {
        guard case .mapping(var entries) = content else { return self }
        if let index = entries.firstIndex(where: { $0.key == entry.key }) {
            entries[index] = entry
        } else {
            entries.append(entry)
        }
        return with(.mapping(entries))
    }

    /// A mapping without a key; anything else as it is.
    fileprivate func removing(_ key: String) -> YAMLValue {
        guard case .mapping(let entries) = content else { return self }
        return with(.mapping(entries.filter { $0.key != key }))
    }

    /// Two mappings in one, the other's values before this one's; where either is none, the other.
    fileprivate func overlaid(with other: YAMLValue) -> YAMLValue {
        guard case .mapping(let entries) = other.content, case .mapping = content else { return other }
        return entries.reduce(self) { $0.setting($1) }
    }
}
