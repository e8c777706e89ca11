internal import Accounting
internal import Collectives
internal import Emulation
internal import Units

/// The same run on other networks.
enum ScenarioExplanations {
    static func add(_ report: RunReport, to book: inout ExplanationBook) {
        for scenario in report.scenarios { add(scenario, report, to: &book) }
        guard !report.scenarios.isEmpty else { return }
        book.add(
            Explanation(
                "scenarios", Double(report.scenarios.count), .count, aliases: ["same run on other networks"],
                place: "SAME RUN ON OTHER NETWORKS", meaning: "networks that the run was priced on beside its own",
                origin: .configuration,
                keys: ["name", "algorithm", "executed", "bookings[]."].map { "scenarios[].\($0)" }))
    }

    private static func add(_ scenario: PricedScenario, _ report: RunReport, to book: inout ExplanationBook) {
        let root = "scenarios[\(scenario.name)]"
        let place = "SAME RUN ON OTHER NETWORKS, \(scenario.name)"
        let label = scenario.name.lowercased()
        let words = "of the same steps and draws on \(scenario.name)"
        let makespan = book.add(
            Explanation(
                "\(root).makespan_seconds", scenario.makespan.seconds, .seconds, symbol: "makespan",
                aliases: ["\(label) time"], place: place,
                meaning: "virtual time \(words), by \(scenario.job.algorithm.rawValue)", origin: .repricing,
                keys: ["scenarios[].makespan_attoseconds"]))
        book.add(
            Explanation(
                "\(root).step_seconds", scenario.anatomy.meanDuration.seconds, .seconds, aliases: ["\(label) step"],
                place: place, meaning: "mean step of ranks and steps \(words)", origin: .repricing))
        let entries = Figures.grouped(scenario.ledger.entryCount)
        let components = Component.allCases.compactMap { component -> (String, LedgerTotal)? in
            let sum = scenario.ledger.total { _, serving, _, _ in serving == component }
            return sum == LedgerTotal() ? nil : ("\(root).components.\(component.rawValue)", sum)
        }
        for (name, sum) in components {
            book.addSums(
                name, sum, place: "not printed by itself", meaning: "\(words), facility included", origin: .repricing)
        }
        book.addSums(
            "\(root).total", scenario.ledger.total(), aliases: [label], symbol: "total", place: place,
            meaning: "\(words): sum of \(entries) entries",
            energy: .sum(components.map { book.term("\($0.0).energy_joules") }),
            emissions: .sum(components.map { book.term("\($0.0).emissions_gco2e") }),
            related: ["\(root).network_ratio", "\(root).run_ratio", "\(root).makespan_seconds"])
        let causes = Cause.allCases.compactMap { cause -> (String, LedgerTotal)? in
            let sum = scenario.ledger.total { _, serving, _, of in
                of == cause && (serving.isFabric || of.isNetworkWait)
            }
            return sum == LedgerTotal() ? nil : ("\(root).charged.\(cause.rawValue)", sum)
        }
        for (name, sum) in causes {
            book.addSums(
                name, sum, place: "not printed by itself", meaning: "charged to the network \(words)",
                origin: .repricing)
        }
        book.addSums(
            "\(root).attributed", scenario.attributed, symbol: "attributed", place: place,
            meaning: "charged to the network \(words)",
            energy: .sum(causes.map { book.term("\($0.0).energy_joules") }),
            emissions: .sum(causes.map { book.term("\($0.0).emissions_gco2e") }))
        let total = book.term("\(root).total.emissions_gco2e")
        if total.value > 0 {
            book.derive(
                "\(root).network_ratio", book.term("\(root).attributed.emissions_gco2e") / total, .ratio,
                aliases: ["\(label) net %"], place: place, meaning: "the network's share of its emissions")
            book.derive(
                "\(root).run_ratio", total / book.term("emulated.total.emissions_gco2e"), .ratio,
                aliases: ["\(label) ratio"], place: place, meaning: "its emissions over this run's")
        }
        let tokens = book.term("emulated.tokens")
        if tokens.value > 0 {
            book.derive(
                "\(root).emissions_gco2e_per_million_tokens", total * .number(1_000_000) / tokens,
                .gramsPerMillionTokens, place: "result.json", meaning: "operational emissions over the run's tokens")
            book.derive(
                "\(root).tokens_per_second", tokens / makespan, .tokensPerSecond, aliases: ["\(label) tok/s"],
                place: place, meaning: "over the whole run")
        }
        embodied(scenario, root, words, to: &book)
    }

    /// The sum over ranks and components, as of the run itself.
    private static func embodied(
        _ scenario: PricedScenario, _ root: String, _ words: String, to book: inout ExplanationBook
    ) {
        book.add(
            Explanation(
                "\(root).embodied_gco2e", scenario.embodied.grams, .grams, place: "result.json",
                meaning: "embodied emissions over the makespan \(words), by the same rule as emulated.embodied_gco2e",
                origin: .repricing, related: ["\(root).makespan_seconds", "emulated.embodied_gco2e"]))
    }
}
