/// Published figures and assumptions by name: what a cluster file refers to.
package struct Catalog: Hashable, Sendable {
    /// Accelerators by name, as are all sections.
    package internal(set) var accelerators: [String: AcceleratorModel] = [:]
    /// Host CPUs, a socket each.
    package internal(set) var cpus: [String: CPUModel] = [:]
    /// What CPUs draw at a load.
    package internal(set) var loadCurves: [String: LoadCurve] = [:]
    /// DRAM modules.
    package internal(set) var memory: [String: MemoryModule] = [:]
    /// Links inside a node.
    package internal(set) var interconnects: [String: InterconnectModel] = [:]
    /// Network cards.
    package internal(set) var nics: [String: NICModel] = [:]
    /// Switches without optics.
    package internal(set) var switches: [String: SwitchModel] = [:]
    /// Transceivers.
    package internal(set) var optics: [String: OpticsModel] = [:]
    /// Equipment of WAN links.
    package internal(set) var wan: [String: WANModel] = [:]
    /// Storage devices.
    package internal(set) var storage: [String: StorageModel] = [:]
    /// Hosts without the parts that are listed apart.
    package internal(set) var hosts: [String: HostModel] = [:]
    /// Grid regions.
    package internal(set) var regions: [String: Region] = [:]
    /// Who runs data centres, with their PUE.
    package internal(set) var operators: [String: FacilityOperator] = [:]
    /// Models that a run may represent.
    package internal(set) var models: [String: RepresentedModel] = [:]
    /// Processors of machines that run the emulator.
    package internal(set) var processors: [String: ProcessorModel] = [:]
    /// `nil` only where the catalog's own files are broken.
    package internal(set) var assumptions: CatalogAssumptions?

    /// The catalog that is embedded in the program.
    package static let builtIn: Catalog = {
        let log = ProblemLog()
        let catalog = Catalog(layers: CatalogLayers.builtIn(log: log), log: log)
        precondition(!log.hasErrors, "\(log.problems(.error))")
        return catalog
    }()

    /// The built-in catalog with a file over it, such as the `catalog.yaml` beside a cluster file.
    ///
    /// - Throws: `ClusterFileError` with every problem of the file.
    package static func overlaid(withFile path: String) throws(ClusterFileError) -> Catalog {
        let log = ProblemLog()
        let text = try ClusterFileText.read(path: path, kind: "catalog")
        let layer = YAMLParsing.parse(text: text, file: path, log: log)
        let catalog = overlaid(with: [layer].compactMap { $0 }, log: log)
        let errors = log.problems(.error)
        guard errors.isEmpty else { throw ClusterFileError(problems: errors) }
        return catalog
    }

    /// What is wrong with a text as a file of the built-in catalog, in which every figure needs value, low, high, unit,
    /// source, year and confidence.
    package static func problems(inBuiltIn text: String, file: String) -> [Problem] {
        let log = ProblemLog()
        if let layer = YAMLParsing.parse(text: text, file: file, isBuiltIn: true, log: log) {
            _ = Catalog(layers: [layer], log: log)
        }
        return log.problems(.error)
    }

    /// The built-in catalog with other layers over it, the last on top.
    static func overlaid(with layers: [YAMLValue], log: ProblemLog) -> Catalog {
        layers.isEmpty ? builtIn : Catalog(layers: CatalogLayers.builtIn(log: log) + layers, log: log)
    }

    /// Reads layers, later ones over earlier ones field by field; problems go to the log, and what cannot be read is
    /// left out.
    init(layers: [YAMLValue], log: ProblemLog) {
        self.init(sections: CatalogLayers.merged(layers, log: log), log: log)
    }

    /// Reads sections by their names.
    init(sections merged: [String: YAMLValue], log: ProblemLog) {
        func read<Model>(_ section: String, _ decode: (EntryReader) -> Model?) -> [String: Model] {
            guard let value = merged[section] else { return [:] }
            return EntryReader.all(value, section: section, log: log, decode)
        }
        accelerators = read("accelerators", AcceleratorModel.init(entry:))
        loadCurves = read("load_curves", LoadCurve.init(entry:))
        let curves = loadCurves
        cpus = read("cpus") { CPUModel(entry: $0, curves: curves) }
        memory = read("memory", MemoryModule.init(entry:))
        interconnects = read("interconnects", InterconnectModel.init(entry:))
        nics = read("nics", NICModel.init(entry:))
        switches = read("switches", SwitchModel.init(entry:))
        optics = read("optics", OpticsModel.init(entry:))
        wan = read("wan", WANModel.init(entry:))
        storage = read("storage", StorageModel.init(entry:))
        let modules = memory
        hosts = read("hosts") { HostModel(entry: $0, modules: modules) }
        operators = read("operators", FacilityOperator.init(entry:))
        let known = operators
        regions = read("regions") { Region(entry: $0, operators: known) }
        models = read("models", RepresentedModel.init(entry:))
        processors = read("processors", ProcessorModel.init(entry:))
        assumptions = merged["assumptions"].flatMap { CatalogAssumptions(value: $0, log: log) }
    }
}
