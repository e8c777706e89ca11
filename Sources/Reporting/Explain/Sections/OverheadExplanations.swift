internal import Accounting
internal import ClusterModel
internal import Emulation

/// What the network between nodes causes, both ways.
enum OverheadExplanations {
    private static let root = "emulated.network_overhead"

    static func add(_ report: RunReport, powers: PowerTerms, to book: inout ExplanationBook) {
        attributed(report, to: &book)
        againstIdeal(report, powers, to: &book)
        otherWaits(report, to: &book)
        stallPower(report, to: &book)
    }

    /// The ledger's sums of one cause, over components.
    private static func terms(_ cause: Cause, _ key: String, _ book: ExplanationBook) -> [Formula] {
        Component.allCases.map { "ledger.\($0.rawValue).\(cause.rawValue).\(key)" }.filter(book.has).map(book.term)
    }

    private static func addCause(
        _ name: String, _ cause: Cause, _ sum: LedgerTotal, aliases: [String], meaning: String,
        to book: inout ExplanationBook
    ) {
        let energy = terms(cause, "energy_joules", book)
        let emissions = terms(cause, "emissions_gco2e", book)
        book.addSums(
            name, sum, aliases: aliases, symbol: cause.rawValue, place: "NETWORK OVERHEAD", meaning: meaning,
            energy: .sum(energy), emissions: .sum(emissions))
    }

    private static func attributed(_ report: RunReport, to book: inout ExplanationBook) {
        let overhead = report.analysis.overhead
        var names: [String] = []
        for (cause, sum) in overhead.stalls {
            let name = "\(root).attributed.stalls.\(cause.rawValue)"
            addCause(
                name, cause, sum, aliases: ["\(OverheadSection.name(cause)) emissions"],
                meaning: "of whole nodes during waits (\(OverheadSection.name(cause))), sum over components", to: &book)
            names.append(name)
        }
        let devices: [(String, Cause, LedgerTotal, String, String)] = [
            (
                "standing", .standing, overhead.standing, "fabric standing",
                "of NICs, switches, optics and WAN links, whatever they carry"
            ),
            ("transfers", .transfer, overhead.transfers, "transfers of the network", "that the bytes cause in them"),
        ]
        for (key, cause, sum, alias, meaning) in devices {
            addCause("\(root).attributed.\(key)", cause, sum, aliases: [alias], meaning: meaning, to: &book)
            names.append("\(root).attributed.\(key)")
        }
        book.addSums(
            "\(root).attributed.total", overhead.attributed, aliases: ["attributed", "network overhead"],
            symbol: "attributed",
            place: "NETWORK OVERHEAD, attributed",
            meaning: "charged to the network: its devices, and whole nodes during the waits that it causes",
            energy: .sum(names.map { book.term("\($0).energy_joules") }),
            emissions: .sum(names.map { book.term("\($0).emissions_gco2e") }),
            related: report.analysis.total.emissions == 0 ? [] : ["attributed_ratio"])
        guard report.analysis.total.emissions != 0 else { return }
        book.derive(
            "attributed_ratio",
            book.term("\(root).attributed.total.emissions_gco2e") / book.term("emulated.total.emissions_gco2e"),
            .ratio, aliases: ["attributed %"], place: "NETWORK OVERHEAD, attributed",
            meaning: "the network's share of the run's emissions",
            related: report.analysis.ranges == nil ? [] : ["emulated.ranges.attributed_ratio.p5"])
    }

    private static func againstIdeal(_ report: RunReport, _ powers: PowerTerms, to book: inout ExplanationBook) {
        let overhead = report.analysis.overhead
        let name = "\(root).against_ideal"
        var (energy, emissions): ([Formula], [Formula]) = ([], [])
        for group in report.cluster.nodes.indices {
            for kind in UsageKind.allCases {
                let items = report.account.idealUsage.items(group: group).filter { $0.item.kind == kind }
                guard !items.isEmpty, let rate = powers.rate(group, kind) else { continue }
                let seconds = items.reduce(0) { $0 + Double($1.item.amount) / 1e18 }
                let emitting = items.reduce(0) { $0 + Double($1.emitting.amount) / 1e18 }
                let place = "not printed by itself"
                let used = book.add(
                    Explanation(
                        "ideal_usage.groups[\(group)].\(kind.key)", seconds, .seconds, symbol: "t_\(kind.key)",
                        place: place,
                        meaning: "seconds of use on the ideal network, all nodes of group \(group)", origin: .clocks))
                let hourly =
                    emitting == seconds
                    ? used
                    : book.add(
                        Explanation(
                            "ideal_usage.groups[\(group)].\(kind.key).at_mean_intensity", emitting, .seconds,
                            symbol: "t_\(kind.key)_by_hour", place: place,
                            meaning: "the same, weighted by the intensity of its hours over the series' mean",
                            origin: .clocks))
                energy.append(
                    book.derive(
                        "ideal_device.groups[\(group)].\(kind.key)_joules", rate * used * powers.pue(group, kind),
                        .joules, symbol: "E_\(kind.key)_\(group)", place: place,
                        meaning: "energy on the ideal network, facility included"))
                emissions.append(
                    book.derive(
                        "ideal_device.groups[\(group)].\(kind.key)_gco2e",
                        rate * hourly * powers.pue(group, kind) * powers.intensity(group, kind) / .number(3_600_000),
                        .grams, symbol: "M_\(kind.key)_\(group)", place: place,
                        meaning: "emissions on the ideal network, facility included"))
            }
        }
        book.addSums(
            "\(name).ideal_network", report.analysis.ideal, symbol: "ideal", place: "NETWORK OVERHEAD, against ideal",
            meaning: "of the same run and draws on the ideal network, where nothing between nodes draws power",
            energy: .total(energy), emissions: .total(emissions), entries: report.account.idealLedger.entryCount)
        book.addSums(
            "\(name).total", overhead.againstIdeal, aliases: ["against ideal"], symbol: "against_ideal",
            place: "NETWORK OVERHEAD, against ideal", meaning: "more than on the ideal network",
            energy: book.term("emulated.total.energy_joules") - book.term("\(name).ideal_network.energy_joules"),
            emissions: book.term("emulated.total.emissions_gco2e")
                - book.term("\(name).ideal_network.emissions_gco2e"))
        if report.analysis.total.emissions != 0 {
            book.derive(
                "against_ideal_ratio",
                book.term("\(name).total.emissions_gco2e") / book.term("emulated.total.emissions_gco2e"), .ratio,
                aliases: ["against ideal %"], place: "NETWORK OVERHEAD, against ideal",
                meaning: "share of the run's emissions that the ideal network would save")
        }
        let stall = { (ledger: Ledger) in ledger.total { _, _, _, cause in cause == .storageStall } }
        book.addSums(
            "storage_stall.actual", stall(report.account.ledger), symbol: "actual_stalls",
            place: "not printed by itself",
            meaning: "during storage stalls on this network",
            energy: .sum(terms(.storageStall, "energy_joules", book)),
            emissions: .sum(terms(.storageStall, "emissions_gco2e", book)))
        book.addSums(
            "storage_stall.ideal", stall(report.account.idealLedger), symbol: "ideal_stalls",
            place: "not printed by itself",
            meaning: "during storage stalls on the ideal network")
        let minus = { (book: ExplanationBook, key: String) in
            book.term("storage_stall.actual.\(key)") - book.term("storage_stall.ideal.\(key)")
        }
        book.addSums(
            "\(name).storage_interaction", overhead.storageInteraction, aliases: ["storage stalls"],
            symbol: "storage_interaction", place: "NETWORK OVERHEAD, against ideal",
            meaning: "that storage stalls cost more on this network than on the ideal one",
            energy: minus(book, "energy_joules"), emissions: minus(book, "emissions_gco2e"))
        let rest = { (book: ExplanationBook, key: String) in
            book.term("\(name).total.\(key)") - book.term("\(root).attributed.total.\(key)")
                - book.term("\(name).storage_interaction.\(key)")
        }
        let hasHours = report.cluster.sites.contains { $0.series != nil }
        book.addSums(
            "\(name).hourly_grid", overhead.hourly, aliases: ["hours of the grid"], symbol: "hourly_grid",
            place: "NETWORK OVERHEAD, against ideal",
            meaning: "that the actual run emits as it is at other hours than the ideal one (with roundings)",
            energy: .number(0), emissions: hasHours ? rest(book, "emissions_gco2e") : .number(0))
        book.addSums(
            "\(name).rounding", overhead.rounding, symbol: "rest", place: "NETWORK OVERHEAD, against ideal",
            meaning: "that remains between the two statements: roundings of entries",
            energy: rest(book, "energy_joules"), emissions: hasHours ? .number(0) : rest(book, "emissions_gco2e"))
    }

    /// Waits that no network between nodes causes.
    private static func otherWaits(_ report: RunReport, to book: inout ExplanationBook) {
        var (energy, emissions): ([Formula], [Formula]) = ([], [])
        var sums = LedgerTotal()
        for cause in Cause.allCases where EmissionsTable.Column(cause) == .otherWait {
            let sum = report.account.ledger.total { _, _, _, of in of == cause }
            guard sum != LedgerTotal() else { continue }
            addCause(
                "not_network.\(cause.rawValue)", cause, sum, aliases: ["\(OverheadSection.name(cause)) emissions"],
                meaning: "of whole nodes (\(OverheadSection.name(cause))), sum over components", to: &book)
            energy.append(book.term("not_network.\(cause.rawValue).energy_joules"))
            emissions.append(book.term("not_network.\(cause.rawValue).emissions_gco2e"))
            sums = sums + sum
        }
        guard !energy.isEmpty else { return }
        book.addSums(
            "not_network", sums, aliases: ["not network"], place: "NETWORK OVERHEAD, not network",
            meaning: "of waits that no network between nodes causes", energy: .sum(energy),
            emissions: .sum(emissions))
    }

    /// Both totals with one value of the fraction, priced by linear use on the same timeline.
    private static func stallPower(_ report: RunReport, to book: inout ExplanationBook) {
        guard let effect = report.analysis.stallPower else { return }
        let constant = report.cluster.assumptions.stallPowerFraction
        for (end, point) in zip(["low", "central", "high"], effect.points) {
            book.add(
                Explanation(
                    "stall_power.\(end).emissions_gco2e", point.grams, .grams, aliases: ["stall power"],
                    place: "NETWORK OVERHEAD, stall power",
                    meaning: "the total with \(constant.name) = \(Figures.decimal(point.fraction, places: 3)) and all "
                        + "else central, on this timeline", origin: .repricing, related: [constant.name]))
            book.add(
                Explanation(
                    "stall_power.\(end).network_ratio", point.networkShare, .ratio, aliases: ["stall power network"],
                    place: "NETWORK OVERHEAD, stall power", meaning: "the network's share of it", origin: .repricing,
                    related: [constant.name]))
        }
    }
}
