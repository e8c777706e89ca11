package import TensorKernels

/// The global norm of a flat gradient, from the sums of squares of its shards.
///
/// A shard's sum does not depend on who computes it, nor on whether the rest of the gradient is at hand: ranks that own
/// a shard each tell its sum as one number, and everyone gets the same bits as a rank that holds the whole gradient and
/// sums shard by shard. A gradient that no one shares is one shard.
package enum GradientNorm {
    /// Values that are squared and summed in Float32; block by block the sums are added in Double.
    package static let blockSize = 4096

    /// Σ g² over `ranges`, one behind the other, each in blocks of `blockSize` counted from its start, of which the last
    /// may be short.
    package static func squareSum(
        of ranges: [Range<Int>], in gradients: FlatBuffer, kernels: Kernels = .current
    ) -> Double {
        var sum = 0.0
        for range in ranges {
            for start in stride(from: range.lowerBound, to: range.upperBound, by: blockSize) {
                let block = start..<min(start + blockSize, range.upperBound)
                sum += Double(kernels.sumOfSquares(FloatSlice(gradients, block)))
            }
        }
        return sum
    }

    /// √ of the shards' sums added in the order of the shards, in Double. Not finite when a gradient is not, or is
    /// beyond 1e18 or so.
    package static func norm(squareSums: [Double]) -> Double {
        var total = 0.0
        for sum in squareSums { total += sum }
        return total.squareRoot()
    }

    /// The factor that brings a norm down to `maximum`: 1 where it is not above it.
    package static func clippingFactor(norm: Double, maximum: Double) -> Float {
        norm > maximum ? Float(maximum / norm) : 1
    }
}
