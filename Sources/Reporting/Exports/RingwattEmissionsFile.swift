internal import Accounting
internal import ClusterModel
internal import Units

/// `emissions-ringwatt.csv`: what `emissions.csv` has no columns for, one figure's row a line (RFC 4180).
///
/// `booking` rows are the whole ledger and add up to the `total` row `operational`; `embodied` rows add up to the one of
/// that name; what does not apply to a row is empty.
enum RingwattEmissionsFile {
    static func text(_ report: RunReport) -> String {
        ([header] + rows(report).map(\.fields)).map { CSVLine.text($0) + "\r\n" }.joined()
    }

    /// Names of the columns, units included.
    static let header =
        [
            "record", "name", "component", "serving", "cause", "phase", "charged_to_network", "emissions_csv_column",
            "energy_nanojoules", "emissions_micrograms", "energy_kwh", "emissions_gco2e", "share_of_operational_ratio",
            "water_litres",
        ]
        + ["energy_%_kwh", "emissions_%_gco2e", "share_of_operational_%_ratio"].flatMap { name in
            ["p5", "p50", "p95"].map { name.split(separator: "%").joined(separator: $0) }
        }

    private static func rows(_ report: RunReport) -> [Row] {
        let analysis = report.analysis
        let whole = analysis.total
        let bookings = BookedSum.all(report.account.ledger).map { sum in
            var row = Row("booking", sum.total, of: whole)
            (row.component, row.serving) = (sum.component.rawValue, sum.serving.rawValue)
            (row.cause, row.phase) = (sum.cause.rawValue, sum.phase.rawValue)
            row.chargedToNetwork = sum.isChargedToNetwork
            row.column = CodeCarbonShare.Kind(serving: sum.serving)?.column ?? ""
            return row
        }
        let embodied = analysis.embodied.map { share in
            var row = Row("embodied", emissions: Int128(share.actual.micrograms))
            row.component = share.component.rawValue
            row.chargedToNetwork = share.component.isFabric
            return row
        }
        let sites = analysis.sites.map { account in
            var row = Row("site", account.total, of: whole, name: account.site.name)
            row.litres = account.litres
            return row
        }
        return bookings + embodied + sites + totals(report)
    }

    private static func totals(_ report: RunReport) -> [Row] {
        let analysis = report.analysis
        let (whole, ranges) = (analysis.total, analysis.ranges)
        let total = { (name: String, sum: LedgerTotal) in Row("total", sum, of: whole, name: name) }
        let minus = { (part: LedgerTotal) in
            LedgerTotal(energy: whole.energy - part.energy, emissions: whole.emissions - part.emissions)
        }
        let told = CodeCarbonShare(report.account.ledger).total
        var operational = total("operational", whole)
        operational.joules = ranges?.joules
        operational.grams = ranges?.grams
        var attributed = total("network_attributed", analysis.overhead.attributed)
        attributed.chargedToNetwork = true
        (attributed.grams, attributed.share) = (ranges?.networkGrams, ranges?.networkShare)
        var against = total("network_against_ideal", analysis.overhead.againstIdeal)
        (against.grams, against.share) = (ranges?.againstIdealGrams, ranges?.againstIdealShare)
        let mass = Int128(analysis.embodiedTotal.micrograms)
        var embodied = Row("total", emissions: mass, name: "embodied")
        embodied.grams = ranges?.embodiedGrams
        return [
            operational, total("equipment", analysis.equipment), total("facility", minus(analysis.equipment)),
            total("emissions_csv", told), total("beyond_emissions_csv", minus(told)), attributed, against, embodied,
            Row("total", emissions: whole.emissions + mass, name: "operational_and_embodied"),
        ]
    }

    private struct Row {
        let record: String
        let name: String
        let energy: Int128?
        let emissions: Int128
        /// Of the operational emissions.
        let ratio: Double?
        var component = ""
        var serving = ""
        var cause = ""
        var phase = ""
        var chargedToNetwork: Bool?
        var column = ""
        var litres: Double?
        var joules: Interval?
        var grams: Interval?
        var share: Interval?

        init(_ record: String, _ total: LedgerTotal, of whole: LedgerTotal, name: String = "") {
            self.record = record
            self.name = name
            energy = total.energy
            emissions = total.emissions
            ratio = whole.emissions == 0 ? nil : Double(total.emissions) / Double(whole.emissions)
        }

        /// Without energy.
        init(_ record: String, emissions: Int128, name: String = "") {
            self.record = record
            self.name = name
            energy = nil
            self.emissions = emissions
            ratio = nil
        }

        var fields: [String] {
            let ends = { (interval: Interval?, scale: Double, places: Int) -> [String] in
                guard let interval else { return ["", "", ""] }
                return [interval.low, interval.median, interval.high].map {
                    ExactDecimal.rounded($0 * scale, places: places)
                }
            }
            return [
                record, name, component, serving, cause, phase, chargedToNetwork.map { $0 ? "true" : "false" } ?? "",
                column, energy.map { "\($0)" } ?? "", "\(emissions)", energy.map(ExactDecimal.kilowattHours) ?? "",
                ExactDecimal.grams(emissions), ratio.map { ExactDecimal.rounded($0, places: 9) } ?? "",
                litres.map { ExactDecimal.rounded($0, places: 9) } ?? "",
            ] + ends(joules, 1 / 3.6e6, 12) + ends(grams, 1, 6) + ends(share, 1, 9)
        }
    }
}
