internal import Accounting

/// Runs side by side, for programs: `coordinator compare --json` and `--csv`.
package enum ComparisonFile {
    package static func json(_ comparison: RunComparison) -> String {
        JSONValue.object([
            "runs": .array(
                zip(comparison.runs, comparison.verdicts).map { run, verdict in
                    var members: [String: JSONValue] = ["name": .string(run.name)]
                    for quantity in ComparedQuantity.all { members[quantity.key] = .optional(quantity.value(run)) }
                    members["against_first"] =
                        verdict.map {
                            .object([
                                "emits_less_ratio": .number($0.certainty),
                                "difference_gco2e_per_million_tokens": .object([
                                    "p5": .number($0.difference.low), "p50": .number($0.difference.median),
                                    "p95": .number($0.difference.high),
                                ]),
                            ])
                        } ?? .null
                    return .object(members)
                }),
            "differences": .array(
                comparison.differences.map {
                    .object(["key": .string($0.key), "values": .array($0.values.map { .string($0) })])
                }),
        ]).text
    }

    /// One row a run (RFC 4180).
    package static func csv(_ comparison: RunComparison) -> String {
        let rows = comparison.runs.map { run in
            [run.name] + ComparedQuantity.all.map { $0.value(run).map { "\($0)" } ?? "" }
        }
        return ([["name"] + ComparedQuantity.all.map(\.key)] + rows).map { CSVLine.text($0) + "\r\n" }.joined()
    }
}
