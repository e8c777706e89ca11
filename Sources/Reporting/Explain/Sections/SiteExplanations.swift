internal import Accounting
internal import ClusterModel
internal import Emulation
internal import Units

/// Energy and emissions by site and in all, and what follows from a site alone.
enum SiteExplanations {
    static func add(_ report: RunReport, powers: PowerTerms, to book: inout ExplanationBook) {
        let analysis = report.analysis
        let entries = report.account.ledger.entryCount
        devices(report, powers, to: &book)
        for site in analysis.sites { add(site, report, to: &book) }
        let sum = { (book: ExplanationBook, part: String) -> Formula? in
            let parts = analysis.sites.map { book.term("emulated.sites[\($0.site.name)].\(part)") }
            return parts.isEmpty ? nil : .total(parts)
        }
        book.addSums(
            "emulated.equipment", analysis.equipment, symbol: "equipment", place: "EMULATED CLUSTER, energy",
            meaning: "at the equipment of all sites, without the facility's part: sum of \(Figures.grouped(entries)) "
                + "entries less the facility's",
            energy: sum(book, "equipment.energy_joules"), emissions: sum(book, "equipment.emissions_gco2e"))
        book.addSums(
            "emulated.total", analysis.total, aliases: ["emissions", "total", "this run"],
            energyAliases: ["energy", "emulated cluster"], symbol: "total",
            place: "EMULATED CLUSTER",
            meaning: "of the run, operational, facility included: sum of \(Figures.grouped(entries)) entries",
            energy: sum(book, "total.energy_joules"), emissions: sum(book, "total.emissions_gco2e"),
            related: ["table.total.emissions_gco2e", "phases.total.emissions_gco2e"])
        let equipment = book.term("emulated.equipment.energy_joules")
        if analysis.equipment.energy > 0 {
            book.derive(
                "pue_ratio", book.term("emulated.total.energy_joules") / equipment, .ratio, aliases: ["pue"],
                place: "EMULATED CLUSTER, energy", meaning: "total energy over that of the equipment, mean of sites")
        }
        let tokens = book.term("emulated.tokens")
        let keys = ["emulated.emissions_gco2e_per_million_tokens", "emulated.sci_gco2e_per_million_tokens"]
        guard tokens.value > 0 else {
            for key in keys {
                book.add(
                    Explanation(
                        key, value: .text("no token was trained on"), place: "per million tokens",
                        meaning: "emissions over tokens", origin: .clocks))
            }
            return
        }
        book.derive(
            keys[0], book.term("emulated.total.emissions_gco2e") * .number(1_000_000) / tokens,
            .gramsPerMillionTokens, aliases: ["per million tokens"], place: "per million tokens",
            meaning: "operational emissions of the whole run over its tokens, evaluations included")
        book.derive(
            keys[1],
            (book.term("emulated.total.emissions_gco2e") + book.term("emulated.embodied_gco2e")) * .number(1_000_000)
                / tokens, .gramsPerMillionTokens, aliases: ["sci", "sci score"], place: "per million tokens",
            meaning: "with embodied emissions: the SCI score, the functional unit being a million tokens")
    }

    /// Joules and grams of one kind of use on one group, by the formula alone.
    private static func devices(_ report: RunReport, _ powers: PowerTerms, to book: inout ExplanationBook) {
        for group in report.cluster.nodes.indices {
            let items = report.account.usage.items(group: group).map(\.item)
            for kind in UsageKind.allCases {
                let causes = items.filter { $0.kind == kind }
                guard !causes.isEmpty, let rate = powers.rate(group, kind) else { continue }
                let used = { (book: ExplanationBook, suffix: String) -> Formula in
                    .total(
                        causes.map { item in
                            let name = "usage.groups[\(group)].\(item.cause.rawValue).\(kind.key)"
                            return book.term(book.has(name + suffix) ? name + suffix : name)
                        })
                }
                let words = "\(kind.component.word) of group \(group), \(kind.key), at the equipment"
                book.derive(
                    "device.groups[\(group)].\(kind.key)_joules", rate * used(book, ""), .joules,
                    symbol: "E_\(kind.key)_\(group)", place: "not printed by itself", meaning: "energy of \(words)")
                book.derive(
                    "device.groups[\(group)].\(kind.key)_gco2e",
                    rate * used(book, ".at_mean_intensity") * powers.intensity(group, kind) / .number(3_600_000),
                    .grams, symbol: "M_\(kind.key)_\(group)", place: "not printed by itself",
                    meaning: "emissions of \(words), without the facility's")
            }
        }
    }

    private static func add(_ account: SiteAccount, _ report: RunReport, to book: inout ExplanationBook) {
        let site = account.site
        let cluster = report.cluster
        let root = "emulated.sites[\(site.name)]"
        let entries = report.account.ledger.entryCount
        let links = Set(cluster.fabric.wanLinks.map(\.site))
        // What joins sites counts at the first of its sites, at the mean PUE of all.
        let isMixed = links.count > 1 && cluster.fabric.wanLinks.first?.site == site.name
        var (energy, emissions): ([Formula], [Formula]) = ([], [])
        for (group, nodes) in cluster.nodes.enumerated() {
            for kind in UsageKind.allCases {
                let name = "device.groups[\(group)].\(kind.key)"
                let place = kind.component == .wan ? cluster.fabric.wanLinks.first?.site ?? nodes.site : nodes.site
                guard place == site.name, book.has("\(name)_joules") else { continue }
                energy.append(book.term("\(name)_joules"))
                emissions.append(book.term("\(name)_gco2e"))
            }
        }
        book.addSums(
            "\(root).equipment", account.equipment, symbol: "equipment_\(site.name)", place: "result.json",
            meaning: "of the equipment at \(site.name), without the facility's part", energy: .total(energy),
            emissions: .total(emissions), entries: entries)
        let pue = book.constant(site.pue)
        book.addSums(
            "\(root).total", account.total, aliases: [site.name], symbol: "total_\(site.name)",
            place: "result.json", meaning: "at \(site.name), facility included",
            energy: isMixed ? nil : book.term("\(root).equipment.energy_joules") * pue,
            emissions: isMixed
                ? nil
                : site.series == nil
                    ? book.term("\(root).equipment.energy_joules") * pue * book.constant(site.intensity)
                        / .number(3_600_000)
                    : book.term("\(root).equipment.emissions_gco2e") * pue,
            entries: isMixed ? nil : entries)
        electricity(account, root, report, to: &book)
    }

    /// Its hours, its contracts, the plants at the margin, and water.
    private static func electricity(
        _ account: SiteAccount, _ root: String, _ report: RunReport, to book: inout ExplanationBook
    ) {
        let site = account.site
        let total = book.entry("\(root).total.energy_joules").map { book.term($0.name) } ?? .number(0)
        let perKilowattHour = Formula.number(3_600_000)
        book.add(
            Explanation(
                "\(root).mean_intensity_gco2e_per_kwh",
                account.meanIntensity?.gramsPerKilowattHour ?? 0, .gramsPerKilowattHour,
                symbol: "mean_intensity", aliases: site.series == nil ? [] : ["hourly"],
                place: "hourly",
                meaning: "intensity of the run at \(site.name), weighted by energy"
                    + (site.series == nil
                        ? "" : ", in its hours from \(report.cluster.start) on"),
                formula: book.term("\(root).total.emissions_gco2e") * perKilowattHour / total,
                rounding: .init(entries: 1, quantum: 1e-6, unit: "a microgram a kilowatt-hour"),
                related: [site.intensity.name]))
        let untold = { (name: String, words: String) in
            Explanation(
                "\(root).\(name)", value: .text("not told of this site"), place: "result.json", meaning: words,
                origin: .configuration)
        }
        let beside: [(String, Estimate<CarbonIntensity>?, Double, String, String)] = [
            (
                "emissions_market_gco2e", site.marketIntensity, account.marketGrams, "market-based",
                "by the intensity of the operator's contracts"
            ),
            (
                "emissions_marginal_gco2e", site.marginalIntensity, account.marginalGrams, "what if marginal",
                "if all of it came from the plants that run for it"
            ),
        ]
        for (name, intensity, grams, alias, words) in beside {
            guard let intensity else {
                book.add(untold(name, words))
                continue
            }
            book.add(
                Explanation(
                    "\(root).\(name)", grams, .grams, symbol: "\(alias.split(separator: " ").last!)_\(site.name)",
                    aliases: [alias], place: alias, meaning: "emissions at \(site.name) \(words)",
                    formula: total * book.constant(intensity) / perKilowattHour))
        }
        guard let use = site.waterUse, let litres = account.litres else {
            book.add(untold("water_litres", "water on site, by WUE"))
            return
        }
        book.add(
            Explanation(
                "\(root).water_litres", litres, .litres, symbol: "water_\(site.name)", aliases: ["water"],
                place: "water", meaning: "water on site at \(site.name), by WUE, which counts the equipment's energy",
                formula: book.term("\(root).equipment.energy_joules") * book.constant(use) / perKilowattHour))
    }

    /// What is printed of several sites together.
    static func addSums(_ report: RunReport, to book: inout ExplanationBook) {
        let sites = report.analysis.sites
        let told: [(String, String, (SiteAccount) -> Bool)] = [
            ("market", "market-based", { $0.site.marketIntensity != nil }),
            ("marginal", "what if marginal", { $0.site.marginalIntensity != nil }),
        ]
        for (word, alias, isTold) in told where sites.contains(where: isTold) {
            let parts = sites.map { site in
                let root = "emulated.sites[\(site.site.name)]"
                return book.term("\(root).\(isTold(site) ? "emissions_\(word)_gco2e" : "total.emissions_gco2e")")
            }
            book.derive(
                "\(word)_gco2e", .total(parts), .grams, aliases: [alias], place: alias,
                meaning: "of all sites; location-based where nothing else is told")
        }
        let litres = sites.filter { $0.litres != nil }
        if !litres.isEmpty {
            book.derive(
                "water_litres", .total(litres.map { book.term("emulated.sites[\($0.site.name)].water_litres") }),
                .litres, aliases: ["water"], place: "water", meaning: "of all sites that tell their WUE")
        }
        book.add(
            Explanation(
                "emulated.sites", Double(sites.count), .count, place: "result.json",
                meaning: "sites that drew energy", origin: .ledger, keys: ["emulated.sites[].name"]))
    }
}
