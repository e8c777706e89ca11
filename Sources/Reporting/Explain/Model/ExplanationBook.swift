/// Explanations as they are collected: inputs come before what they enter.
struct ExplanationBook {
    private(set) var entries: [Explanation] = []
    private var places: [String: Int] = [:]

    /// Takes it in, unless one of that name is there.
    ///
    /// - Returns: its value, for formulas; no number for a text.
    @discardableResult
    mutating func add(_ explanation: Explanation) -> Formula {
        if places[explanation.name] == nil {
            places[explanation.name] = entries.count
            entries.append(explanation)
        }
        return explanation.number == nil ? .number(.nan) : term(explanation.name)
    }

    func has(_ name: String) -> Bool { places[name] != nil }

    /// What is known by that name; `nil` where nothing is.
    func entry(_ name: String) -> Explanation? { places[name].map { entries[$0] } }

    /// - Precondition: a number of that name was added.
    func term(_ name: String) -> Formula {
        guard let entry = entry(name), let number = entry.number else {
            preconditionFailure("no number is called \(name)")
        }
        return .term(Formula.Term(name: name, symbol: entry.symbol, value: number))
    }

    /// A value that follows from a formula and from nothing else.
    @discardableResult
    mutating func derive(
        _ name: String, _ formula: Formula, _ unit: ExplainedUnit, symbol: String? = nil, aliases: [String] = [],
        place: String, meaning: String, keys: [String] = [], related: [String] = []
    ) -> Formula {
        add(
            Explanation(
                name, formula.value, unit, symbol: symbol, aliases: aliases, place: place, meaning: meaning,
                formula: formula, keys: keys, related: related))
    }
}

extension Formula {
    /// Of many parts; of one it is that one.
    static func total(_ parts: [Formula]) -> Formula { parts.count == 1 ? parts[0] : .sum(parts) }
}
