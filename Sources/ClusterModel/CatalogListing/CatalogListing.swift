/// Everything that the catalog says, in the order of its files, for whoever looks something up.
package struct CatalogListing: Hashable, Sendable {
    /// What stands under a key of an entry.
    package enum Content: Hashable, Sendable {
        case figure(CatalogFigure)
        /// A name or a number that is no figure, such as the operator of a region.
        case fact(String)
    }

    /// A key of an entry.
    package struct Field: Hashable, Sendable {
        package let key: String
        package let content: Content
        package let location: Location
        /// Whether it is of the built-in catalog.
        package let isBuiltIn: Bool
        /// What the built-in catalog says here, where it is overridden.
        package var builtIn: Content?
    }

    /// A named entry of a section; an assumption is an entry of one figure.
    package struct Entry: Hashable, Sendable {
        package let section: String
        package let name: String
        package var fields: [Field]
        /// False for one that the built-in catalog does not have at all.
        package let isKnown: Bool

        /// `accelerators.t4`.
        package var path: String { section + "." + name }

        /// The path of a field of it.
        package func path(of field: Field) -> String { field.key.isEmpty ? path : path + "." + field.key }
    }

    /// A section and its entries, as they were met.
    package struct Section: Hashable, Sendable {
        package let name: String
        package var entries: [Entry]
    }

    package internal(set) var sections: [Section]
    /// The files over the built-in catalog, the last on top.
    package let overlays: [String]

    /// What is in the program.
    package static let builtIn: CatalogListing = {
        let log = ProblemLog()
        let listing = CatalogListing(layers: CatalogLayers.builtIn(log: log), log: log)
        precondition(!log.hasErrors, "\(log.problems(.error))")
        return listing
    }()

    /// The built-in catalog with that of a cluster file over it: its own section, and `catalog.yaml` beside it under that.
    ///
    /// - Parameter nameOrPath: as for `ClusterFile.load`; only its catalog is read.
    /// - Throws: `ClusterFileError` with every problem of these layers.
    package static func load(beside nameOrPath: String) throws(ClusterFileError) -> CatalogListing {
        try ClusterFileTexts.read(nameOrPath).catalogListing()
    }

    /// Lists layers, the last on top; problems go to the log, and what cannot be read is left out.
    init(layers: [YAMLValue], log: ProblemLog) {
        let merged = CatalogLayers.merged(layers, log: log)
        let record = FigureRecord()
        log.figures = record
        _ = Catalog(sections: merged, log: log)
        log.figures = nil
        sections = CatalogLayers.sections.compactMap { name in
            guard case .mapping(let entries)? = merged[name]?.content else { return nil }
            return Section(
                name: name,
                entries: entries.map {
                    Self.entry($0, section: name, figures: record.figures)
                })
        }
        overlays = layers.filter { !$0.isBuiltIn }.map(\.location.file)
    }

    private static func entry(_ entry: YAMLValue.Entry, section: String, figures: [String: CatalogFigure]) -> Entry {
        func field(_ key: String, _ value: YAMLValue, path: String) -> Field? {
            guard let content = content(value, figure: figures[path]) else { return nil }
            return Field(key: key, content: content, location: value.location, isBuiltIn: value.isBuiltIn)
        }
        let path = section + "." + entry.key
        var fields: [Field] = []
        if figures[path] != nil {
            fields = [field("", entry.value, path: path)].compactMap { $0 }
        } else if case .mapping(let members) = entry.value.content {
            fields = members.compactMap { field($0.key, $0.value, path: path + "." + $0.key) }
        }
        return Entry(section: section, name: entry.key, fields: fields, isKnown: true)
    }

    private static func content(_ value: YAMLValue, figure: CatalogFigure?) -> Content? {
        if let figure { return .figure(figure) }
        guard case .scalar(let text, _) = value.content else { return nil }
        return .fact(text)
    }
}

extension ClusterFileTexts {
    fileprivate func catalogListing() throws(ClusterFileError) -> CatalogListing {
        let log = ProblemLog()
        var layers: [YAMLValue] = []
        if let catalogText, let layer = YAMLParsing.parse(text: catalogText, file: catalogPath, log: log) {
            layers.append(layer)
        }
        if let section = ClusterDocuments.parse(text: text, file: path, log: log)?["catalog"] { layers.append(section) }
        let listing =
            layers.isEmpty
            ? CatalogListing.builtIn : CatalogListing(layers: CatalogLayers.builtIn(log: log) + layers, log: log)
        let errors = log.problems(.error)
        guard errors.isEmpty else { throw ClusterFileError(problems: errors) }
        return listing.comparedWithBuiltIn()
    }
}
