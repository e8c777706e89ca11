internal import Accounting
internal import ClusterModel
internal import Emulation
internal import Units

/// The tables of the page.
enum ReportTables {
    static func sites(_ report: RunReport, to page: inout Markup) {
        let sites = report.analysis.sites
        guard !sites.isEmpty else { return }
        page.table(
            "Electricity by site; emissions are location-based, other accountings stand beside them.",
            [
                "Site", "Energy (kWh)", "PUE", "Mean intensity (gCO2e/kWh)", "Emissions (gCO2e)",
                "Market-based (gCO2e)", "Water (L)",
            ],
            sites.map { account in
                [
                    account.site.name, number(account.total.kilowattHours), number(account.site.pue.central.value),
                    account.meanIntensity.map { number($0.gramsPerKilowattHour) } ?? "–", number(account.total.grams),
                    account.site.marketIntensity == nil ? "–" : number(account.marketGrams),
                    account.litres.map(number) ?? "–",
                ]
            })
    }

    static func phases(_ report: RunReport, to page: inout Markup) {
        let rows = Phase.allCases.compactMap { phase -> [String]? in
            let total = report.account.ledger.total { _, _, booked, _ in booked == phase }
            guard total.energy != 0 else { return nil }
            let share = total.grams / max(report.analysis.total.grams, .leastNormalMagnitude)
            return [
                phase.rawValue.replacing("_", with: "-"), number(Double(total.energy) / 3.6e12), number(total.grams),
                Figures.percent(share),
            ]
        }
        page.table(
            "By phase of the job. All-reduce is the wait for it; checkpoints are their writing.",
            ["Phase", "Energy (Wh)", "Emissions (gCO2e)", "Share"], rows)
    }

    static func constants(_ report: RunReport, to page: inout Markup) {
        let constants = report.analysis.constants
        page.element(
            "p",
            "\(constants.count) constants entered this run. Each is one unknown wherever it is used; a cluster file or a catalog "
                + "beside it overrides any of them, and coordinator explain says what each enters.")
        page.details("All constants with ranges and sources") { inner in
            inner.table(
                "Constants as used.", ["Name", "Value", "Low", "High", "Source", "Year", "Confidence"],
                constants.map {
                    [
                        $0.name, $0.central, $0.low, $0.high, $0.source, $0.year == 0 ? "–" : "\($0.year)",
                        $0.confidence.rawValue,
                    ]
                }, areWords: true)
        }
    }

    /// Four digits that count.
    private static func number(_ value: Double) -> String {
        let size = abs(value)
        return Figures.decimal(value, places: size >= 1000 ? 0 : size >= 100 ? 1 : size >= 10 ? 2 : size >= 0.1 ? 3 : 6)
    }
}
