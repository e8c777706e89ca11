package import TensorKernels

/// The global norm of a flat gradient, from sums of squares over fixed blocks.
///
/// The blocks do not depend on who computes them: ranks that share the work compute some blocks each and combine all of
/// them in the order of the buffer, and everyone gets the same bits.
package enum GradientNorm {
    /// Values per block.
    package static let blockSize = 4096

    /// Number of blocks of a buffer; the last may be short.
    package static func blockCount(_ count: Int) -> Int { (count + blockSize - 1) / blockSize }

    /// Σ g² of each block in `blocks`, Float32 lanes inside a block, all blocks unless told.
    package static func blockSums(
        _ gradients: FlatBuffer, blocks: Range<Int>? = nil, kernels: Kernels = .current
    ) -> [Double] {
        let blocks = blocks ?? 0..<blockCount(gradients.count)
        return blocks.map { block in
            let range = block * blockSize..<min((block + 1) * blockSize, gradients.count)
            return Double(kernels.sumOfSquares(FloatSlice(gradients, range)))
        }
    }

    /// √ of the blocks' sums added in order, in Double. Not finite when a gradient is not, or is beyond 1e18 or so.
    package static func norm(blockSums: [Double]) -> Double {
        var total = 0.0
        for sum in blockSums { total += sum }
        return total.squareRoot()
    }

    /// The factor that brings a norm down to `maximum`: 1 where it is not above it.
    package static func clippingFactor(norm: Double, maximum: Double) -> Float {
        norm > maximum ? Float(maximum / norm) : 1
    }
}
