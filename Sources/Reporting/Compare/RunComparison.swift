package import Accounting

/// Runs or scenarios side by side, each against the first.
package struct RunComparison: Sendable {
    let runs: [ComparedRun]
    /// What their configurations do not share, by key of `result.json`, a value a run.
    let differences: [(key: String, values: [String])]
    /// Of every run against the first; `nil` for the first itself.
    let verdicts: [Verdict?]

    /// What the draws of the constants say of two runs.
    struct Verdict: Sendable, Hashable {
        /// gCO2e per million tokens, this one less the first: operational.
        let difference: Interval
        /// The share of draws in which this one emits less.
        let certainty: Double
    }

    /// - Precondition: at least one run.
    package init(_ runs: [ComparedRun]) {
        precondition(!runs.isEmpty, "nothing to compare")
        self.runs = runs
        let keys = Set(runs.flatMap(\.configuration.keys)).sorted()
        differences = keys.compactMap { key in
            let values = runs.map { $0.configuration[key] ?? "-" }
            return Set(values).count > 1 ? (key, values) : nil
        }
        verdicts = runs.indices.map { index in
            guard index > 0, let first = runs[0].drawnPerMillionTokens,
                let other = runs[index].drawnPerMillionTokens
            else { return nil }
            let differences = zip(other, first).map { $0 - $1 }
            return Verdict(
                difference: Interval(differences),
                certainty: Double(differences.count { $0 < 0 }) / Double(differences.count))
        }
    }
}
