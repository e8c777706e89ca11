internal import Accounting
internal import Collectives
internal import Emulation
internal import Units

/// One row for each network that the run was priced on, the run itself first.
enum ScenarioSection {
    private static let header = [
        "network", "algorithm", "time", "step", "tok/s", "kWh", "gCO2e", "net %", "ratio",
    ]

    static func write(_ report: RunReport, to page: inout Page) {
        guard !report.scenarios.isEmpty else { return }
        let run = PricedScenario(run: report.account, name: "this run")
        let rows = [run] + report.scenarios
        let tokens = Double(report.analysis.tokensPerStep * report.account.trainingSteps)
        let reference = run.ledger.total()
        let mass = Scale.emissions(reference.emissions)
        let energy = Scale.energy(reference.energy)
        var cells = [header]
        cells[0][5] = energy.unit
        cells[0][6] = mass.unit + "CO2e"
        for scenario in rows {
            let total = scenario.ledger.total()
            let share = total.emissions == 0 ? 0 : Double(scenario.attributed.emissions) / Double(total.emissions)
            let ratio = Double(total.emissions) / Double(max(1, reference.emissions))
            cells.append([
                String(scenario.name.prefix(15)) + (scenario.isExecuted ? "" : " *"),
                scenario.isIdeal ? "-" : short(scenario.job.algorithm.rawValue),
                Figures.duration(scenario.makespan),
                Figures.duration(scenario.anatomy.meanDuration),
                scenario.makespan.seconds > 0 ? Figures.rate(tokens / scenario.makespan.seconds) : "-",
                energy.approximate(Double(total.energy)), mass.approximate(Double(total.emissions)),
                Figures.decimal(share * 100, places: 1),
                Figures.decimal(ratio, places: ratio < 10 ? 2 : ratio < 100 ? 1 : 0),
            ])
        }
        page.line("SAME RUN ON OTHER NETWORKS   same steps and draws; operational, central")
        let widths = header.indices.map { column in cells.map { $0[column].count }.max() ?? 0 }
        for row in cells {
            let texts = row.indices.map { column -> String in
                let filler = String(repeating: " ", count: widths[column] - row[column].count)
                return column < 2 ? row[column] + filler : filler + row[column]
            }
            page.line(("  " + texts.joined(separator: " ")).trimmingEnd)
        }
        if rows.contains(where: { !$0.isExecuted }) {
            page.line("  * priced, not executed: another schedule than the one the workers executed")
        }
    }

    /// Names of algorithms that leave room for figures.
    private static func short(_ name: String) -> String {
        switch name {
        case "halving-doubling": "halving"
        case "recursive-doubling": "doubling"
        case "binomial-tree": "binomial"
        case "double-binary-tree": "dbl-tree"
        case "parameter-server": "server"
        case "sharded-parameter-server": "servers"
        default: name
        }
    }
}

extension String {
    /// Without spaces at the end.
    fileprivate var trimmingEnd: String {
        var text = Substring(self)
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
