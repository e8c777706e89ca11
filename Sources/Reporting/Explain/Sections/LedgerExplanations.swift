internal import Accounting
internal import ClusterModel
internal import Emulation
internal import Units

/// Sums of the ledger by component and cause, each beside power x time x PUE x intensity.
enum LedgerExplanations {
    static func add(_ report: RunReport, powers: PowerTerms, to book: inout ExplanationBook) {
        usage(report, powers, to: &book)
        cells(report, powers, to: &book)
        bookings(report, to: &book)
        ranks(report, to: &book)
    }

    /// The name of the use of one kind for one cause on one group.
    private static func name(_ group: Int, _ item: UsageItem) -> String {
        "usage.groups[\(group)].\(item.cause.rawValue).\(item.kind.key)"
    }

    private static func isInBytes(_ kind: UsageKind) -> Bool {
        switch kind {
        case .nicTransfer, .switchTransfer, .opticsTransfer, .wanTransfer: true
        default: false
        }
    }

    private static func amount(_ item: UsageItem) -> Double {
        isInBytes(item.kind) ? Double(item.amount) : Double(item.amount) / 1e18
    }

    /// Node-seconds and bytes off the clocks; and where the grid changes, the time at its mean that emits as much.
    private static func usage(_ report: RunReport, _ powers: PowerTerms, to book: inout ExplanationBook) {
        for group in report.cluster.nodes.indices {
            for (item, emitting) in report.account.usage.items(group: group) {
                let unit: ExplainedUnit = isInBytes(item.kind) ? .bytes : .seconds
                let words =
                    isInBytes(item.kind)
                    ? "bytes through it, all nodes of group \(group)"
                    : "seconds of use, summed over all nodes of group \(group)"
                let cause = OverheadSection.name(item.cause)
                book.add(
                    Explanation(
                        name(group, item), amount(item), unit, symbol: "t_\(item.kind.key)",
                        place: "not printed by itself", meaning: "\(words) (\(cause))", origin: .clocks))
                guard emitting.amount != item.amount else { continue }
                book.add(
                    Explanation(
                        name(group, item) + ".at_mean_intensity", amount(emitting), unit,
                        symbol: "t_\(item.kind.key)_by_hour", place: "not printed by itself",
                        meaning: "the same, each step's part times the intensity of its hours over the series' mean",
                        origin: .clocks))
            }
        }
    }

    /// Energy and emissions of one component for one cause, facility included.
    private static func cells(_ report: RunReport, _ powers: PowerTerms, to book: inout ExplanationBook) {
        let account = report.account
        let bookings = account.ledger.bookings
        for component in Component.allCases {
            for cause in Cause.allCases {
                let sum = bookings.reduce(LedgerTotal()) {
                    $1.key.serving == component && $1.key.cause == cause ? $0 + $1.value : $0
                }
                guard sum != LedgerTotal() else { continue }
                var (energy, emissions): ([Formula], [Formula]) = ([], [])
                for group in report.cluster.nodes.indices {
                    let items = account.usage.items(group: group).map(\.item).filter {
                        $0.kind.component == component && $0.cause == cause
                    }
                    guard let first = items.first else { continue }
                    func product(_ isEmitting: Bool) -> Formula {
                        .total(
                            items.compactMap { item in
                                guard let rate = powers.rate(group, item.kind) else { return nil }
                                let hourly = name(group, item) + ".at_mean_intensity"
                                let used = isEmitting && book.has(hourly) ? hourly : name(group, item)
                                return rate * book.term(used)
                            })
                    }
                    energy.append(product(false) * powers.pue(group, first.kind))
                    emissions.append(
                        product(true) * powers.pue(group, first.kind) * powers.intensity(group, first.kind)
                            / .number(3_600_000))
                }
                guard !energy.isEmpty else { continue }
                book.addSums(
                    "ledger.\(component.rawValue).\(cause.rawValue)", sum,
                    symbol: "\(component.rawValue)_\(cause.rawValue)", place: "table of emissions",
                    meaning: "of \(component.word) for \(OverheadSection.name(cause)), facility included: power x time "
                        + "x PUE (x intensity; 3,600,000 J are 1 kWh)",
                    energy: .total(energy), emissions: .total(emissions), entries: account.ledger.entryCount)
            }
        }
    }

    /// What stands in `bookings`, row by row.
    private static func bookings(_ report: RunReport, to book: inout ExplanationBook) {
        for sum in BookedSum.all(report.account.ledger) {
            let parts = [sum.component.rawValue, sum.serving.rawValue, sum.cause.rawValue, sum.phase.rawValue]
            let cell = "ledger.\(sum.serving.rawValue).\(sum.cause.rawValue)"
            book.addSums(
                "emulated.bookings[\(parts.joined(separator: ","))].total", sum.total, symbol: parts[3],
                place: "result.json",
                meaning: "of \(sum.component.word)\(sum.component == .facility ? " for \(sum.serving.word)" : ""), "
                    + "\(OverheadSection.name(sum.cause)), in \(sum.phase.rawValue): entries of all ranks and steps",
                related: ["\(cell).emissions_gco2e"])
        }
        book.add(
            Explanation(
                "emulated.bookings", Double(BookedSum.all(report.account.ledger).count), .count,
                place: "result.json", meaning: "rows of the ledger: component x what it serves x cause x phase",
                origin: .ledger, keys: ["emulated.bookings[]."]))
    }

    private static func ranks(_ report: RunReport, to book: inout ExplanationBook) {
        for rank in 0..<report.account.job.worldSize {
            book.addSums(
                "emulated.ranks[\(rank)].total", report.account.ledger.total(rank: rank), symbol: "rank_\(rank)",
                place: "result.json", meaning: "of all entries that were booked to rank \(rank)")
        }
        book.add(
            Explanation(
                "emulated.ranks", Double(report.account.job.worldSize), .count, place: "result.json",
                meaning: "ranks, numbered from 0", origin: .configuration, keys: ["emulated.ranks[].rank"]))
    }
}
