internal import Accounting
internal import ClusterModel
internal import Emulation
internal import Units

/// What the network between nodes causes, said both ways, in the figures of the printed table.
enum OverheadSection {
    /// Writes the attributed overhead by cause, the difference to the ideal network, the embodied part and the waits that
    /// are not the network's; the first two add up with the printed `table`.
    static func write(_ report: RunReport, table: PrintedTable, to page: inout Page) {
        let analysis = report.analysis
        let scale = table.scale
        let unit = scale.unit
        guard report.account.job.worldSize > 1 else {
            page.items("NETWORK OVERHEAD", ["one node has no network;", fabricOfOne(table)])
            notNetwork(report, table: table, to: &page)
            return
        }
        page.line("NETWORK OVERHEAD")
        let stalls = table.column(.networkStall)
        let fabric = table.column(.fabric)
        let attributed = stalls + fabric
        let overhead = analysis.overhead
        let causes = ControlledRounding.parts(
            overhead.stalls.map(\.total.emissions), quantum: scale.quantum, whole: stalls)
        let transfers = table.transfers
        var parts = zip(overhead.stalls, causes).filter { $0.0.total.emissions != 0 }.map {
            "\(name($0.cause)) \(scale.part(quanta: $1, exact: $0.total.emissions, by: Scale.emissions))"
        }
        parts += [
            ("fabric standing", fabric - transfers, overhead.standing), ("transfers", transfers, overhead.transfers),
        ]
        .map { "\($0) \(scale.part(quanta: $1, exact: $2.emissions, by: Scale.emissions))" }
        page.items(
            "  attributed",
            [
                "\(scale.text(quanta: attributed)) \(unit)",
                share(attributed, of: table.rounded.total, analysis.ranges?.networkShare) + ":",
            ] + Page.list(parts))
        let ideal = scale.quanta(analysis.ideal.emissions)
        let against = table.rounded.total - ideal
        page.items(
            "  against ideal",
            [
                "\(scale.text(quanta: against)) \(unit)",
                share(against, of: table.rounded.total, analysis.ranges?.againstIdealShare) + ":",
                "\(scale.text(quanta: table.rounded.total)) - \(scale.text(quanta: ideal));",
            ] + difference(against - attributed, overhead, scale: scale))
        if let effect = analysis.stallPower { stallPower(effect, scale: scale, to: &page) }
        embodied(analysis, to: &page)
        notNetwork(report, table: table, to: &page)
        page.field("", "The split by cause depends on the order of adding causes.")
    }

    private static func share(_ part: Int128, of total: Int128, _ range: Interval?) -> String {
        let central = Figures.percent(Double(part) / Double(total))
        guard let range, range.low.isFinite, range.high.isFinite else { return central }
        let end = { (share: Double) in
            Figures.decimal(share * 100, places: abs(share) < 0.1 || range.high - range.low < 0.02 ? 1 : 0)
        }
        return central + " " + ClusterSection.brackets(end(range.low), end(range.high))
    }

    private static func difference(_ quanta: Int128, _ overhead: NetworkOverhead, scale: Scale) -> [String] {
        let interaction = overhead.storageInteraction.emissions
        guard overhead.hourly.emissions == 0 else {
            let hourly = scale.part(
                quanta: scale.quanta(overhead.hourly.emissions), exact: overhead.hourly.emissions, by: Scale.emissions)
            let stalls = interaction == 0 ? [] : ["\(scale.text(quanta: scale.quanta(interaction))) storage stalls"]
            return ["over the attributed"] + Page.list(["\(hourly) other hours of the grid"] + stalls)
        }
        guard interaction != 0 else {
            let isExact = quanta == 0 && overhead.rounding.emissions == 0
            return [isExact ? "the same" : "the same but for rounding"]
        }
        let amount = scale.part(quanta: scale.quanta(abs(interaction)), exact: abs(interaction), by: Scale.emissions)
        let words = quanta == 0 ? "as much," : "\(scale.text(quanta: abs(quanta))) \(quanta < 0 ? "less" : "more"),"
        return [
            words, "where storage stalls emit \(amount) \(interaction < 0 ? "less" : "more")",
            "on this network and the rest is rounding",
        ]
    }

    /// The total and the network's share at the low end, the centre and the high end of what waiting accelerators draw.
    private static func stallPower(_ effect: StallPowerEffect, scale: Scale, to page: inout Page) {
        let list = { (text: (StallPowerEffect.Point) -> String) in effect.points.map(text).joined(separator: " / ") }
        let places = effect.points.contains { $0.networkShare < 0.1 } ? 1 : 0
        page.items(
            "  stall power",
            [
                list { Figures.decimal($0.fraction * 100, places: 0) } + " %",
                "-> \(list { scale.approximate($0.grams * 1e6) }) \(scale.unit),",
                "network \(list { Figures.decimal($0.networkShare * 100, places: places) }) %",
            ])
    }

    /// What the network adds to the embodied emissions: its devices, and everything else for the time it costs.
    private static func embodied(_ analysis: RunAnalysis, to page: inout Page) {
        let actual = Int128(analysis.embodiedTotal.count)
        let ideal = analysis.embodied.reduce(Int128(0)) { $0 + Int128($1.ideal.count) }
        let scale = Scale.emissions(actual)
        let (printed, without) = (scale.quanta(actual), scale.quanta(ideal))
        page.items(
            "  embodied",
            [
                "\(scale.text(quanta: printed - without)) \(scale.unit)",
                "\(Figures.percent(Double(printed - without) / Double(max(printed, 1)))):",
                "\(scale.text(quanta: printed)) - \(scale.text(quanta: without)) against ideal,", "in addition",
            ])
    }

    /// Waits that no network between nodes causes.
    private static func notNetwork(_ report: RunReport, table: PrintedTable, to page: inout Page) {
        let ledger = report.account.ledger
        let causes = Cause.allCases.filter { EmissionsTable.Column($0) == .otherWait }
        let sums = causes.map { wanted in ledger.total { _, _, _, cause in cause == wanted }.emissions }
        let whole = table.column(.otherWait)
        let parts = ControlledRounding.parts(sums, quantum: table.scale.quantum, whole: whole)
        guard sums.contains(where: { $0 != 0 }) else { return }
        page.items(
            "  not network",
            ["other wait \(table.scale.text(quanta: whole)) \(table.scale.unit):"]
                + Page.list(
                    zip(zip(causes, sums), parts).filter { $0.1 != 0 }.map {
                        "\(name($0.0)) \(table.scale.part(quanta: $1, exact: $0.1, by: Scale.emissions))"
                    }))
    }

    private static func fabricOfOne(_ table: PrintedTable) -> String {
        let standing = table.column(.fabric)
        return standing == 0
            ? "nothing is charged to a network"
            : "its idle NIC emits \(table.scale.text(quanta: standing)) \(table.scale.unit)"
    }

    static func name(_ cause: Cause) -> String {
        switch cause {
        case .useful: "useful"
        case .imbalance: "imbalance"
        case .intraNode: "inside the node"
        case .straggler: "stragglers"
        case .latency: "latency"
        case .bandwidth: "bandwidth"
        case .contention: "contention"
        case .linkFault: "link faults"
        case .storageStall: "storage and checkpoints"
        case .slowedByCommunication: "compute slowed by communication"
        case .standing: "standing"
        case .transfer: "transfers"
        }
    }
}

extension PrintedTable {
    /// The printed total of the row of transfers, in quanta; 0 where nothing was sent.
    var transfers: Int128 {
        guard let last = table.rows.last, last.label.hasPrefix("transfers") else { return 0 }
        return rounded.rowTotals[table.rows.count - 1]
    }
}
