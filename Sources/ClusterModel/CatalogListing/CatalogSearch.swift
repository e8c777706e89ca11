/// Looking for words in the catalog: an entry is found if each word is in its name, its section or a source of it.
///
/// Case does not matter. A word of one or two letters, such as the code of a country, must be a whole word there; the name
/// of a section finds that section alone, and a path such as `accelerators.t4.active_power`, as reports print it, finds
/// its entry.
package struct CatalogSearch: Sendable {
    private let words: [String]

    /// - Parameter words: each may itself be several, with spaces between them.
    package init(_ words: [String]) {
        self.words = words.flatMap { $0.lowercased().split(separator: " ").map(String.init) }
    }

    /// The listing with what is found alone.
    ///
    /// - Throws: `CatalogSearchFailure` if that is nothing.
    package func matches(in listing: CatalogListing) throws(CatalogSearchFailure) -> CatalogListing {
        let found = filtered(listing) { entry in words.allSatisfy { Self.matches($0, entry) } }
        guard !found.sections.isEmpty else { throw CatalogSearchFailure(words: words, counts: counts(listing)) }
        return found
    }

    private func filtered(
        _ listing: CatalogListing, where isFound: (CatalogListing.Entry) -> Bool
    ) -> CatalogListing {
        var result = listing
        result.sections = listing.sections.compactMap { section in
            let entries = section.entries.filter(isFound)
            return entries.isEmpty ? nil : CatalogListing.Section(name: section.name, entries: entries)
        }
        return result
    }

    private static func matches(_ word: String, _ entry: CatalogListing.Entry) -> Bool {
        if CatalogLayers.sections.contains(word) { return entry.section == word }
        if word.hasPrefix(entry.path.lowercased() + ".") { return true }
        let sources = entry.fields.compactMap { field -> String? in
            switch field.content {
            case .figure(let figure): figure.source
            case .fact(let text): field.key == "source" ? text : nil
            }
        }
        return ([entry.path] + sources).contains { text in
            let text = text.lowercased()
            return word.count > 2 ? text.contains(word) : wholeWords(text).contains(word[...])
        }
    }

    private static func wholeWords(_ text: String) -> [Substring] {
        text.split { !$0.isLetter && !$0.isNumber }
    }

    /// How many entries each word finds alone, and near names where none.
    private func counts(_ listing: CatalogListing) -> [CatalogSearchFailure.Count] {
        words.map { word in
            let count = listing.entries.count { Self.matches(word, $0) }
            return .init(word: word, entries: count, near: count == 0 ? Self.near(word, listing) : [])
        }
    }

    /// Up to four names of entries or sections that are spelled nearly so, or of which a part is.
    private static func near(_ word: String, _ listing: CatalogListing) -> [String] {
        var names: [String: [String]] = [:]
        for name in listing.sections.map(\.name) + listing.entries.map(\.name) {
            for part in Set(wholeWords(name.lowercased()).map(String.init) + [name.lowercased()]) {
                names[part, default: []].append(name)
            }
        }
        let parts = names.keys.filter { $0.count > 2 }
        guard let nearest = Spelling.nearest(to: word, among: parts) else { return [] }
        return Array((names[nearest] ?? []).prefix(4))
    }
}

/// Nothing in the catalog is what was looked for.
package struct CatalogSearchFailure: Error, Hashable, CustomStringConvertible {
    package struct Count: Hashable, Sendable {
        package let word: String
        /// Found by this word alone.
        package let entries: Int
        /// Names that it may have meant; empty if it finds something.
        package let near: [String]
    }

    /// The words that were looked for.
    package let words: [String]
    package let counts: [Count]

    /// What was not found, and what to look for instead.
    package var description: String {
        let missing = counts.filter { $0.entries == 0 }
        guard !missing.isEmpty else {
            let each = counts.map { "'\($0.word)' \($0.entries)" }.joined(separator: ", ")
            return "no entry of the catalog matches all words; alone they match: \(each)"
        }
        return missing.map { count in
            let remedy =
                count.near.isEmpty
                ? "coordinator catalog without words lists the sections"
                : "did you mean \(count.near.map { "'\($0)'" }.joined(separator: ", "))?"
            return "no name, section or source in the catalog matches '\(count.word)'; \(remedy)"
        }.joined(separator: "\n")
    }
}
