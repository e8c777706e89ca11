/// One matrix product `C = A·B (+ bias) (+ addend)` over Float32, described by pointers and strides.
///
/// `A` is rows × depth, `B` is depth × columns, `C` is rows × columns with contiguous columns. Transposition is a
/// matter of strides, counted in elements: A·Bᵀ has `bDepthStride == 1`, Aᵀ·B has `aRowStride == 1`.
/// Whoever makes one has checked that every index lies inside its buffer.
package struct MatrixMultiplication {
    package var rows: Int
    package var columns: Int
    package var depth: Int

    package var a: UnsafePointer<Float>
    package var aRowStride: Int
    package var aDepthStride: Int

    package var b: UnsafePointer<Float>
    package var bDepthStride: Int
    package var bColumnStride: Int

    package var c: UnsafeMutablePointer<Float>
    package var cRowStride: Int

    /// `columns` values added to every row, or nil.
    package var bias: UnsafePointer<Float>?
    /// A rows × columns matrix added to the product (it may be `c` itself, which accumulates), or nil.
    package var addend: UnsafePointer<Float>?
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
