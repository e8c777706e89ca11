internal import Accounting
internal import ClusterModel
internal import Emulation

/// Intervals over draws of the constants, and what each constant alone would change.
enum RangeExplanations {
    static func add(_ report: RunReport, to book: inout ExplanationBook) {
        ranges(report, to: &book)
        sensitivities(report, to: &book)
    }

    private static func ranges(_ report: RunReport, to book: inout ExplanationBook) {
        guard let ranges = report.analysis.ranges else { return }
        book.add(
            Explanation(
                "emulated.ranges.draws", Double(Ranges.draws), .count, aliases: ["draws"], place: "EMULATED CLUSTER",
                meaning: "draws of all constants of power, grid and hardware, each from the triangle of its low, "
                    + "central and high value, by the run's seed", origin: .configuration))
        let quantities: [(String, Interval, ExplainedUnit, String, String)] = [
            ("energy_joules", ranges.joules, .joules, "emulated.total.energy_joules", "energy range"),
            ("emissions_gco2e", ranges.grams, .grams, "emulated.total.emissions_gco2e", "emissions range"),
            ("embodied_gco2e", ranges.embodiedGrams, .grams, "emulated.embodied_gco2e", "embodied range"),
            (
                "attributed_gco2e", ranges.networkGrams, .grams,
                "emulated.network_overhead.attributed.total.emissions_gco2e", "attributed range"
            ),
            ("attributed_ratio", ranges.networkShare, .ratio, "attributed_ratio", "attributed range"),
            (
                "against_ideal_gco2e", ranges.againstIdealGrams, .grams,
                "emulated.network_overhead.against_ideal.total.emissions_gco2e", "against ideal range"
            ),
            ("against_ideal_ratio", ranges.againstIdealShare, .ratio, "against_ideal_ratio", "against ideal range"),
        ]
        for (key, interval, unit, central, alias) in quantities {
            let ends = [
                ("p5", interval.low, "5 % of the draws lie below"), ("p50", interval.median, "the median"),
                ("p95", interval.high, "5 % of the draws lie above"),
            ]
            for (end, value, words) in ends {
                book.add(
                    Explanation(
                        "emulated.ranges.\(key).\(end)", value, unit, aliases: [alias, "range"], place: "in brackets",
                        meaning: "\(words): order statistic of \(Ranges.draws) totals, each the formulas with another "
                            + "draw of the constants, on this run's timeline", origin: .repricing, related: [central]))
            }
        }
    }

    private static func sensitivities(_ report: RunReport, to book: inout ExplanationBook) {
        let account = report.account
        let grams = { (constants: any ConstantValues) in
            RunTotals(
                job: account.job, usage: account.usage, ideal: account.idealUsage, makespan: account.clock.makespan(),
                constants: constants
            ).grams
        }
        let central = account.trainingSteps > 0 ? grams(CentralValues()) : 0
        for sensitivity in report.analysis.sensitivities {
            let constant = sensitivity.constant
            let name = "emulated.sensitivities[\(constant.name)]"
            let ends = [
                ("low", sensitivity.atLow, constant.low, constant.lowDiffers),
                ("high", sensitivity.atHigh, constant.high, constant.highDiffers),
            ]
            for (end, change, value, differs) in ends {
                let rounded = (change * 1e6).rounded() / 1e6
                var formula: Formula?
                if !sensitivity.movesTime, differs {
                    let changed = book.add(
                        Explanation(
                            "total_at[\(constant.name) \(end)].emissions_gco2e",
                            grams(OneAtBound(name: constant.name, isHigh: end == "high")), .grams,
                            symbol: "total_at_\(end)", place: "not printed by itself",
                            meaning: "the total with \(constant.name) = \(value) and all else central, unrounded",
                            origin: .repricing, related: [constant.name]))
                    let ours = book.add(
                        Explanation(
                            "total_unrounded.emissions_gco2e", central, .grams, symbol: "total",
                            place: "not printed by itself",
                            meaning: "the total by its formulas, without the rounding of entries", origin: .repricing,
                            related: ["emulated.total.emissions_gco2e"]))
                    formula = changed - ours
                }
                book.add(
                    Explanation(
                        "\(name).at_\(end)_gco2e", rounded, .grams, aliases: ["moves the total most"],
                        place: "MOVES THE TOTAL MOST",
                        meaning: "change of the total with \(constant.name) alone at \(value)"
                            + (sensitivity.movesTime ? ", the whole run priced anew on its own clocks" : ""),
                        origin: formula == nil ? .repricing : .formula, formula: formula,
                        rounding: .init(entries: 1, quantum: 1e-6, unit: "a microgram"),
                        keys: ["emulated.sensitivities[].constant", "emulated.sensitivities[].moves_time"],
                        related: [constant.name]))
            }
        }
    }
}
