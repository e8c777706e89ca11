package import Units

/// A processor of a machine that runs the emulator, per socket; not of the emulated cluster.
package struct ProcessorModel: Hashable, Sendable {
    /// Its name in the catalog; `unknown` stands for all that fit no other.
    package let name: String
    /// Words that stand together in the model name that such a processor gives itself; empty for `unknown`.
    package let modelName: String
    /// Logical processors of a socket; 0 for `unknown`.
    package let threads: Int
    /// Thermal design power of a socket.
    package let tdp: Estimate<Power>

    init?(entry: EntryReader) {
        let isUnknown = entry.name == Self.unknown
        let keys = isUnknown ? ["tdp"] : ["model_name", "threads", "tdp"]
        guard let fields = MappingReader(entry.value, path: "processors.\(entry.name)", keys: keys, log: entry.log)
        else { return nil }
        let tdp: Estimate<Power>? = fields.estimate("tdp")
        var modelName: String? = ""
        var threads: Int? = 0
        if !isUnknown {
            modelName = fields.required("model_name", example: "EPYC 7742").flatMap {
                fields.text($0, fields.name(of: "model_name"))
            }
            threads = fields.integer("threads", in: 1...65_536, example: "128")
        }
        guard let tdp, let modelName, let threads else { return nil }
        name = entry.name
        self.modelName = modelName
        self.threads = threads
        self.tdp = tdp
    }

    static let unknown = "unknown"

    /// Words of a model name in lower case, without marks of trade.
    private static func words(_ text: String) -> [Substring] {
        var text = text.lowercased()
        for mark in ["(r)", "(tm)"] {
            while let range = text.firstRange(of: mark) { text.replaceSubrange(range, with: " ") }
        }
        return text.split(whereSeparator: \.isWhitespace)
    }

    /// Whether the words stand together in a model name, such as `EPYC 7742` in `AMD EPYC 7742 64-Core Processor`.
    func fits(_ model: String) -> Bool {
        let wanted = Self.words(modelName)
        let given = Self.words(model)
        guard !wanted.isEmpty, wanted.count <= given.count else { return false }
        return (0...given.count - wanted.count).contains { given[$0...].starts(with: wanted) }
    }
}

extension Catalog {
    /// The processor with a model name as machines give it, of several the one with the longest name; else `unknown`.
    package func processor(modelName: String) -> ProcessorModel {
        let fitting = processors.values.filter { $0.fits(modelName) }.max {
            ($0.modelName.count, $1.name) < ($1.modelName.count, $0.name)
        }
        guard let model = fitting ?? processors[ProcessorModel.unknown] else {
            preconditionFailure("the catalog's own processors are broken")
        }
        return model
    }

    /// The catalog that a cluster file was resolved against: the built-in one, what overrides it beside the file, and
    /// what overrides it within.
    package init(of loaded: ClusterFile.Loaded) {
        let log = ProblemLog()
        let beside = loaded.catalogText.flatMap { YAMLParsing.parse(text: $0, file: "catalog.yaml", log: log) }
        let within = ClusterDocuments.parse(text: loaded.sourceText, file: loaded.path, log: log)?["catalog"]
        self = Catalog.overlaid(with: [beside, within].compactMap { $0 }, log: log)
    }
}
