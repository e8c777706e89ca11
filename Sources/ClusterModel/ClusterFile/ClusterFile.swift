/// Reads cluster files.
package enum ClusterFile {
    /// A cluster with what it was read from.
    package struct Loaded: Hashable, Sendable {
        /// Resolved and checked.
        package let cluster: Cluster
        /// What is doubtful, in the order of the text.
        package let warnings: [Problem]
        /// The file that was read, as messages name it.
        package let path: String
        /// Its text, with the calibration that is laid over it: with `catalogText` and the overrides, all that another
        /// process needs to come to the same cluster.
        package let sourceText: String
        /// The text of `catalog.yaml` beside the file, if there is one.
        package let catalogText: String?
        /// What the command line changed, or the one that the file was used with.
        package let overrides: ClusterOverrides

        /// A cluster file that means this very cluster without any options, with `catalogText` beside it.
        package var wholeText: String { ClusterDocuments.joined(sourceText, overrides: overrides) }
    }

    /// Reads a shipped configuration (`default`, `10gbe`, …) or a file, with `catalog.yaml` beside it if there is one.
    ///
    /// - Parameter calibration: A file of `coordinator calibrate` to lay over it, in place of the one that it names.
    /// - Throws: `ClusterFileError` with every problem of the file, its catalog, its calibration and the overrides.
    package static func load(
        path nameOrPath: String, calibration: String? = nil, overrides: ClusterOverrides = ClusterOverrides()
    ) throws(ClusterFileError) -> Loaded {
        try ClusterFileTexts.read(nameOrPath, calibration: calibration).parse(overrides: overrides)
    }

    /// Reads a cluster file with options behind it (`Loaded.wholeText`) from its text.
    ///
    /// - Throws: `ClusterFileError` with every problem.
    package static func load(text: String, path: String, catalog: String?) throws(ClusterFileError) -> Loaded {
        try ClusterFileTexts.read(text: text, path: path, catalog: catalog).parse(overrides: ClusterOverrides())
    }

    /// Reads a cluster file from its text.
    ///
    /// - Parameters:
    ///   - path: The name in messages.
    ///   - catalogOverride: The text of a catalog in the form of the built-in one, which it overrides field by field; a
    ///     `catalog:` section of the file overrides both.
    /// - Throws: `ClusterFileError` with every problem.
    package static func parse(
        text: String, path: String, catalogOverride: String? = nil, catalogPath: String = "catalog.yaml",
        overrides: ClusterOverrides = ClusterOverrides()
    ) throws(ClusterFileError) -> Loaded {
        let log = ProblemLog()
        let document = ClusterDocuments.parse(text: text, file: path, log: log)
        var layers: [YAMLValue] = []
        if let catalogOverride, let layer = YAMLParsing.parse(text: catalogOverride, file: catalogPath, log: log) {
            layers.append(layer)
        }
        let cluster = document.flatMap { resolve($0, catalogs: layers, overrides: overrides, log: log) }
        let errors = log.problems(.error)
        guard let cluster, errors.isEmpty else { throw ClusterFileError(problems: errors) }
        return Loaded(
            cluster: cluster, warnings: log.problems(.warning), path: path, sourceText: text,
            catalogText: catalogOverride, overrides: overrides)
    }

    /// The cluster of a document, or `nil` after logging.
    ///
    /// - Parameter catalogs: over the built-in catalog, the last on top; the document's own section goes over them all.
    static func resolve(
        _ document: YAMLValue, catalogs: [YAMLValue], overrides: ClusterOverrides, log: ProblemLog
    ) -> Cluster? {
        let sections = document["catalog"].map { [$0] } ?? []
        let catalog = Catalog.overlaid(with: catalogs + sections, log: log)
        return ClusterReading(document: document, catalog: catalog, overrides: overrides, log: log).cluster()
    }
}
