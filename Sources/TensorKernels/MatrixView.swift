/// A matrix inside a slice: element (i, j) lies at `i·rowStride + j·columnStride`.
package struct MatrixView {
    /// The memory; element (0, 0) is its first value.
    package let slice: FloatSlice
    /// Number of rows.
    package let rows: Int
    /// Number of columns.
    package let columns: Int
    /// Elements from row to row.
    package let rowStride: Int
    /// Elements from column to column.
    package let columnStride: Int

    /// Precondition: every element lies inside the slice.
    package init(_ slice: FloatSlice, rows: Int, columns: Int, rowStride: Int? = nil, columnStride: Int = 1) {
        let rowStride = rowStride ?? columns
        precondition(
            rows >= 0 && columns >= 0 && rowStride >= 0 && columnStride >= 0,
            "a \(rows)×\(columns) matrix with strides \(rowStride), \(columnStride)")
        if rows > 0 && columns > 0 {
            let last = (rows - 1) * rowStride + (columns - 1) * columnStride
            precondition(
                last < slice.count,
                "a \(rows)×\(columns) matrix with strides \(rowStride), \(columnStride) in \(slice.count) values")
        }
        self.slice = slice
        self.rows = rows
        self.columns = columns
        self.rowStride = rowStride
        self.columnStride = columnStride
    }

    /// The same values with rows and columns exchanged.
    package var transposed: MatrixView {
        MatrixView(slice, rows: columns, columns: rows, rowStride: columnStride, columnStride: rowStride)
    }

    /// Rows `band`, columns `columnBand`.
    package func block(_ band: Range<Int>, _ columnBand: Range<Int>) -> MatrixView {
        precondition(
            band.lowerBound >= 0 && band.upperBound <= rows && columnBand.lowerBound >= 0
                && columnBand.upperBound <= columns, "block \(band)×\(columnBand) of a \(rows)×\(columns) matrix")
        let offset = band.lowerBound * rowStride + columnBand.lowerBound * columnStride
        return MatrixView(
            slice.from(min(offset, slice.count)), rows: band.count, columns: columnBand.count, rowStride: rowStride,
            columnStride: columnStride)
    }
}
