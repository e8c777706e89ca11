package import ClusterModel
internal import Units

/// The catalog as JSON, with the unit of a figure in its key; `docs/catalog.md` explains it.
package enum CatalogFile {
    /// The file's text; equal listings give equal bytes.
    package static func text(_ listing: CatalogListing) -> String {
        let sections = listing.sections.map { section in
            let entries = section.entries.map { ($0.name, object($0)) }
            return (section.name, JSONValue.object(Dictionary(entries) { first, _ in first }))
        }
        return JSONValue.object([
            "format": .count(1),
            "overlays": .array(listing.overlays.map { .string($0) }),
            "overridden": .array(listing.overrides.map { .string($0.path) }),
            "added": .array(listing.additions.map { .string($0.path) }),
            "sections": .object(Dictionary(sections) { first, _ in first }),
        ]).text
    }

    /// An assumption, which has one figure, is under the key `value`.
    private static func object(_ entry: CatalogListing.Entry) -> JSONValue {
        let members = entry.fields.map { field in
            (key(field), value(field))
        }
        return .object(Dictionary(members) { first, _ in first })
    }

    private static func key(_ field: CatalogListing.Field) -> String {
        let name = field.key.isEmpty ? "value" : field.key
        guard case .figure(let figure) = field.content, !figure.keyUnit.name.isEmpty else { return name }
        return "\(name)_\(figure.keyUnit.name)"
    }

    private static func value(_ field: CatalogListing.Field) -> JSONValue {
        guard case .object(var members) = value(field.content) else { return value(field.content) }
        members["origin"] =
            field.isBuiltIn ? .string("built-in") : .string("\(field.location.file):\(field.location.line)")
        if let builtIn = field.builtIn { members["built_in"] = value(builtIn) }
        return .object(members)
    }

    private static func value(_ content: CatalogListing.Content) -> JSONValue {
        switch content {
        case .fact(let text): Int64(text).map { .integer($0) } ?? .string(text)
        case .figure(let figure):
            .object([
                "value": number(figure.central, of: figure), "low": number(figure.low, of: figure),
                "high": number(figure.high, of: figure), "year": figure.year == 0 ? .null : .count(figure.year),
                "confidence": .string(figure.confidence.rawValue), "source": .string(figure.source),
            ])
        }
    }

    /// In the unit of the key; whole where it is whole.
    private static func number(_ point: CatalogFigure.Point, of figure: CatalogFigure) -> JSONValue {
        let (whole, rest) = point.count.quotientAndRemainder(dividingBy: figure.keyUnit.scale)
        return rest == 0 ? .integer(whole) : .number(Double(point.count) / Double(figure.keyUnit.scale))
    }
}
