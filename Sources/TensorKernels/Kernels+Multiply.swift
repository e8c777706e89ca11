internal import TensorKernelInterface

extension Kernels {
    /// What is added to a product.
    package enum Addend {
        /// C = A·B.
        case none
        /// C = C + A·B.
        case destination
        /// C = A·B + M, M of C's shape with contiguous columns.
        case matrix(MatrixView)
    }

    /// C = A·B (+ bias on every row) (+ addend), for A rows × depth, B depth × columns, C rows × columns.
    ///
    /// Transposed operands are transposed views; C's columns must be contiguous and C must not overlap A or B.
    /// Each element is (Σ over a block of the depth, in order, + bias) + addend.
    package func multiply(
        _ a: MatrixView, _ b: MatrixView, into c: MatrixView, bias: FloatSlice? = nil, adding addend: Addend = .none,
        scratch: FloatSlice
    ) {
        precondition(
            a.columns == b.rows && c.rows == a.rows && c.columns == b.columns,
            "product \(a.rows)×\(a.columns) · \(b.rows)×\(b.columns) into \(c.rows)×\(c.columns)")
        precondition(c.columnStride == 1, "the columns of a product must be contiguous")
        precondition(scratch.count >= multiplyScratchCount, "scratch of \(scratch.count), need \(multiplyScratchCount)")
        if let bias { precondition(bias.count == c.columns, "bias of \(bias.count) for \(c.columns) columns") }
        if c.rows == 0 || c.columns == 0 { return }
        var addendBase: UnsafePointer<Float>?
        var addendRowStride = 0
        switch addend {
        case .none: break
        case .destination:
            addendBase = UnsafePointer(c.slice.base)
            addendRowStride = c.rowStride
        case .matrix(let view):
            precondition(
                view.rows == c.rows && view.columns == c.columns && view.columnStride == 1,
                "addend \(view.rows)×\(view.columns) for a product of \(c.rows)×\(c.columns)")
            addendBase = UnsafePointer(view.slice.base)
            addendRowStride = view.rowStride
        }
        table.multiply(
            MatrixMultiplication(
                rows: c.rows, columns: c.columns, depth: a.columns,
                a: a.slice.base, aRowStride: a.rowStride, aDepthStride: a.columnStride,
                b: b.slice.base, bDepthStride: b.rowStride, bColumnStride: b.columnStride,
                c: c.slice.base, cRowStride: c.rowStride,
                bias: bias.map { UnsafePointer($0.base) }, addend: addendBase, addendRowStride: addendRowStride,
                scratch: scratch.base))
        withExtendedLifetime((a, b, c)) {}
        withExtendedLifetime((bias, addend, scratch)) {}
    }
}
