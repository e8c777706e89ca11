extension CatalogListing {
    /// A field of the built-in catalog that another file overrides.
    package struct Override: Hashable, Sendable {
        /// The path, such as `nics.10g.power`.
        package let path: String
        package let content: Content
        package let builtIn: Content
        package let location: Location
    }

    /// What is overridden, in the order of the listing.
    package var overrides: [Override] {
        entries.flatMap { entry in
            entry.fields.compactMap { field in
                field.builtIn.map {
                    Override(path: entry.path(of: field), content: field.content, builtIn: $0, location: field.location)
                }
            }
        }
    }

    /// Entries that the built-in catalog does not have.
    package var additions: [Entry] { entries.filter { !$0.isKnown } }

    /// All entries of all sections.
    package var entries: [Entry] { sections.flatMap(\.entries) }

    /// The same with what the built-in catalog says beside each field that is not its own.
    func comparedWithBuiltIn() -> CatalogListing {
        let known = Dictionary(uniqueKeysWithValues: Self.builtIn.entries.map { ($0.path, $0) })
        var listing = self
        for index in listing.sections.indices {
            listing.sections[index].entries = listing.sections[index].entries.map { entry in
                let original = known[entry.path]
                let fields = entry.fields.map { field in
                    var field = field
                    guard !field.isBuiltIn else { return field }
                    field.builtIn = original?.fields.first { $0.key == field.key }?.content
                    return field
                }
                return Entry(section: entry.section, name: entry.name, fields: fields, isKnown: original != nil)
            }
        }
        return listing
    }
}
