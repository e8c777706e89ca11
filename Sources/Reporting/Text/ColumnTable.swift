/// A table whose columns are as wide as their widest cell, with a header of two lines that begin with `#`.
struct ColumnTable {
    /// One column: its title, its unit, and a cell a row.
    struct Column {
        let title: String
        let unit: String
        let cells: [String]
        /// Numbers end together, words begin together.
        var isText = false
        /// Left out where the table is too wide with it.
        var isDispensable = false

        var width: Int { ([title, unit] + cells).reduce(0) { max($0, $1.count) } }
    }

    private let columns: [Column]

    /// - Parameter room: what the table should fit into, if leaving out all that is dispensable is enough.
    /// - Precondition: as many cells in every column.
    init(_ columns: [Column], room: Int) {
        precondition(Set(columns.map(\.cells.count)).count <= 1, "columns of one table have equally many cells")
        let width = columns.reduce(1) { $0 + 1 + $1.width }
        self.columns = width <= room ? columns : columns.filter { !$0.isDispensable }
    }

    /// Writes both lines of the header and the rows; cuts nothing.
    func write(to lines: inout [String]) {
        lines.append(line(mark: "#", \.title))
        lines.append(line(mark: "#", \.unit))
        for row in 0..<(columns.first?.cells.count ?? 0) { lines.append(line(mark: " ") { $0.cells[row] }) }
    }

    private func line(mark: String, _ cell: (Column) -> String) -> String {
        var text = mark
        for column in columns {
            let room = String(repeating: " ", count: column.width - cell(column).count)
            text += " " + (column.isText ? cell(column) + room : room + cell(column))
        }
        while text.last == " " { text.removeLast() }
        return text
    }
}
