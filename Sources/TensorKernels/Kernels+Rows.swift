internal import TensorKernelInterface

extension Kernels {
    /// y = (x − mean)/√(variance + ε)·scale + shift for each row of `scale.count` values; keeps the rows' means and
    /// inverse deviations for the backward rule.
    package func layerNorm(
        _ x: FloatSlice, scale: FloatSlice, shift: FloatSlice, epsilon: Float, into y: FloatSlice,
        means: FloatSlice, inverseDeviations: FloatSlice
    ) {
        let (rows, width) = (means.count, scale.count)
        precondition(
            width > 0 && x.count == rows * width && y.count == x.count && shift.count == width
                && inverseDeviations.count == rows,
            "layer norm of \(x.count) values as \(rows) rows of \(width) into \(y.count), shift \(shift.count)")
        table.layerNorm(
            LayerNormArguments(
                x: x.base, scale: scale.base, shift: shift.base, y: y.base, means: means.base,
                inverseDeviations: inverseDeviations.base, rows: rows, width: width, epsilon: epsilon))
        withExtendedLifetime((x, scale, shift)) {}
        withExtendedLifetime((y, means, inverseDeviations)) {}
    }

    /// The backward rule of `layerNorm`; the gradients of scale and shift accumulate.
    package func layerNormGradient(
        _ x: FloatSlice, scale: FloatSlice, means: FloatSlice, inverseDeviations: FloatSlice, dy: FloatSlice,
        dx: FloatSlice, scaleGradient: FloatSlice, shiftGradient: FloatSlice, accumulate: Bool
    ) {
        let (rows, width) = (means.count, scale.count)
        precondition(
            width > 0 && x.count == rows * width && dy.count == x.count && dx.count == x.count
                && inverseDeviations.count == rows && scaleGradient.count == width && shiftGradient.count == width,
            "layer norm gradient of \(x.count) values as \(rows) rows of \(width)")
        table.layerNormGradient(
            LayerNormGradientArguments(
                x: x.base, scale: scale.base, means: means.base, inverseDeviations: inverseDeviations.base,
                yGradient: dy.base, xGradient: dx.base, scaleGradient: scaleGradient.base,
                shiftGradient: shiftGradient.base, rows: rows, width: width, accumulate: accumulate))
        withExtendedLifetime((x, scale, means, inverseDeviations)) {}
        withExtendedLifetime((dy, dx, scaleGradient, shiftGradient)) {}
    }

    /// Causal softmax in place: row i of the band sees the keys 0…(firstRow + i); zeros behind.
    package func causalSoftmax(_ scores: MatrixView, firstRow: Int, scale: Float) {
        table.causalSoftmax(rows(scores, firstRow: firstRow, scale: scale))
        withExtendedLifetime(scores) {}
    }

    /// dp → ds = scale·p·(dp − Σ p·dp) in place, for probabilities and gradient of the same layout.
    package func causalSoftmaxGradient(
        _ probabilities: MatrixView, gradient: MatrixView, firstRow: Int, scale: Float
    ) {
        precondition(
            gradient.rows == probabilities.rows && gradient.columns == probabilities.columns
                && gradient.rowStride == probabilities.rowStride && gradient.columnStride == 1,
            "causal softmax gradient of two different layouts")
        table.causalSoftmaxGradient(
            rows(probabilities, firstRow: firstRow, scale: scale), gradient.slice.base)
        withExtendedLifetime((probabilities, gradient)) {}
    }

    /// Row softmax of rows × columns logits; also each row's maximum m and its Σ exp(x − m).
    package func softmax(
        _ logits: FloatSlice, into probabilities: FloatSlice, maxima: FloatSlice, sums: FloatSlice
    ) {
        let rows = maxima.count
        precondition(
            rows > 0 && logits.count % rows == 0 && logits.count > 0 && probabilities.count == logits.count
                && sums.count == rows, "softmax of \(logits.count) values in \(rows) rows")
        table.softmax(
            logits.base, probabilities.base, maxima.base, sums.base, rows, logits.count / rows)
        withExtendedLifetime((logits, probabilities, maxima, sums)) {}
    }

    private func rows(_ view: MatrixView, firstRow: Int, scale: Float) -> CausalRows {
        precondition(view.columnStride == 1 && view.columns > 0 && firstRow >= 0, "causal rows of a transposed view")
        return CausalRows(
            values: view.slice.base, rowStride: view.rowStride, firstRow: firstRow, rows: view.rows,
            columns: view.columns, scale: scale)
    }
}
