internal import Accounting

/// The table of emissions and the phases.
enum TableExplanations {
    static func add(_ report: RunReport, to book: inout ExplanationBook) {
        guard report.analysis.total.emissions != 0 else { return }
        table(report, to: &book)
        phases(report, to: &book)
    }

    private static let columns = zip(EmissionsTable.Column.allCases, EmissionsTable.columns).map { ($0, $1) }

    private static func table(_ report: RunReport, to book: inout ExplanationBook) {
        let bookings = report.account.ledger.bookings
        let total = book.term("emulated.total.emissions_gco2e")
        var byColumn: [String: [Formula]] = [:]
        var rows: [Formula] = []
        // Transfers have a row of their own; all else is in its component's.
        let parts =
            Component.allCases.map { ($0.rawValue, $0.word, [$0], false) }
            + [("transfers", "transfers", Component.allCases, true)]
        for (key, word, components, isTransfers) in parts {
            var cells: [Formula] = []
            for (column, title) in columns {
                let causes = Cause.allCases.filter {
                    EmissionsTable.Column($0) == column && ($0 == .transfer) == isTransfers
                }
                let names = components.flatMap { component in
                    causes.map { "ledger.\(component.rawValue).\($0.rawValue).emissions_gco2e" }
                }.filter(book.has)
                guard !names.isEmpty else { continue }
                let sum = bookings.reduce(LedgerTotal()) {
                    components.contains($1.key.serving) && causes.contains($1.key.cause) ? $0 + $1.value : $0
                }
                let cell = book.add(
                    Explanation(
                        "table.\(key).\(underscored(title))_gco2e", sum.grams, .grams,
                        symbol: "\(key)_\(underscored(title))", aliases: ["\(word) \(title)"],
                        place: "table of emissions, \(word), \(title)",
                        meaning: "emissions of \(word), \(title), facility included; printed so that rows and columns "
                            + "add up",
                        formula: .total(names.map(book.term))))
                cells.append(cell)
                byColumn[title, default: []].append(cell)
            }
            guard !cells.isEmpty else { continue }
            let other = word == "switches" ? ["switch"] : []
            let row = book.derive(
                "table.\(key).total_gco2e", .total(cells), .grams, symbol: key,
                aliases: [word.lowercased()] + other,
                place: "table of emissions, \(word)", meaning: "emissions of \(word), facility included",
                related: ["table.\(key).share_ratio"])
            rows.append(row)
            book.derive(
                "table.\(key).share_ratio", row / total, .ratio, symbol: "\(key)_share",
                aliases: ([word.lowercased()] + other).map { $0 + " %" }, place: "table of emissions, \(word), %",
                meaning: "share of \(word) in the run's emissions")
        }
        for (_, title) in columns {
            guard let cells = byColumn[title] else { continue }
            book.derive(
                "table.total.\(underscored(title))_gco2e", .total(cells), .grams, symbol: underscored(title),
                aliases: [title], place: "table of emissions, \(title)",
                meaning: "emissions of all components, \(title)")
        }
        book.add(
            Explanation(
                "table.total.emissions_gco2e", report.analysis.total.grams, .grams, symbol: "table_total",
                aliases: ["gco2e", "kgco2e", "mgco2e", "ugco2e", "tco2e"], place: "table of emissions",
                meaning: "the rows' sum, which is the ledger's total to the last microgram",
                formula: .total(rows), related: ["emulated.total.emissions_gco2e"]))
    }

    private static func underscored(_ title: String) -> String {
        title.split(separator: " ").joined(separator: "_")
    }

    private static func phases(_ report: RunReport, to book: inout ExplanationBook) {
        let ledger = report.account.ledger
        let groups: [(String, [Phase])] = [
            ("training", [.forward, .backward, .allReduce, .optimizer]), ("checkpoints", [.checkpoint]),
            ("evaluations", [.evaluate]),
        ]
        let bookings = BookedSum.all(ledger)
        var all: (energy: [Formula], emissions: [Formula]) = ([], [])
        for (name, phases) in groups {
            var parts: (energy: [Formula], emissions: [Formula]) = ([], [])
            for phase in phases {
                let booked = bookings.filter { $0.phase == phase }.map { sum in
                    "emulated.bookings[\(sum.component.rawValue),\(sum.serving.rawValue),\(sum.cause.rawValue),"
                        + "\(phase.rawValue)].total"
                }
                guard !booked.isEmpty else { continue }
                book.addSums(
                    "phases.\(phase.rawValue)", ledger.total { _, _, of, _ in of == phase },
                    symbol: phase.rawValue,
                    place: "not printed by itself", meaning: "booked in the phase \(phase.rawValue)",
                    energy: .total(booked.map { book.term("\($0).energy_joules") }),
                    emissions: .total(booked.map { book.term("\($0).emissions_gco2e") }))
                parts.energy.append(book.term("phases.\(phase.rawValue).energy_joules"))
                parts.emissions.append(book.term("phases.\(phase.rawValue).emissions_gco2e"))
            }
            guard !parts.energy.isEmpty else { continue }
            book.addSums(
                "phases.\(name)", ledger.total { _, _, phase, _ in phases.contains(phase) }, aliases: [name],
                symbol: name,
                place: name == "evaluations" ? "EMULATED CLUSTER, energy; by phase" : "by phase",
                meaning: "of \(name), facility included", energy: .total(parts.energy),
                emissions: .total(parts.emissions))
            all.energy.append(book.term("phases.\(name).energy_joules"))
            all.emissions.append(book.term("phases.\(name).emissions_gco2e"))
        }
        book.addSums(
            "phases.total", report.analysis.total, aliases: ["by phase"], place: "by phase",
            meaning: "of all phases: the run's total", energy: .total(all.energy), emissions: .total(all.emissions))
    }
}
