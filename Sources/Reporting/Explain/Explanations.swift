/// Every number that is printed of a run or stands in its `result.json`, with what it follows from.
package struct Explanations: Sendable {
    /// Inputs come before what they enter.
    let entries: [Explanation]
    /// By name.
    private let places: [String: Int]
    /// By name of an input, the names of what it enters.
    private let uses: [String: [String]]

    /// Works all of them out again, from the constants, the clocks and the ledger of the run.
    package static func of(_ report: RunReport) -> Explanations {
        var book = ExplanationBook()
        book.addConstants(report)
        ConfigurationExplanations.add(report, to: &book)
        TimeExplanations.add(report, to: &book)
        CommunicationExplanations.add(report, to: &book)
        TimelineExplanations.add(report, to: &book)
        let powers = PowerTerms(report, to: &book)
        EmbodiedExplanations.add(report, to: &book)
        LedgerExplanations.add(report, powers: powers, to: &book)
        SiteExplanations.add(report, powers: powers, to: &book)
        SiteExplanations.addSums(report, to: &book)
        TableExplanations.add(report, to: &book)
        OverheadExplanations.add(report, powers: powers, to: &book)
        RangeExplanations.add(report, to: &book)
        ForecastExplanations.add(report, to: &book)
        ScenarioExplanations.add(report, to: &book)
        LearnedExplanations.add(report, to: &book)
        HostExplanations.add(report, to: &book)
        book.addUntold(ResultFile.value(report), at: "")
        return Explanations(entries: book.entries)
    }

    init(entries: [Explanation]) {
        self.entries = entries
        var places: [String: Int] = [:]
        var uses: [String: [String]] = [:]
        for (index, entry) in entries.enumerated() {
            places[entry.name] = index
            for term in entry.formula?.terms ?? [] { uses[term.name, default: []].append(entry.name) }
        }
        self.places = places
        self.uses = uses
    }

    /// By its name; `nil` where there is none.
    subscript(name: String) -> Explanation? { places[name].map { entries[$0] } }

    /// Names of what it enters, directly.
    func uses(of name: String) -> [String] { uses[name] ?? [] }

    /// The constants that it follows from, directly or not, in the order in which the formulas name them.
    func constants(behind entry: Explanation) -> [Explanation] {
        var seen: Set<String> = []
        var found: [Explanation] = []
        collect(entry, &seen, &found)
        return found
    }

    private func collect(_ entry: Explanation, _ seen: inout Set<String>, _ found: inout [Explanation]) {
        guard seen.insert(entry.name).inserted else { return }
        if case .constant = entry.origin { found.append(entry) }
        let inputs = (entry.formula?.terms.map(\.name) ?? []) + (entry.formula == nil ? entry.related : [])
        for name in inputs {
            guard let input = self[name] else { continue }
            // Of what is only related, constants count.
            if entry.formula == nil { guard case .constant = input.origin else { continue } }
            collect(input, &seen, &found)
        }
    }
}

extension ExplanationBook {
    /// What is null or empty in a run's result and nothing else speaks of.
    fileprivate mutating func addUntold(_ value: JSONValue, at path: String) {
        switch value {
        case .object(let members):
            for key in members.keys.sorted() {
                addUntold(members[key] ?? .null, at: path.isEmpty ? key : "\(path).\(key)")
            }
        case .array(let elements) where !elements.isEmpty:
            for element in elements { addUntold(element, at: path + "[]") }
        case .null, .array:
            guard !entries.contains(where: { $0.pattern == path || $0.keys.contains(path) }) else { return }
            add(
                Explanation(
                    path, value: .text("none in this run"), place: "result.json",
                    meaning: "there is nothing to tell of it, and why is in docs/result.md", origin: .configuration))
        case .bool, .integer, .number, .string: break
        }
    }
}
