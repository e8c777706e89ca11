extension RepresentedModel {
    /// A model of the catalog.
    init?(entry: EntryReader) {
        guard
            let fields = entry.fields(
                "layers", "width", "heads", "vocabulary", "context", "source", "year", "confidence"),
            fields.origin() != nil
        else { return nil }
        self.init(name: entry.name, fields: fields)
    }

    /// A model by its shape; heads must divide the width.
    init?(name: String, fields: MappingReader) {
        let layers = fields.integer("layers", in: 1...1000, example: "12")
        let width = fields.integer("width", in: 1...65_536, example: "768")
        let heads = fields.integer("heads", in: 1...4096, example: "12")
        let vocabulary = fields.integer("vocabulary", in: 2...10_000_000, example: "50257")
        let context = fields.integer("context", in: 2...10_000_000, example: "1024")
        guard let layers, let width, let heads, let vocabulary, let context,
            fields.checkHeads(heads, divide: width)
        else { return nil }
        self.init(
            name: name, layers: layers, width: width, heads: heads, vocabulary: vocabulary, context: context)
    }
}

extension MappingReader {
    /// Whether heads divide the width; logged at the heads if not.
    func checkHeads(_ heads: Int, divide width: Int) -> Bool {
        if width % heads == 0 { return true }
        let near = (1...width).filter { width % $0 == 0 }.min { abs($0 - heads) < abs($1 - heads) } ?? 1
        log.error(
            (optional("heads") ?? optional("width") ?? value).location,
            "\(path): \(heads) heads do not divide the width \(width)", remedy: "\(near) would")
        return false
    }
}
