/// Explanations as JSON, with the unit of a value in its key; `docs/explain.md` explains it.
package enum ExplanationFile {
    /// What was found.
    package static func text(_ matches: ExplanationMatches) -> String { text(matches.found, matches.all) }

    /// All of a run.
    package static func text(_ all: Explanations) -> String { text(all.entries, all) }

    private static func text(_ entries: [Explanation], _ all: Explanations) -> String {
        JSONValue.object([
            "format": .count(1), "explanations": .array(entries.map { object($0, all) }),
        ]).text
    }

    private static func object(_ entry: Explanation, _ all: Explanations) -> JSONValue {
        var members: [String: JSONValue] = [
            "name": .string(entry.name), "printed": .string(entry.place), "meaning": .string(entry.meaning),
            "aliases": .array(entry.aliases.map { .string($0) }), "origin": .string(origin(entry)),
            "formula": entry.formula.map { .string("\(entry.symbol) = \($0.symbols)") } ?? .null,
            "with_numbers": entry.formula.map { .string($0.numbers) } ?? .null,
            "inputs": .array((entry.formula?.terms ?? []).map { input($0, all) }),
            "constants": .array(all.constants(behind: entry).compactMap(constant)),
            "enters": .array(all.uses(of: entry.name).map { .string($0) }),
            "see_also": .array(entry.related.map { .string($0) }),
        ]
        members.merge(value(entry)) { first, _ in first }
        if let formula = entry.formula, case .number(_, let unit) = entry.value {
            members[key("formula_value", unit)] = .number(formula.value)
            if let rounding = entry.rounding {
                members["rounded_entries"] = .count(rounding.entries)
                members[key("rounded_to", unit)] = .number(rounding.quantum)
            }
        }
        return .object(members)
    }

    private static func value(_ entry: Explanation) -> [String: JSONValue] {
        switch entry.value {
        case .number(let value, let unit): [key("value", unit): .number(value)]
        case .text(let text): ["value": .string(text)]
        }
    }

    private static func key(_ name: String, _ unit: ExplainedUnit) -> String {
        unit.key.isEmpty ? name : "\(name)_\(unit.key)"
    }

    private static func input(_ term: Formula.Term, _ all: Explanations) -> JSONValue {
        var members: [String: JSONValue] = ["name": .string(term.name), "symbol": .string(term.symbol)]
        if let entry = all[term.name] { members.merge(value(entry)) { first, _ in first } }
        return .object(members)
    }

    private static func constant(_ entry: Explanation) -> JSONValue? {
        guard case .constant(let facts) = entry.origin else { return nil }
        return .object([
            "name": .string(entry.name), "low": .string(facts.low), "central": .string(facts.central),
            "high": .string(facts.high), "source": .string(facts.source),
            "year": facts.year == 0 ? .null : .count(facts.year), "confidence": .string(facts.confidence),
        ])
    }

    private static func origin(_ entry: Explanation) -> String {
        switch entry.origin {
        case .formula: "formula"
        case .ledger: "ledger"
        case .clocks: "clocks"
        case .repricing: "repricing"
        case .configuration: "configuration"
        case .measured: "measured"
        case .constant: "constant"
        }
    }
}
