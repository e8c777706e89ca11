internal import Accounting
internal import Units

/// The table of emissions as it is printed: rounded so that rows and columns add to the totals that are printed.
struct PrintedTable {
    let table: EmissionsTable
    let scale: Scale
    let rounded: RoundedTable

    init(_ report: RunReport) {
        table = EmissionsTable(account: report.account)
        scale = Scale.emissions(report.analysis.total.emissions)
        rounded = ControlledRounding.table(table.rows.map(\.cells), quantum: scale.quantum)
    }

    /// The printed total of a column, in quanta.
    func column(_ column: EmissionsTable.Column) -> Int128 {
        rounded.columnTotals[EmissionsTable.Column.allCases.firstIndex(of: column)!]
    }

    /// Writes the header, a row a component, and the totals; `-` stands for exactly nothing.
    func write(to page: inout Page) {
        let widths = [10, 11, 12, 10, 10, 6]
        let compose = { (label: String, cells: [String]) in
            let room = 21
            let name = label.count > room ? String(label.prefix(room)) : label
            return name + String(repeating: " ", count: room - name.count)
                + zip(cells, widths).map { Figures.padded($0, to: $1) }.joined()
        }
        page.line(compose("\(scale.unit)CO2e", EmissionsTable.columns + ["total", "%"]))
        let total = rounded.total
        let shares = total == 0 ? rounded.rowTotals : permille(rounded.rowTotals, of: total)
        for (index, row) in table.rows.enumerated() {
            let cells = zip(row.cells, rounded.cells[index]).map { $0 == 0 ? "-" : scale.text(quanta: $1) }
            page.line(
                compose(
                    "  " + row.label, cells + [scale.text(quanta: rounded.rowTotals[index]), tenths(shares[index])]))
        }
        page.line(
            compose(
                "  total",
                rounded.columnTotals.enumerated().map { index, quanta in
                    table.rows.contains { $0.cells[index] != 0 } ? scale.text(quanta: quanta) : "-"
                } + [scale.text(quanta: total), tenths(1000)]))
    }

    /// Shares in tenths of a percent that add up to 100.0.
    private func permille(_ rows: [Int128], of total: Int128) -> [Int128] {
        ControlledRounding.parts(rows.map { $0 * 1000 }, quantum: total, whole: 1000)
    }

    private func tenths(_ value: Int128) -> String {
        (value < 0 ? "-" : "") + "\(value.magnitude / 10).\(value.magnitude % 10)"
    }
}
