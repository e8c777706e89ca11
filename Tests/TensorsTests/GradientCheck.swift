import TensorKernels
import Tensors
import Testing

/// Reproducible values of about [−1, 1].
func samples(_ count: Int, seed: Int) -> [Float] {
    var state = UInt64(truncatingIfNeeded: seed &* 2_654_435_761 &+ 12_345)
    return (0..<count).map { _ in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Float(Int32(truncatingIfNeeded: state >> 33) & 0xffff) / 32_768 - 1
    }
}

/// Checks one operation: its values against a reference in Double, its gradients against central differences of that
/// reference under a random upstream gradient, and that a second backward run adds the same again.
///
/// - shapes: of the inputs, which become parameters.
/// - record: records the operation.
/// - reference: the inputs, flat, to the output, flat.
func checkGradients(
    _ shapes: [[Int]], record: (Tape, [Value]) -> Value, reference: ([[Double]]) -> [Double],
    sourceLocation: SourceLocation = #_sourceLocation
) {
    for kernels in Kernels.available {
        let tape = Tape(kernels: kernels)
        let inputs = shapes.enumerated().map { index, shape in
            let count = shape.reduce(1, *)
            let data = FlatBuffer(count: count).all
            data.copy(from: samples(count, seed: index + count))
            return tape.parameter(shape, data: data, gradient: FlatBuffer(count: count).all)
        }
        let output = record(tape, inputs)
        tape.seal()
        let start = inputs.map { $0.data.values.map(Double.init) }
        tape.forward()
        let expected = reference(start)
        #expect(worst(output.data.values, expected) < 1e-5, "values, \(kernels.name)", sourceLocation: sourceLocation)

        let upstream = samples(output.count, seed: 99)
        for times in 1...2 {
            output.gradient.copy(from: upstream)
            tape.backward()
            for (index, input) in inputs.enumerated() {
                let slopes = numericalGradient(start, input: index, upstream: upstream, reference)
                #expect(
                    worst(input.gradient.values, slopes.map { $0 * Double(times) }) < 2e-5,
                    "gradient of input \(index), run \(times), \(kernels.name)", sourceLocation: sourceLocation)
            }
        }
    }
}

/// d(Σ upstream·reference)/d(input) by central differences.
func numericalGradient(
    _ start: [[Double]], input: Int, upstream: [Float], _ reference: ([[Double]]) -> [Double]
) -> [Double] {
    let step = 1e-5
    func weighted(_ point: [[Double]]) -> Double {
        zip(reference(point), upstream).reduce(0) { $0 + $1.0 * Double($1.1) }
    }
    return start[input].indices.map { index in
        var point = start
        point[input][index] += step
        let above = weighted(point)
        point[input][index] -= 2 * step
        return (above - weighted(point)) / (2 * step)
    }
}

/// The largest distance relative to 1 + |expected|.
func worst(_ actual: [Float], _ expected: [Double]) -> Double {
    guard actual.count == expected.count else { return .infinity }
    return zip(actual, expected).reduce(0) { worst, pair in
        let difference = (Double(pair.0) - pair.1).magnitude / (1 + pair.1.magnitude)
        return difference.isNaN ? .infinity : max(worst, difference)
    }
}
