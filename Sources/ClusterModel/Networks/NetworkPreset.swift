/// A network that a cluster can be put on, to see what another one would cost: a shipped one, a file of the user's, or
/// the ideal network.
///
/// A network file has the form of a cluster file with only what it changes: `nic` for every node group, keys of `fabric`
/// (or a whole one, with its topology), `collective`, `disturbances`, and a `catalog` for devices of its own.
package struct NetworkPreset: Sendable {
    /// As the user wrote it if it is a shipped one; of a file, its name without folder and `.yaml`.
    package let name: String
    private let form: Form

    private enum Form: Sendable {
        case ideal
        case overlay(NetworkOverlay)
        case cluster(ClusterFileTexts)
    }

    /// Without latency, with infinite bandwidth, without power: no figures of a fabric, but a way of pricing one.
    package static let idealName = "ideal"

    /// The networks that the program brings along, the slowest Ethernet first; `ideal` is not among them.
    package static var shippedNames: [String] { ShippedNetworks.names }

    /// True for the ideal network, which is not a cluster's but a way of pricing it: `applied` changes nothing.
    package var isIdeal: Bool { if case .ideal = form { true } else { false } }

    /// Finds a network: `ideal`, a shipped network or cluster by its name, or a file.
    ///
    /// - Throws: `ClusterFileError` if there is none, or its text is not that of a network or a cluster. Figures are
    ///   checked when it is applied, since they must fit the cluster.
    package static func load(_ nameOrPath: String) throws(ClusterFileError) -> NetworkPreset {
        if nameOrPath == idealName { return NetworkPreset(name: idealName, form: .ideal) }
        if let text = ShippedNetworks.text(of: nameOrPath) { return try shipped(nameOrPath, text: text) }
        if !ShippedClusters.names.contains(nameOrPath), ClusterFileText.exists(nameOrPath) {
            return try file(nameOrPath)
        }
        let stem = stem(of: nameOrPath)
        if nameOrPath == stem + ".yaml", let text = ShippedNetworks.text(of: stem) {
            return try shipped(stem, text: text)
        }
        if ShippedClusters.names.contains(stem), nameOrPath == stem || nameOrPath == stem + ".yaml" {
            return NetworkPreset(name: stem, form: .cluster(try ClusterFileTexts.read(stem)))
        }
        let networks = [idealName] + shippedNames
        let known = "networks: \(networks.joined(separator: ", ")); or give the path of a file"
        let near = Spelling.nearest(to: stem, among: networks + ShippedClusters.names)
        throw ClusterFileError(problems: [
            Problem(
                .error, at: Location(file: nameOrPath), "there is no such network or file",
                remedy: near.map { "did you mean '\($0)'? " + known } ?? known)
        ])
    }

    private static func shipped(_ name: String, text: String) throws(ClusterFileError) -> NetworkPreset {
        let log = ProblemLog()
        let document = YAMLParsing.parse(text: text, file: "networks/\(name).yaml", log: log)
        return NetworkPreset(name: name, form: .overlay(try NetworkOverlay(document, log: log)))
    }

    private static func file(_ path: String) throws(ClusterFileError) -> NetworkPreset {
        let log = ProblemLog()
        let text = try ClusterFileText.read(path: path)
        let document = YAMLParsing.parse(text: text, file: path, log: log)
        if document?["nodes"] != nil {
            return NetworkPreset(
                name: stem(of: path), form: .cluster(try ClusterFileTexts.read(text: text, path: path)))
        }
        return NetworkPreset(name: stem(of: path), form: .overlay(try NetworkOverlay(document, log: log)))
    }

    /// The last part of a path, without `.yaml` or `.yml`.
    private static func stem(of path: String) -> String {
        let last = path.split(separator: "/").last.map(String.init) ?? path
        for ending in [".yaml", ".yml"] where last.hasSuffix(ending) { return String(last.dropLast(ending.count)) }
        return last
    }

    /// The same cluster on this network: every node group's NIC and the given keys of the fabric are this network's;
    /// topology, nodes, sites and workload are kept. On the ideal network it is the cluster as it was loaded.
    ///
    /// A network that is a whole cluster file is that cluster, which must have as many nodes, represent the same model
    /// and draw from the same seed.
    ///
    /// - Throws: `ClusterFileError` with all that does not fit, located in this network's file where it is at fault.
    package func applied(to loaded: ClusterFile.Loaded) throws(ClusterFileError) -> Cluster {
        try reading(on: loaded).cluster
    }

    /// As `applied`, with what is doubtful about it, beside what was doubtful about the cluster already.
    package func reading(
        on loaded: ClusterFile.Loaded
    ) throws(ClusterFileError) -> (cluster: Cluster, warnings: [Problem]) {
        switch form {
        case .ideal:
            return (loaded.cluster, [])
        case .overlay(let overlay):
            return try overlay.reading(on: loaded, network: name)
        case .cluster(let texts):
            let other = try texts.parse(overrides: loaded.overrides)
            try Self.check(other, isComparableWith: loaded.cluster)
            return (other.cluster, other.warnings)
        }
    }

    /// What is compared must do the same work and meet the same chances.
    private static func check(
        _ other: ClusterFile.Loaded, isComparableWith cluster: Cluster
    ) throws(ClusterFileError) {
        var differences: [String] = []
        func compare<Value: Equatable>(_ value: (Cluster) -> Value, _ name: (Value) -> String) {
            let (theirs, ours) = (value(other.cluster), value(cluster))
            if theirs != ours { differences.append("\(name(theirs)) where the run has \(name(ours))") }
        }
        compare(\.nodeCount) { $0 == 1 ? "1 node" : "\($0) nodes" }
        compare(\.workload.represented.model) {
            "the model \($0.name) of \(Text.grouped($0.parameterCount)) parameters"
        }
        compare(\.workload.trained.seed) { "the seed \($0)" }
        guard !differences.isEmpty else { return }
        throw ClusterFileError(problems: [
            Problem(
                .error, at: Location(file: other.path),
                "this cluster cannot be priced beside the run: it has " + differences.joined(separator: ", "),
                remedy: "give --nodes and --seed, which apply to both, and let both files represent the same model")
        ])
    }
}
