internal import ClusterModel

/// Finds what a reader points at: a path, a label as it is printed with or without its numbers, or words.
package struct ExplanationSearch: Sendable {
    private let text: String

    /// - Parameter query: as the user gives it.
    package init(_ query: String) {
        var text = query.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
        while let last = text.last, ":*,".contains(last) { text.removeLast() }
        self.text = text
    }

    /// What is meant, the likeliest only: one, or several that the query fits equally.
    ///
    /// - Throws: `ExplanationSearchFailure` if it is nothing.
    package func matches(in all: Explanations) throws(ExplanationSearchFailure) -> ExplanationMatches {
        let entries = all.entries
        let tests: [(Explanation) -> Bool] = [
            { $0.name.lowercased() == text },
            { entry in
                entry.keys.contains { $0 == text || Explanation.pattern(of: $0) == text } || entry.pattern == text
                    || entry.pattern == text + "[]"
            },
            { $0.keys.contains { $0.hasSuffix(".") && text.hasPrefix($0) } },
        ]
        for test in tests {
            let found = entries.filter(test)
            if !found.isEmpty { return ExplanationMatches(all: all, found: found, isExact: true) }
        }
        for label in labels {
            let found = entries.filter { $0.aliases.contains(label) }
            if !found.isEmpty { return ExplanationMatches(all: all, found: found, isExact: true) }
        }
        // A path that names no leaf: all that is below it.
        let below = entries.filter {
            $0.name.lowercased().hasPrefix(text + ".") || $0.pattern.hasPrefix(text + ".")
                || $0.pattern.hasPrefix(text + "[]")
        }
        if !below.isEmpty { return ExplanationMatches(all: all, found: below, isExact: false) }
        let words = text.split { !$0.isLetter && !$0.isNumber }
        let found = entries.filter { entry in
            let texts = ([entry.name, entry.meaning] + entry.aliases).map { $0.lowercased() }
            return !words.isEmpty && words.allSatisfy { word in texts.contains { $0.contains(word) } }
        }
        guard found.isEmpty else { return ExplanationMatches(all: all, found: found, isExact: false) }
        let known = Set(entries.flatMap { [$0.name] + $0.aliases })
        throw ExplanationSearchFailure(query: text, known: known.sorted())
    }

    /// The label as it stands, then without its figures and their units; one of a percentage first.
    private var labels: [String] {
        let words = text.split(separator: " ").map(String.init)
        var (kept, firstUnit, isAfterNumber): ([String], String?, Bool) = ([], nil, false)
        for word in words {
            let isNumber = word.contains { $0.isNumber } && !(word.first?.isLetter ?? false)
            if isNumber || word == "x" || word == "->" {
                isAfterNumber = true
            } else if isAfterNumber, Self.units.contains(word) || word == "%" || word == "of" {
                if firstUnit == nil { firstUnit = word }
            } else {
                kept.append(word)
                isAfterNumber = false
            }
        }
        let plain = kept.joined(separator: " ")
        return [text]
            + (firstUnit == "%" ? [plain + " %", plain] : [plain, plain + " %"]).filter { _ in !plain.isEmpty }
    }

    private static let units: Set<String> = [
        "s", "ms", "us", "ns", "min", "h", "days", "ug", "mg", "g", "kg", "t", "ugco2e", "mgco2e", "gco2e", "kgco2e",
        "tco2e", "j", "uwh", "mwh", "wh", "kwh", "gwh", "w", "kw", "b", "kb", "mb", "gb", "tb", "gb/s", "k", "m", "l",
    ]
}

/// What a search has found.
package struct ExplanationMatches: Sendable {
    let all: Explanations
    /// At least one.
    let found: [Explanation]
    /// False if only words were found.
    package let isExact: Bool
    /// True if it is one and no question remains.
    package var isSingle: Bool { found.count == 1 }
}

/// Nothing of a run is what was asked for.
package struct ExplanationSearchFailure: Error, Hashable, CustomStringConvertible {
    /// What was asked for.
    package let query: String
    let known: [String]

    /// What was not found, and what to ask for instead.
    package var description: String {
        let remedy = Spelling.remedy(for: query, among: known)
        let hint = remedy.hasPrefix("did you mean") ? remedy : "without a name, coordinator explain lists all of them"
        return "no number of this run is called '\(query)'; \(hint)"
    }
}
