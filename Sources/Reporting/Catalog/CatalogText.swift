package import ClusterModel

/// The catalog for the terminal: `coordinator catalog`.
package enum CatalogText {
    /// One line a section with its count of entries, then what other files override or add.
    package static func overview(_ listing: CatalogListing) -> String {
        var page = Page()
        page.field("CATALOG", layers(listing))
        let figures = listing.entries.reduce(0) { $0 + count(of: $1) }
        for section in listing.sections {
            let figures = section.entries.reduce(0) { $0 + count(of: $1) }
            page.items(
                "  " + section.name,
                Page.list([plural(section.entries.count, "entry", "entries"), plural(figures, "figure", "figures")]))
        }
        page.items(
            "  together",
            Page.list([
                plural(listing.entries.count, "entry", "entries"), plural(figures, "figure", "figures"),
            ]))
        changes(listing, to: &page)
        page.gap()
        page.line("coordinator catalog WORDS lists what has them in its name, section or source.")
        return page.text
    }

    /// Every figure of every entry: value, range, unit, year, confidence and source.
    package static func entries(_ listing: CatalogListing) -> String {
        var page = Page()
        for section in listing.sections {
            for entry in section.entries {
                page.line("\(section.name)  \(entry.name)" + (entry.isKnown ? "" : "  (not in the built-in catalog)"))
                for field in entry.fields { page.items("  \(label(field))", pieces(field)) }
                page.gap()
            }
        }
        page.field(
            plural(listing.entries.count, "entry", "entries"), listing.overlays.isEmpty ? "" : layers(listing))
        page.line("[low-high]; confirmed: read in the source, unconfirmed: quoted, assumption: ours")
        return page.text
    }

    private static func changes(_ listing: CatalogListing, to page: inout Page) {
        if !listing.overlays.isEmpty { page.gap() }
        for change in listing.overrides {
            page.field(
                "OVERRIDES",
                "\(change.path): \(text(change.content)) instead of \(text(change.builtIn)) (\(place(change.location)))"
            )
        }
        for entry in listing.additions {
            let location = entry.fields.first.map { " (\(place($0.location)))" } ?? ""
            page.field("ADDS", entry.path + location)
        }
        if !listing.overlays.isEmpty && listing.overrides.isEmpty && listing.additions.isEmpty {
            page.line("Nothing of the built-in catalog is overridden.")
        }
    }

    private static func layers(_ listing: CatalogListing) -> String {
        listing.overlays.isEmpty ? "built in" : "built in, under " + listing.overlays.joined(separator: " and ")
    }

    private static func count(of entry: CatalogListing.Entry) -> Int {
        entry.fields.count { field in
            if case .figure = field.content { true } else { false }
        }
    }

    private static func label(_ field: CatalogListing.Field) -> String { field.key.isEmpty ? "value" : field.key }

    private static func pieces(_ field: CatalogListing.Field) -> [String] {
        var pieces: [String]
        switch field.content {
        case .figure(let figure):
            pieces = [figure.text + ","] + (figure.year == 0 ? [] : ["\(figure.year),"])
            pieces += ["\(figure.confidence.rawValue):"] + words(figure.source)
        case .fact(let text): pieces = words(text)
        }
        if !field.isBuiltIn {
            let instead = field.builtIn.map { ", instead of \(text($0))" } ?? ""
            pieces += words("(\(place(field.location))\(instead))")
        }
        return pieces
    }

    private static func words(_ text: String) -> [String] {
        text.split(whereSeparator: \.isWhitespace).map(String.init)
    }

    private static func text(_ content: CatalogListing.Content) -> String {
        switch content {
        case .figure(let figure): figure.text
        case .fact(let text): text
        }
    }

    private static func place(_ location: Location) -> String { "\(location.file):\(location.line)" }

    private static func plural(_ count: Int, _ one: String, _ many: String) -> String {
        "\(Figures.grouped(count)) \(count == 1 ? one : many)"
    }
}
