internal import Collectives
internal import Emulation
internal import Units

/// The tables of a survey, in the order of its rows: times, then bytes and bounds, then energy and emissions.
enum CollectiveTables {
    typealias Column = ColumnTable.Column

    /// Time and bandwidths, as nccl-tests has them; the count is left out where it has no room.
    static func times(_ rows: [CollectiveRow]) -> ColumnTable {
        let unit = timeUnit(rows)
        return table([
            size(rows),
            Column(title: "count", unit: "(elements)", cells: rows.map { "\($0.elements)" }, isDispensable: true),
            algorithm(rows),
            Column(title: "time", unit: "(\(unit.name))", cells: rows.map { unit.text($0.time.total) }),
            Column(title: "algbw", unit: "(GB/s)", cells: rows.map { bandwidth($0.algorithmBandwidth) }),
            Column(title: "busbw", unit: "(GB/s)", cells: rows.map { bandwidth($0.busBandwidth) }),
            Column(title: "#wrong", unit: "", cells: rows.map { $0.wrong.map { "\($0)" } ?? "N/A" }),
        ])
    }

    /// Bytes of the busiest sender and the share of the lower bound; where links are shared, what that adds.
    static func bounds(_ rows: [CollectiveRow]) -> ColumnTable {
        let unit = timeUnit(rows)
        var columns = [
            size(rows), algorithm(rows),
            Column(title: "sent/rank", unit: "(B)", cells: rows.map { "\($0.largestSent)" }),
            Column(title: "bound", unit: "(%)", cells: rows.map { plain($0.shareOfBound * 100, places: 1) }),
        ]
        if rows.contains(where: \.sharesLinks) {
            columns.append(
                Column(title: "shared", unit: "(\(unit.name))", cells: rows.map { unit.text($0.time.contention) }))
        }
        let origins = rows.map(\.origin.rawValue)
        return table(columns + [Column(title: "by", unit: "", cells: origins, isText: true, isDispensable: true)])
    }

    /// Of the network's devices and of the waiting nodes.
    static func costs(_ rows: [CollectiveRow]) -> ColumnTable {
        let energy = Unit.choose(
            rows.map(\.cost.total.joules),
            [("nJ", 1e-9), ("uJ", 1e-6), ("mJ", 1e-3), ("J", 1), ("kJ", 1e3), ("MJ", 1e6)])
        let mass = Unit.choose(
            rows.map(\.cost.total.grams),
            [("pgCO2e", 1e-12), ("ngCO2e", 1e-9), ("ugCO2e", 1e-6), ("mgCO2e", 1e-3), ("gCO2e", 1), ("kgCO2e", 1e3)])
        let column = { (title: String, unit: Unit, value: (CollectiveRow) -> Double) in
            Column(title: title, unit: "(\(unit.name))", cells: rows.map { unit.text(value($0)) })
        }
        return table([
            size(rows), algorithm(rows), column("network", energy) { $0.cost.network.joules },
            column("nodes", energy) { $0.cost.nodes.joules }, column("network", mass) { $0.cost.network.grams },
            column("nodes", mass) { $0.cost.nodes.grams }, column("total", mass) { $0.cost.total.grams },
        ])
    }

    /// Times of this host, and bandwidths by their median.
    static func hostTimes(_ rows: [CollectiveRow]) -> ColumnTable {
        let hosts = rows.compactMap(\.host)
        let isSeconds = hosts.contains { $0.longest >= .seconds(10_000) }
        let time = { (title: String, value: (HostCollective) -> Duration) in
            Column(
                title: title, unit: isSeconds ? "(s)" : "(us)",
                cells: rows.map { row in
                    row.host.map { timeText(value($0).inSeconds * (isSeconds ? 1 : 1e6)) } ?? "-"
                })
        }
        return table([
            vector(rows), algorithm(rows), time("host", \.median), time("least", \.shortest),
            time("most", \.longest),
            Column(
                title: "algbw", unit: "(GB/s)", cells: rows.map { $0.hostAlgorithmBandwidth.map(bandwidth) ?? "-" }),
            Column(
                title: "busbw", unit: "(GB/s)",
                cells: rows.map { row in
                    row.hostAlgorithmBandwidth.map { bandwidth($0 * row.operation.busFactor(ranks: row.ranks)) } ?? "-"
                }),
        ])
    }

    /// Bytes that this host's ranks really sent.
    static func hostBytes(_ rows: [CollectiveRow]) -> ColumnTable {
        table([
            vector(rows), algorithm(rows),
            Column(title: "payload", unit: "(B)", cells: rows.map { $0.host.map { "\($0.payloadSent)" } ?? "-" }),
            Column(title: "framing", unit: "(B)", cells: rows.map { $0.host.map { "\($0.framingSent)" } ?? "-" }),
            Column(
                title: "clocks", unit: "",
                cells: rows.map { $0.host.map { $0.carriedClocks ? "carried" : "none" } ?? "-" }, isText: true),
        ])
    }

    private static func vector(_ rows: [CollectiveRow]) -> Column {
        Column(title: "vector", unit: "(B)", cells: rows.map { "\($0.hostBytes)" })
    }

    private static func table(_ columns: [Column]) -> ColumnTable { ColumnTable(columns, room: Page.width) }

    private static func size(_ rows: [CollectiveRow]) -> Column {
        Column(title: "size", unit: "(B)", cells: rows.map { "\($0.bytes)" })
    }

    private static func algorithm(_ rows: [CollectiveRow]) -> Column {
        Column(
            title: "algorithm", unit: "", cells: rows.map { $0.algorithm.rawValue + ($0.isChosen ? "*" : "") },
            isText: true)
    }

    private static func bandwidth(_ bytesPerSecond: Double) -> String {
        let value = bytesPerSecond / 1e9
        return plain(value, places: value < 0.1 ? 4 : 2)
    }

    private static func plain(_ value: Double, places: Int) -> String {
        Figures.decimal(value, places: places).filter { $0 != "," }
    }

    /// A time in a unit that suits it, with about five digits.
    private static func timeText(_ value: Double) -> String {
        plain(value, places: value < 1000 ? 2 : value < 1e5 ? 1 : 0)
    }

    /// Microseconds as in nccl-tests; seconds where the longest has no room in them.
    private static func timeUnit(_ rows: [CollectiveRow]) -> TimeUnit {
        let longest = rows.reduce(VirtualDuration.zero) { max($0, $1.time.total) }
        return TimeUnit(isSeconds: longest >= .seconds(10_000))
    }

    private struct TimeUnit {
        let isSeconds: Bool
        var name: String { isSeconds ? "s" : "us" }
        func text(_ time: VirtualDuration) -> String {
            let value = time.seconds * (isSeconds ? 1 : 1e6)
            return timeText(value)
        }
    }

    /// A unit that all rows of a column share, so that they can be compared.
    private struct Unit {
        let name: String
        let size: Double

        /// One in which the largest value has up to five digits before the point, as the others are smaller.
        static func choose(_ values: [Double], _ units: [(name: String, size: Double)]) -> Self {
            let largest = values.max() ?? 0
            let chosen = units.last { 100 * $0.size <= largest } ?? units[0]
            return Self(name: chosen.name, size: chosen.size)
        }

        /// About four digits; far below one with a power of ten.
        func text(_ value: Double) -> String {
            let scaled = value / size
            guard scaled > 0, scaled < 0.001 else {
                let limits = [1000.0, 100, 10, 1]
                return plain(scaled, places: limits.firstIndex { scaled >= $0 } ?? limits.count)
            }
            var (mantissa, exponent) = (scaled, 0)
            while mantissa < 0.995, exponent < 99 { (mantissa, exponent) = (mantissa * 10, exponent + 1) }
            return plain(mantissa, places: 2) + "e-\(exponent)"
        }
    }
}
