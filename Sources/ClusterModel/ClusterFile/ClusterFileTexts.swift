/// What a cluster is read from.
struct ClusterFileTexts: Sendable {
    /// Of the file, with the calibration that is laid over it.
    let text: String
    /// What the file says of the command line that it was used with.
    let options: String?
    /// The file, as messages name it.
    let path: String
    /// The text of `catalog.yaml` beside the file, if there is one.
    let catalogText: String?
    let catalogPath: String

    /// The texts of a shipped configuration or a file.
    ///
    /// - Parameter calibration: The path of one to lay over it, in place of the one that the file names.
    static func read(_ nameOrPath: String, calibration: String? = nil) throws(ClusterFileError) -> Self {
        let source = try ClusterFile.locate(nameOrPath)
        switch source {
        case .shipped(let name):
            return Self(
                text: try calibrated(ShippedClusters.text(of: name)!, path: source.displayPath, by: calibration),
                options: nil, path: source.displayPath, catalogText: nil,
                catalogPath: "catalog.yaml")
        case .file(let path):
            return try read(text: ClusterFileText.read(path: path), path: path, calibration: calibration)
        }
    }

    /// A file whose text is known, with the catalog beside it.
    static func read(text: String, path: String, calibration: String? = nil) throws(ClusterFileError) -> Self {
        let catalogPath = ClusterFileText.sibling("catalog.yaml", of: path)
        let hasCatalog = ClusterFileText.exists(catalogPath) && catalogPath != path
        let catalogText = hasCatalog ? try ClusterFileText.read(path: catalogPath) : nil
        let (plain, options) = ClusterDocuments.withoutOptions(text)
        let text = try withSeries(calibrated(plain, path: path, by: calibration), path: path)
        return Self(
            text: text, options: options, path: path, catalogText: catalogText, catalogPath: catalogPath)
    }

    /// A text that names nothing beside it, with its catalog.
    static func read(text: String, path: String, catalog: String?) -> Self {
        let (plain, options) = ClusterDocuments.withoutOptions(text)
        return Self(text: plain, options: options, path: path, catalogText: catalog, catalogPath: "catalog.yaml")
    }

    /// A text with the calibration that is given, or that its key `calibration` names, a path from the file's own folder.
    private static func calibrated(
        _ text: String, path: String, by given: String?
    ) throws(ClusterFileError) -> String {
        var calibration = given
        if calibration == nil, !ClusterDocuments.isCalibrated(text),
            // What is wrong with the file is told when it is read as a whole.
            case .scalar(let named, _) = YAMLParsing.parse(text: text, file: path, log: ProblemLog())?["calibration"]?
                .content, !named.isEmpty
        {
            calibration = named.hasPrefix("/") ? named : ClusterFileText.sibling(named, of: path)
        }
        guard let calibration else { return text }
        return ClusterDocuments.joined(
            text, calibration: try ClusterFileText.read(path: calibration), path: calibration)
    }

    /// A text with the series that its sites name behind it, whose paths go from the file's own folder.
    private static func withSeries(_ text: String, path: String) throws(ClusterFileError) -> String {
        var result = text
        let document = ClusterDocuments.parse(text: text, file: path, log: ProblemLog())
        var seen: Set<String> = []
        for (name, location) in document?.seriesFiles ?? [] where seen.insert(name).inserted {
            let file = name.hasPrefix("/") ? name : ClusterFileText.sibling(name, of: path)
            guard ClusterFileText.exists(file) else {
                throw ClusterFileError(
                    problems: [
                        Problem(
                            .error, at: location, "there is no file '\(file)'",
                            remedy: "give the path of a CSV file from the folder of the cluster file")
                    ])
            }
            result = ClusterDocuments.joined(result, series: try IntensityFile(path: file).read(), file: name)
        }
        return result
    }

    func parse(overrides: ClusterOverrides) throws(ClusterFileError) -> ClusterFile.Loaded {
        let log = ProblemLog()
        let stored = options.flatMap { YAMLParsing.parse(text: $0, file: path, log: log) }
            .map { ClusterOverrides(yaml: $0, log: log) }
        let errors = log.problems(.error)
        guard errors.isEmpty else { throw ClusterFileError(problems: errors) }
        return try ClusterFile.parse(
            text: text, path: path, catalogOverride: catalogText, catalogPath: catalogPath,
            overrides: stored.map(overrides.over) ?? overrides)
    }
}
