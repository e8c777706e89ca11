internal import Accounting
internal import ClusterModel
internal import Units

/// What else is told of the electricity: its hours, its contracts, the plants at the margin, and water.
enum ElectricitySection {
    /// Nothing for sites of which only a constant intensity is told.
    static func write(_ report: RunReport, to page: inout Page) {
        let sites = report.analysis.sites
        let timed = sites.filter { $0.site.series != nil }
        if !timed.isEmpty {
            let means = timed.map { account in
                let mean = account.meanIntensity?.formatted(decimals: 1) ?? "-"
                return "\(account.site.name) \(mean) in the run's hours (series' mean "
                    + "\(account.site.intensity.central.formatted(decimals: 1)))"
            }
            page.items("  hourly", ["from \(report.cluster.start):"] + Page.list(means))
        }
        beside(
            "  market-based", sites, \.site.marketIntensity, \.marketGrams,
            meaning: "by the operators' contracts", to: &page)
        beside(
            "  what if marginal", sites, \.site.marginalIntensity, \.marginalGrams,
            meaning: "if plants at the margin ran for it", to: &page)
        let litres = sites.compactMap(\.litres)
        if !litres.isEmpty {
            let sum = litres.reduce(0, +)
            let untold = sites.count - litres.count
            page.items(
                "  water",
                ["\(Figures.decimal(sum, places: sum < 10 ? 3 : 1)) L on site, by WUE"]
                    + (untold > 0 ? ["(not told of \(untold) of \(sites.count) sites)"] : []))
        }
    }

    /// A total by another intensity, beside the location-based one and never netted with it.
    private static func beside(
        _ label: String, _ sites: [SiteAccount], _ intensity: (SiteAccount) -> Estimate<CarbonIntensity>?,
        _ grams: (SiteAccount) -> Double, meaning: String, to page: inout Page
    ) {
        let told = sites.filter { intensity($0) != nil }
        guard !told.isEmpty else { return }
        let micrograms = Int128((sites.reduce(0) { $0 + grams($1) } * 1e6).rounded())
        let scale = Scale.emissions(micrograms)
        let names = told.map { "\($0.site.name) \(intensity($0)!.central.formatted(decimals: 1))" }
        let rest = told.count < sites.count ? ["the others as above"] : []
        page.items(label, ["\(scale.string(micrograms))CO2e \(meaning):"] + Page.list(names + rest))
    }
}
