extension ClusterFile {
    /// What `--config` names.
    package enum Source: Hashable, Sendable {
        /// An embedded configuration, by its name.
        case shipped(String)
        case file(path: String)

        /// How messages name it.
        package var displayPath: String {
            switch self {
            case .shipped(let name): "\(name).yaml"
            case .file(let path): path
            }
        }
    }

    /// A shipped name alone (`default`) means the embedded configuration; anything else is a path. Where no such file
    /// exists, `default.yaml` still means the embedded one.
    ///
    /// - Throws: `ClusterFileError` if it is neither.
    package static func locate(_ nameOrPath: String) throws(ClusterFileError) -> Source {
        if ShippedClusters.names.contains(nameOrPath) { return .shipped(nameOrPath) }
        if ClusterFileText.exists(nameOrPath) { return .file(path: nameOrPath) }
        let stem = nameOrPath.hasSuffix(".yaml") ? String(nameOrPath.dropLast(5)) : nameOrPath
        if ShippedClusters.names.contains(stem) { return .shipped(stem) }
        let last = stem.split(separator: "/").last.map(String.init) ?? stem
        let known = "shipped configurations: \(ShippedClusters.names.joined(separator: ", "))"
        let remedy = Spelling.nearest(to: last, among: ShippedClusters.names).map { "did you mean '\($0)'? " + known }
        throw ClusterFileError(problems: [
            Problem(.error, at: Location(file: nameOrPath), "there is no such file", remedy: remedy ?? known)
        ])
    }
}
