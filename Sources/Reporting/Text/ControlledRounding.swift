internal import Units

/// Rounds tables so that the printed rows and columns still add up to their printed totals.
package enum ControlledRounding {
    /// Parts of a whole in quanta: each is its value rounded down or up, and together they are `whole`.
    ///
    /// Largest remainder; of equal remainders the first gets the surplus. A `whole` that no such rounding reaches (it must
    /// lie within one quantum a part of the sum) is met by giving the rest to the largest part.
    package static func parts(_ values: [Int128], quantum: Int128, whole: Int128) -> [Int128] {
        var parts = values.map { floor($0, quantum) }
        var missing = whole - parts.reduce(0, +)
        let order = values.indices.sorted { a, b in
            let (p, q) = (values[a] - parts[a] * quantum, values[b] - parts[b] * quantum)
            return p == q ? a < b : p > q
        }
        for index in order where missing > 0 && values[index] != parts[index] * quantum {
            parts[index] += 1
            missing -= 1
        }
        if missing != 0, let largest = values.indices.max(by: { values[$0].magnitude < values[$1].magnitude }) {
            parts[largest] += missing
        }
        return parts
    }

    /// A table with its margins, in quanta: every cell, row total, column total and the grand total is its exact value
    /// rounded down or up, the grand total to the nearest (a half upwards), and all of them add up.
    ///
    /// Controlled rounding (Causey, Cox, Ernst: "Applications of transportation theory to statistical problems", J. Am.
    /// Stat. Assoc. 80, 1985): with its negated margins the table's rows and columns sum to zero, so that whoever walks
    /// from one fractional entry to another along rows and columns in turn closes a cycle; the same amount is added and
    /// taken in turn along it until an entry is whole.
    package static func table(_ cells: [[Int128]], quantum: Int128) -> RoundedTable {
        let width = cells.first?.count ?? 0
        guard width > 0 else { return RoundedTable(entries: [[0]]) }
        var entries = cells.map { row in row + [-row.reduce(0, +)] }
        entries.append((0...width).map { column in -entries.reduce(0) { $0 + $1[column] } })
        let corner = (row: cells.count, column: width)
        let grand = entries[corner.row][corner.column]
        let target = Exact.divide(grand, by: quantum) * quantum
        while let cycle = fractionalCycle(entries, quantum: quantum) {
            // Of the two directions, the one that moves the grand total towards its nearest value; else the first.
            let position = cycle.firstIndex { $0.row == corner.row && $0.column == corner.column }
            let rises = position.map { (target > grand) == ($0 % 2 == 0) } ?? true
            let steps = cycle.enumerated().map { index, place -> Int128 in
                let entry = entries[place.row][place.column]
                let below = entry - floor(entry, quantum) * quantum
                return (index % 2 == 0) == rises ? quantum - below : below
            }
            let step = steps.min()!
            for (index, place) in cycle.enumerated() {
                entries[place.row][place.column] += (index % 2 == 0) == rises ? step : -step
            }
        }
        return RoundedTable(entries: entries.map { row in row.map { $0 / quantum } })
    }

    private typealias Place = (row: Int, column: Int)

    /// A line of the table; entries join a row and a column.
    private enum Line: Equatable {
        case row(Int)
        case column(Int)
    }

    /// Fractional entries around a closed walk that changes its row and its column in turn, an even number of them;
    /// `nil` if all entries are whole.
    private static func fractionalCycle(_ entries: [[Int128]], quantum: Int128) -> [Place]? {
        let isFractional = { (row: Int, column: Int) in entries[row][column] % quantum != 0 }
        let (rows, columns) = (entries.indices, entries[0].indices)
        guard let row = rows.first(where: { row in columns.contains { isFractional(row, $0) } }) else { return nil }
        var walk = [Place(row, columns.first { isFractional(row, $0) }!)]
        // Entry i of the walk joins lines i and i + 1.
        var lines = [Line.row(row), .column(walk[0].column)]
        while true {
            let last = walk[walk.count - 1]
            let next: Place
            let line: Line
            // A row or column that sums to zero never has a single fractional entry.
            if lines[lines.count - 1] == .row(last.row) {
                next = Place(last.row, columns.first { $0 != last.column && isFractional(last.row, $0) }!)
                line = .column(next.column)
            } else {
                next = Place(rows.first { $0 != last.row && isFractional($0, last.column) }!, last.column)
                line = .row(next.row)
            }
            walk.append(next)
            if let earlier = lines.firstIndex(of: line) { return Array(walk[earlier...]) }
            lines.append(line)
        }
    }

    private static func floor(_ value: Int128, _ quantum: Int128) -> Int128 {
        let (quotient, remainder) = value.quotientAndRemainder(dividingBy: quantum)
        return remainder < 0 ? quotient - 1 : quotient
    }
}

/// A rounded table with its margins, in quanta.
package struct RoundedTable: Sendable {
    /// With the negated row totals as the last column and the negated column totals as the last row.
    let entries: [[Int128]]

    /// The cells without margins, by rows.
    package var cells: [[Int128]] { entries.dropLast().map { Array($0.dropLast()) } }
    /// One a row.
    package var rowTotals: [Int128] { entries.dropLast().map { -$0[$0.count - 1] } }
    /// One a column.
    package var columnTotals: [Int128] { entries[entries.count - 1].dropLast().map { -$0 } }
    /// Of all cells.
    package var total: Int128 { entries[entries.count - 1].last! }
}
