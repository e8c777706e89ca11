/// One matrix product `C = A·B (+ bias) (+ addend)` over Float32, described by pointers and strides.
///
/// `A` is rows × depth, `B` is depth × columns, `C` is rows × columns with contiguous columns. Transposition is a
/// matter of strides, counted in elements: A·Bᵀ has `bDepthStride == 1`, Aᵀ·B has `aRowStride == 1`.
/// Whoever makes one has checked that every index lies inside its buffer.
package struct MatrixMultiplication {
    /// Rows of A and C.
    package var rows: Int
    /// Columns of B and C.
    package var columns: Int
    /// Columns of A, rows of B; 0 leaves bias and addend.
    package var depth: Int

    /// A[0, 0].
    package var a: UnsafePointer<Float>
    /// From A[i, k] to A[i + 1, k].
    package var aRowStride: Int
    /// From A[i, k] to A[i, k + 1].
    package var aDepthStride: Int

    /// B[0, 0].
    package var b: UnsafePointer<Float>
    /// From B[k, j] to B[k + 1, j].
    package var bDepthStride: Int
    /// From B[k, j] to B[k, j + 1].
    package var bColumnStride: Int

    /// C[0, 0].
    package var c: UnsafeMutablePointer<Float>
    /// From C[i, j] to C[i + 1, j].
    package var cRowStride: Int

    /// `columns` values added to every row, or nil.
    package var bias: UnsafePointer<Float>?
    /// A rows × columns matrix added to the product (it may be `c` itself, which accumulates), or nil.
    package var addend: UnsafePointer<Float>?
    /// From row to row of the addend.
    package var addendRowStride: Int

    /// At least `KernelTable.multiplyScratchCount` floats that no one else uses meanwhile.
    package var scratch: UnsafeMutablePointer<Float>

    package init(
        rows: Int, columns: Int, depth: Int,
        a: UnsafePointer<Float>, aRowStride: Int, aDepthStride: Int,
        b: UnsafePointer<Float>, bDepthStride: Int, bColumnStride: Int,
        c: UnsafeMutablePointer<Float>, cRowStride: Int,
        bias: UnsafePointer<Float>?, addend: UnsafePointer<Float>?, addendRowStride: Int,
        scratch: UnsafeMutablePointer<Float>
    ) {
        self.rows = rows
        self.columns = columns
        self.depth = depth
        self.a = a
        self.aRowStride = aRowStride
        self.aDepthStride = aDepthStride
        self.b = b
        self.bDepthStride = bDepthStride
        self.bColumnStride = bColumnStride
        self.c = c
        self.cRowStride = cRowStride
        self.bias = bias
        self.addend = addend
        self.addendRowStride = addendRowStride
        self.scratch = scratch
    }
}
