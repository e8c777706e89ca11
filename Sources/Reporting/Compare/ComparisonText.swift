internal import Accounting

/// Runs side by side, for the terminal: `coordinator compare`.
package enum ComparisonText {
    /// At most eighty columns.
    package static func text(_ comparison: RunComparison) -> String {
        var page = Page()
        let runs = comparison.runs
        for (index, run) in runs.enumerated() {
            page.field(index == 0 ? "COMPARED" : "", "\(letter(index)) \(run.name)")
        }
        page.gap()
        // Two beside the first fit into a line.
        for start in stride(from: 1, to: max(2, runs.count), by: 2) {
            table([0] + Array(start..<min(start + 2, runs.count)), of: runs, to: &page)
            page.gap()
        }
        for (index, verdict) in comparison.verdicts.enumerated() {
            guard let verdict else { continue }
            let (low, high) = (signed(verdict.difference.low), signed(verdict.difference.high))
            page.field(
                index == 1 ? "DRAWS" : "",
                "\(letter(index)) emits less than A in \(Figures.percent(verdict.certainty, places: 0)) of "
                    + "\(Figures.grouped(Ranges.draws)) draws: \(low) to \(high) gCO2e per million tokens (5-95 %)")
        }
        if comparison.verdicts.contains(where: { $0 != nil }) {
            page.field(
                "", "one draw has one value of a constant for all runs; times stay as they are, embodied is left out")
        }
        guard runs.count > 1 else { return page.text }
        page.gap()
        if comparison.differences.isEmpty { page.field("DIFFERS", "nothing in the configuration") }
        for (index, difference) in comparison.differences.enumerated() {
            let values = difference.values.enumerated().map { "\(letter($0.offset)) \($0.element)" }
            page.items(index == 0 ? "DIFFERS" : "", ["\(difference.key):"] + Page.list(values))
        }
        return page.text
    }

    private static func table(_ shown: [Int], of runs: [ComparedRun], to page: inout Page) {
        let quantities = ComparedQuantity.all
        var columns = [
            ColumnTable.Column(title: "", unit: "", cells: quantities.map(\.name), isText: true)
        ]
        for index in shown {
            let run = runs[index]
            columns.append(
                ColumnTable.Column(
                    title: letter(index), unit: "",
                    cells: quantities.map { quantity in quantity.value(run).map { quantity.shown($0) } ?? "-" }))
            guard index > 0 else { continue }
            columns.append(
                ColumnTable.Column(
                    title: "\(letter(index))/A", unit: "(%)",
                    cells: quantities.map { change($0.value(run), $0.value(runs[0])) }))
        }
        var lines: [String] = []
        ColumnTable(columns, room: Page.width).write(to: &lines)
        for line in lines { page.line(line) }
    }

    static func letter(_ index: Int) -> String { String(UnicodeScalar(UInt8(65 + index % 26))) }

    private static func change(_ value: Double?, _ first: Double?) -> String {
        guard let value, let first, first != 0 else { return "-" }
        let percent = (value / first - 1) * 100
        return (percent > 0 ? "+" : "") + Figures.decimal(percent, places: 1)
    }

    private static func signed(_ value: Double) -> String {
        (value > 0 ? "+" : "") + Figures.decimal(value, places: abs(value) < 10 ? 3 : 1)
    }
}
