internal import Accounting
internal import Charts
internal import ClusterModel
internal import Emulation
internal import Units

/// Where the emissions come from, and what the network adds to them.
enum EnergyFigures {
    static func all(_ report: RunReport) -> [ReportFigure] {
        guard report.analysis.total.emissions != 0 else { return [] }
        return [byCause(report)] + (report.account.job.worldSize > 1 ? [waterfall(report)] : []) + tornado(report)
    }

    /// Rows by what the power was drawn for, parts by what drew it.
    private static func byCause(_ report: RunReport) -> ReportFigure {
        let sums = BookedSum.all(report.account.ledger)
        let components = Component.allCases.filter { component in sums.contains { $0.serving == component } }
        let causes = Cause.allCases.filter { cause in sums.contains { $0.cause == cause } }
        let bars = causes.map { cause in
            StackedBars.Bar(
                OverheadSection.name(cause),
                components.map { component in
                    sums.reduce(0) { $1.cause == cause && $1.serving == component ? $0 + $1.total.grams : $0 }
                })
        }
        let range = report.analysis.ranges?.grams
        let total = StackedBars.Bar(
            "the whole run",
            components.map { component in
                sums.reduce(0) { $1.serving == component ? $0 + $1.total.grams : $0 }
            }, low: range?.low, high: range?.high)
        return ReportFigure(
            name: "emissions-by-cause",
            chart: StackedBars(
                title: "Emissions by cause and component", axis: Axis("emissions", .mass("CO2e")),
                parts: components.map(\.words), bars: bars + [total]),
            caption:
                "Each bar is what the cluster emitted for one cause, divided by what drew the power; the facility's "
                + "part (PUE) is counted where it was caused. The bars above add up to the last one, whose bracket holds 5 to "
                + "95 % of the draws of all constants.")
    }

    /// From the ideal network, step by step, to the actual one.
    private static func waterfall(_ report: RunReport) -> ReportFigure {
        let overhead = report.analysis.overhead
        var steps = overhead.stalls.map {
            ($0.cause == .bandwidth ? "bandwidth" : OverheadSection.name($0.cause), $0.total)
        }
        steps += [
            ("fabric standing", overhead.standing), ("transfers", overhead.transfers),
            ("storage stalls", overhead.storageInteraction), ("other hours of the grid", overhead.hourly),
            ("rounding", overhead.rounding),
        ]
        return ReportFigure(
            name: "ideal-to-actual",
            chart: WaterfallChart(
                title: "From the ideal network to the actual one", axis: Axis("emissions", .mass("CO2e")),
                start: ("ideal network", report.analysis.ideal.grams),
                steps: steps.filter { $0.1.emissions != 0 }.map { WaterfallChart.Step($0.0, $0.1.grams) },
                end: "this run"),
            caption:
                "The ideal network has no latency, endless bandwidth and draws nothing. What each cause adds depends on "
                + "the order in which causes are added; what all of them add does not.")
    }

    private static func tornado(_ report: RunReport) -> [ReportFigure] {
        let leading = report.analysis.sensitivities.prefix(8).filter { $0.span > 0 }
        guard !leading.isEmpty else { return [] }
        let center = report.analysis.total.grams
        return [
            ReportFigure(
                name: "sensitivity",
                chart: TornadoChart(
                    title: "What moves the total most", axis: Axis("emissions", .mass("CO2e")), center: center,
                    factors: leading.map {
                        TornadoChart.Factor(
                            $0.constant.name + ($0.movesTime ? " *" : ""), atLow: center + $0.atLow,
                            atHigh: center + $0.atHigh, lowEnd: $0.constant.low, highEnd: $0.constant.high)
                    }),
                caption:
                    "The run's emissions with one constant at the low or high end of its range and all others central. "
                    + "With * it moves the virtual time too, and the run was priced again.")
        ]
    }
}

extension Component {
    /// For people.
    var words: String {
        switch self {
        case .hostBase: "node base"
        case .cpu: "CPU"
        case .nic: "NIC"
        case .wan: "WAN links"
        default: rawValue
        }
    }
}
