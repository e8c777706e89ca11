internal import TensorKernelInterface

extension Kernels {
    /// target += source, equal lengths.
    package func add(_ source: FloatSlice, to target: FloatSlice) {
        precondition(source.count == target.count, "adding \(source.count) values to \(target.count)")
        table.add(target.base, UnsafeRawPointer(source.base), target.count)
        withExtendedLifetime((source, target)) {}
    }

    /// target += the Float32 values of a message, native byte order, at any alignment.
    ///
    /// Precondition: the message has exactly four bytes per value.
    package func add(bytes source: UnsafeRawBufferPointer, to target: FloatSlice) {
        precondition(source.count == target.count * 4, "adding \(source.count) bytes to \(target.count) values")
        if let base = source.baseAddress { table.add(target.base, base, target.count) }
        withExtendedLifetime(target) {}
    }

    /// target = the Float32 values of a message, native byte order, at any alignment.
    ///
    /// Precondition: the message has exactly four bytes per value.
    package static func copy(bytes source: UnsafeRawBufferPointer, to target: FloatSlice) {
        precondition(source.count == target.count * 4, "copying \(source.count) bytes to \(target.count) values")
        if let base = source.baseAddress {
            UnsafeMutableRawPointer(target.base).copyMemory(from: base, byteCount: source.count)
        }
        withExtendedLifetime(target) {}
    }

    /// target *= factor.
    package func scale(_ target: FloatSlice, by factor: Float) {
        table.scale(target.base, factor, target.count)
        withExtendedLifetime(target) {}
    }

    /// Σ x² in 16 Float32 lanes and a fixed tree. Meant for blocks of a few thousand values.
    package func sumOfSquares(_ source: FloatSlice) -> Float {
        let result = table.sumOfSquares(source.base, source.count)
        withExtendedLifetime(source) {}
        return result
    }

    /// target[j] += Σ_i source[i, j] over `rows` rows.
    package func addColumnSums(of source: FloatSlice, rows: Int, to target: FloatSlice) {
        precondition(source.count == rows * target.count, "\(source.count) values as \(rows) rows of \(target.count)")
        table.addColumnSums(target.base, source.base, rows, target.count)
        withExtendedLifetime((source, target)) {}
    }

    /// y = GELU(x), tanh form.
    package func gelu(_ x: FloatSlice, into y: FloatSlice) {
        precondition(x.count == y.count, "GELU of \(x.count) values into \(y.count)")
        table.gelu(x.base, y.base, x.count)
        withExtendedLifetime((x, y)) {}
    }

    /// dx (+)= dy·GELU'(x).
    package func geluGradient(_ x: FloatSlice, _ dy: FloatSlice, into dx: FloatSlice, accumulate: Bool) {
        precondition(
            x.count == dy.count && x.count == dx.count, "GELU gradient of \(x.count), \(dy.count), \(dx.count) values")
        table.geluGradient(x.base, dy.base, dx.base, x.count, accumulate)
        withExtendedLifetime((x, dy, dx)) {}
    }
}
