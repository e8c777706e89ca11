import Foundation
import TensorKernels
import Testing

private let sizes = [(1, 1), (1, 7), (7, 17), (3, 33), (5, 128), (2, 257)]

@Suite struct RowTests {
    @Test("Softmax rows agree with the definition, maxima and sums included", arguments: kernelNames, sizes)
    func softmax(name: String, size: (rows: Int, columns: Int)) throws {
        let kernels = try Kernels.select(name: name)
        let logits = samples(size.rows * size.columns, seed: 1, scale: 30)
        let result = slice(logits)
        let (maxima, sums) = (FlatBuffer(count: size.rows).all, FlatBuffer(count: size.rows).all)
        kernels.softmax(slice(logits), into: result, maxima: maxima, sums: sums)
        for row in 0..<size.rows {
            let values = logits[row * size.columns..<(row + 1) * size.columns].map(Double.init)
            let peak = values.max()!
            let total = values.reduce(0) { $0 + exp($1 - peak) }
            #expect(Double(maxima[row]) == peak)
            #expect((Double(sums[row]) - total).magnitude < 1e-6 * total)
            let actual = result[row * size.columns..<(row + 1) * size.columns].values
            #expect(distance(actual, values.map { exp($0 - peak) / total }) < 1e-6)
        }
    }

    @Test("The exponential is right to a few units in the last place over its whole range", arguments: kernelNames)
    func exponential(name: String) throws {
        let kernels = try Kernels.select(name: name)
        let exponents = (0..<3400).map { -Float($0) / 40 }
        let result = FlatBuffer(count: 2 * exponents.count).all
        kernels.softmax(
            slice(exponents.flatMap { [0, $0] }), into: result, maxima: FlatBuffer(count: exponents.count).all,
            sums: FlatBuffer(count: exponents.count).all)
        for (row, x) in exponents.enumerated() {
            let ratio = Double(result[2 * row + 1]) / Double(result[2 * row])
            #expect((ratio / exp(Double(x)) - 1).magnitude < 5e-7, "exp(\(x))")
        }
    }

    @Test("Causal softmax hides later keys and its gradient is the Jacobian's", arguments: kernelNames, [1, 7, 33, 65])
    func causal(name: String, context: Int) throws {
        let kernels = try Kernels.select(name: name)
        let first = context / 2
        let rows = context - first
        let scores = samples(rows * context, seed: 2, scale: 5)
        let p = slice(scores)
        kernels.causalSoftmax(MatrixView(p, rows: rows, columns: context), firstRow: first, scale: 0.5)
        var probabilities = [Double](repeating: 0, count: rows * context)
        for row in 0..<rows {
            let visible = first + row + 1
            let weights = (0..<visible).map { exp(0.5 * Double(scores[row * context + $0])) }
            let total = weights.reduce(0, +)
            for key in 0..<visible { probabilities[row * context + key] = weights[key] / total }
        }
        #expect(distance(p.values, probabilities) < 1e-6)

        let upstream = samples(rows * context, seed: 3)
        let gradient = slice(upstream)
        kernels.causalSoftmaxGradient(
            MatrixView(p, rows: rows, columns: context), gradient: MatrixView(gradient, rows: rows, columns: context),
            firstRow: first, scale: 0.5)
        var expected = probabilities
        for row in 0..<rows {
            let range = row * context..<(row + 1) * context
            let inner = range.reduce(0.0) { $0 + probabilities[$1] * Double(upstream[$1]) }
            for index in range { expected[index] = 0.5 * probabilities[index] * (Double(upstream[index]) - inner) }
        }
        #expect(distance(gradient.values, expected) < 1e-6)
    }

    @Test("Layer norm agrees with mean and variance in double precision", arguments: kernelNames, sizes)
    func layerNorm(name: String, size: (rows: Int, columns: Int)) throws {
        let kernels = try Kernels.select(name: name)
        let (rows, width) = size
        let x = samples(rows * width, seed: 4, scale: 3)
        let (scale, shift) = (samples(width, seed: 5), samples(width, seed: 6))
        let y = slice(x)
        kernels.layerNorm(
            slice(x), scale: slice(scale), shift: slice(shift), epsilon: 1e-5, into: y,
            means: FlatBuffer(count: rows).all, inverseDeviations: FlatBuffer(count: rows).all)
        var expected: [Double] = []
        for row in 0..<rows {
            let values = x[row * width..<(row + 1) * width].map(Double.init)
            let mean = values.reduce(0, +) / Double(width)
            let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(width)
            for (index, value) in values.enumerated() {
                let normalised = (value - mean) / (variance + 1e-5).squareRoot()
                expected.append(normalised * Double(scale[index]) + Double(shift[index]))
            }
        }
        #expect(distance(y.values, expected) < 5e-6)
    }
}
