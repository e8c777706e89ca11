/// Weighted linear least squares.
package enum LeastSquares {
    /// The coefficients c that make Σ w·(row · c − value)² least: the normal equations, solved by elimination with pivots.
    ///
    /// `nil` where the rows do not determine them, or there are none.
    package static func coefficients(rows: [[Double]], values: [Double], weights: [Double]) -> [Double]? {
        guard let width = rows.first?.count, width > 0 else { return nil }
        var system = [[Double]](repeating: [Double](repeating: 0, count: width + 1), count: width)
        for (row, (value, weight)) in zip(rows, zip(values, weights)) {
            for i in 0..<width {
                for j in 0..<width { system[i][j] += weight * row[i] * row[j] }
                system[i][width] += weight * row[i] * value
            }
        }
        for column in 0..<width {
            let pivot = (column..<width).max { abs(system[$0][column]) < abs(system[$1][column]) } ?? column
            system.swapAt(column, pivot)
            guard abs(system[column][column]) > 1e-9 else { return nil }
            for row in 0..<width where row != column {
                let factor = system[row][column] / system[column][column]
                for k in column...width { system[row][k] -= factor * system[column][k] }
            }
        }
        return (0..<width).map { system[$0][width] / system[$0][$0] }
    }
}
