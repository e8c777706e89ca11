import TensorKernels

/// Reproducible values of about [−1, 1] for tests.
func samples(_ count: Int, seed: Int, scale: Float = 1) -> [Float] {
    var state = UInt64(truncatingIfNeeded: seed &* 2_654_435_761 &+ 12_345)
    return (0..<count).map { _ in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return scale * (Float(Int32(truncatingIfNeeded: state >> 33) & 0xffff) / 32_768 - 1)
    }
}

/// A buffer with these values.
func slice(_ values: [Float]) -> FloatSlice {
    let slice = FlatBuffer(count: values.count).all
    slice.copy(from: values)
    return slice
}

/// The largest distance between two lists, relative to 1 + |expected|.
func distance(_ actual: [Float], _ expected: [Double]) -> Double {
    guard actual.count == expected.count else { return .infinity }
    return zip(actual, expected).reduce(0) { worst, pair in
        let difference = (Double(pair.0) - pair.1).magnitude / (1 + pair.1.magnitude)
        return difference.isNaN ? .infinity : max(worst, difference)
    }
}

/// The bit patterns, for comparisons that mean equality.
func bits(_ values: [Float]) -> [UInt32] { values.map(\.bitPattern) }

let kernelNames = Kernels.available.map(\.name)
