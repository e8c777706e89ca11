/// What a cluster is read from.
struct ClusterFileTexts: Sendable {
    let text: String
    /// The file, as messages name it.
    let path: String
    /// The text of `catalog.yaml` beside the file, if there is one.
    let catalogText: String?
    let catalogPath: String

    /// The texts of a shipped configuration or a file.
    static func read(_ nameOrPath: String) throws(ClusterFileError) -> Self {
        let source = try ClusterFile.locate(nameOrPath)
        switch source {
        case .shipped(let name):
            return Self(
                text: ShippedClusters.text(of: name)!, path: source.displayPath, catalogText: nil,
                catalogPath: "catalog.yaml")
        case .file(let path):
            return try read(text: ClusterFileText.read(path: path), path: path)
        }
    }

    /// A file whose text is known, with the catalog beside it.
    static func read(text: String, path: String) throws(ClusterFileError) -> Self {
        let catalogPath = ClusterFileText.sibling("catalog.yaml", of: path)
        let hasCatalog = ClusterFileText.exists(catalogPath) && catalogPath != path
        let catalogText = hasCatalog ? try ClusterFileText.read(path: catalogPath) : nil
        return Self(text: text, path: path, catalogText: catalogText, catalogPath: catalogPath)
    }

    func parse(overrides: ClusterOverrides) throws(ClusterFileError) -> ClusterFile.Loaded {
        try ClusterFile.parse(
            text: text, path: path, catalogOverride: catalogText, catalogPath: catalogPath, overrides: overrides)
    }
}
