/// Explanations for the terminal: `coordinator explain`.
package enum ExplanationText {
    /// What is found: one in full with its trace, or a list of several.
    ///
    /// - Parameter depth: levels of inputs that are traced.
    package static func text(_ matches: ExplanationMatches, depth: Int = 2) -> String {
        var page = Page()
        if matches.isSingle {
            write(matches.found[0], matches.all, depth: depth, to: &page)
        } else {
            page.field(
                "SEVERAL",
                "\(Figures.grouped(matches.found.count)) numbers fit; give one of these names for its formula:")
            for entry in matches.found.prefix(listed) { line(entry, to: &page) }
            if matches.found.count > listed {
                page.line("  and \(Figures.grouped(matches.found.count - listed)) more: say more words")
            }
        }
        return page.text
    }

    /// Names and values, by where they are printed; without what only stands behind them unless all are wanted.
    package static func list(_ all: Explanations, isWhole: Bool = false) -> String {
        var page = Page()
        let shown = all.entries.filter { isWhole || isListed($0) }
        for (heading, entries) in sections(shown) {
            page.gap()
            page.line(heading)
            for entry in entries { line(entry, to: &page) }
        }
        page.gap()
        page.field(
            "\(Figures.grouped(shown.count)) numbers",
            "coordinator explain NAME, or a label as it is printed, gives formula, inputs and sources"
                + (isWhole
                    ? ""
                    : "; --all lists \(Figures.grouped(all.entries.count - shown.count)) more that stand behind them"))
        return page.text
    }

    private static let listed = 40

    /// False for what is printed nowhere, and for the rows of long tables.
    private static func isListed(_ entry: Explanation) -> Bool {
        entry.place != "not printed by itself" && !entry.name.hasPrefix("emulated.bookings[")
            && !entry.name.hasPrefix("emulated.ranks[")
    }

    /// Places in the order of the report; others follow as they come, files last.
    private static let reportOrder = [
        "TRAINED (real)", "LEARNED", "EMULATED CLUSTER", "network", "disturbed", "hourly", "per million tokens", "step",
        "all-reduce", "bus bandwidth", "scaling efficiency", "TIMELINE", "table of emissions", "transfers", "by phase",
        "NETWORK OVERHEAD", "in brackets", "FORECAST", "AT THE STEADY STEP", "SCENARIOS", "MOVES THE TOTAL MOST",
        "ASSUMED", "THIS HOST",
    ]

    /// By the first part of the place.
    private static func sections(_ entries: [Explanation]) -> [(String, [Explanation])] {
        var order: [String] = []
        var byHeading: [String: [Explanation]] = [:]
        for entry in entries {
            let heading = entry.place.split(separator: ",").first.map(String.init) ?? entry.place
            if byHeading[heading] == nil { order.append(heading) }
            byHeading[heading, default: []].append(entry)
        }
        let ranked = order.enumerated().sorted { (rank($0.element), $0.offset) < (rank($1.element), $1.offset) }
        return ranked.map { ($0.element, byHeading[$0.element] ?? []) }
    }

    private static func rank(_ heading: String) -> Int {
        reportOrder.firstIndex(of: heading) ?? reportOrder.count + (heading.hasSuffix("result.json") ? 1 : 0)
    }

    private static func line(_ entry: Explanation, to page: inout Page) {
        let words = entry.shown.split(separator: " ").map(String.init)
        page.items("  " + entry.name, words, indent: max(45, min(52, entry.name.count + 4)))
    }

    private static func write(_ entry: Explanation, _ all: Explanations, depth: Int, to page: inout Page) {
        // A name is never cut, however long.
        for part in stride(from: 0, to: entry.name.count, by: Page.width) {
            page.line(String(entry.name.dropFirst(part).prefix(Page.width)))
        }
        page.field("  value", entry.shown)
        page.field("  printed", entry.place)
        page.field("  means", entry.meaning)
        page.field("  from", origin(entry))
        if let formula = entry.formula {
            page.field("  formula", "\(entry.symbol) = \(formula.symbols)")
            page.field("  with numbers", "\(formula.numbers) = \(result(entry, formula))")
            if let rounding = rounding(entry, formula) { page.field("  rounding", rounding) }
        }
        inputs(entry, all, depth: depth, to: &page)
        constants(entry, all, to: &page)
        let uses = all.uses(of: entry.name)
        if !uses.isEmpty {
            page.gap()
            page.items("ENTERS", Page.list(Array(uses.prefix(8)) + (uses.count > 8 ? ["\(uses.count - 8) more"] : [])))
        }
        let inputs = Set(entry.formula?.terms.map(\.name) ?? [])
        let related = entry.related.filter { all[$0] != nil && !inputs.contains($0) }
        if !related.isEmpty {
            page.gap()
            page.items("SEE ALSO", Page.list(related))
        }
    }

    private static func result(_ entry: Explanation, _ formula: Formula) -> String {
        guard case .number(_, let unit) = entry.value else { return Formula.digits(formula.value) }
        return unit.string(formula.value)
    }

    /// Why the formula is not the value to the last digit; `nil` where it is.
    static func rounding(_ entry: Explanation, _ formula: Formula) -> String? {
        guard let rounding = entry.rounding, case .number(let value, let unit) = entry.value else { return nil }
        let difference = value - formula.value
        guard abs(difference) > abs(value) * 1e-12 else { return nil }
        let each =
            rounding.entries == 1
            ? "rounded to \(rounding.unit)"
            : "the value is of entries (\(Figures.grouped(rounding.entries)) in all), each rounded to \(rounding.unit)"
        return "\(each); the formula on the totals differs by "
            + Formula.digits(Formula.rounded(difference, digits: 2)) + (unit.symbol.isEmpty ? "" : " " + unit.symbol)
    }

    static func origin(_ entry: Explanation) -> String {
        switch entry.origin {
        case .formula: "the formula below"
        case .ledger: "the ledger: a sum of entries, each rounded once"
        case .clocks: "the emulation, counted or clocked; no formula replaces it"
        case .repricing: "pricing again, as said above"
        case .configuration: "the configuration"
        case .measured: "measurement"
        case .constant(let facts): source(facts)
        }
    }

    static func source(_ facts: Explanation.ConstantFacts) -> String {
        let range = facts.low == facts.high ? "" : " [\(facts.low) .. \(facts.high)]"
        let year = facts.year == 0 ? "" : ", \(facts.year)"
        return "\(facts.central)\(range), \(facts.confidence)\(year): \(facts.source)"
    }

    private static func inputs(_ entry: Explanation, _ all: Explanations, depth: Int, to page: inout Page) {
        guard let formula = entry.formula, depth > 0, !formula.terms.isEmpty else { return }
        page.gap()
        page.line("INPUTS")
        var seen: Set<String> = [entry.name]
        trace(formula, all, level: 1, depth: depth, seen: &seen, to: &page)
    }

    private static func trace(
        _ formula: Formula, _ all: Explanations, level: Int, depth: Int, seen: inout Set<String>, to page: inout Page
    ) {
        let margin = String(repeating: "  ", count: level)
        for term in formula.terms {
            guard let input = all[term.name] else { continue }
            page.items("\(margin)\(term.symbol)", ["=", input.shown], indent: 24 + margin.count)
            page.items("\(margin) ", [input.name], indent: margin.count + 2)
            guard seen.insert(input.name).inserted, let next = input.formula, level < depth else { continue }
            page.items(
                "\(margin) ", ["="] + next.symbols.split(separator: " ").map(String.init), indent: margin.count + 2)
            trace(next, all, level: level + 1, depth: depth, seen: &seen, to: &page)
        }
    }

    private static func constants(_ entry: Explanation, _ all: Explanations, to page: inout Page) {
        let constants = all.constants(behind: entry).filter { $0.name != entry.name }
        guard !constants.isEmpty else { return }
        page.gap()
        page.line("CONSTANTS BEHIND IT")
        for constant in constants {
            guard case .constant(let facts) = constant.origin else { continue }
            page.line("  \(constant.name)")
            page.field("", source(facts), indent: 6)
        }
    }
}
