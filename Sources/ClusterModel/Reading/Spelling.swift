/// Did-you-mean.
package enum Spelling {
    /// The number of single-character insertions, deletions, substitutions and swaps of neighbours that turn `a` into
    /// `b` (optimal string alignment; Damerau 1964, Levenshtein 1966).
    static func distance(_ a: String, _ b: String) -> Int {
        let (a, b) = (Array(a.lowercased()), Array(b.lowercased()))
        if a.isEmpty || b.isEmpty { return max(a.count, b.count) }
        var rows = [Array(0...b.count)]
        for i in 1...a.count {
            var row = [i]
            for j in 1...b.count {
                var best = min(rows[i - 1][j] + 1, row[j - 1] + 1, rows[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1))
                if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] { best = min(best, rows[i - 2][j - 2] + 1) }
                row.append(best)
            }
            rows.append(row)
        }
        return rows[a.count][b.count]
    }

    /// The candidate nearest to `word` within a third of its length (at least 1, at most 4), or one that it begins or
    /// is begun by from the third letter on; `nil` if none is near. Ties go to the first in alphabetical order.
    static func nearest(to word: String, among candidates: [String]) -> String? {
        guard !word.isEmpty, word.count <= 64 else { return nil }
        let limit = min(4, max(1, word.count / 3))
        let ranked = candidates.sorted().map { ($0, distance(word, $0)) }
        if let best = ranked.min(by: { $0.1 < $1.1 }), best.1 <= limit { return best.0 }
        guard word.count >= 3 else { return nil }
        return ranked.first { $0.0.lowercased().hasPrefix(word.lowercased()) || word.lowercased().hasPrefix($0.0) }?.0
    }

    /// The remedy for an unknown word: the nearest candidate, or else all of them, or the first few of many.
    package static func remedy(for word: String, among candidates: [String]) -> String {
        if let near = nearest(to: word, among: candidates) { return "did you mean '\(near)'?" }
        let sorted = candidates.sorted()
        guard sorted.count > 12 else { return "known: \(sorted.joined(separator: ", "))" }
        return "known: \(sorted.prefix(12).joined(separator: ", ")) and \(sorted.count - 12) more"
    }
}
