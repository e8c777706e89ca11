import TensorKernels
import Testing

/// Every kernel but the product (which has its own test), run by each build on the same input.
@Suite struct BuildAgreementTests {
    @Test("Builds of one numeric class agree to the bit in every kernel", arguments: [1, 7, 33, 129, 1000])
    func equalBits(count: Int) {
        var seen: [String: (name: String, bits: [UInt32])] = [:]
        for kernels in Kernels.available {
            let result = everything(kernels, count)
            if let other = seen[kernels.numericClass] {
                #expect(other.bits == result, "\(kernels.name) and \(other.name)")
            }
            seen[kernels.numericClass] = (kernels.name, result)
        }
    }

    private func everything(_ kernels: Kernels, _ count: Int) -> [UInt32] {
        let (x, dy) = (slice(samples(count, seed: 1, scale: 4)), slice(samples(count, seed: 2)))
        let (scale, shift) = (slice(samples(count, seed: 3)), slice(samples(count, seed: 4)))
        func output() -> FloatSlice { slice(samples(count, seed: 5)) }
        let outputs = (0..<10).map { _ in output() }
        let (mean, inverse) = (FlatBuffer(count: 1).all, FlatBuffer(count: 1).all)
        kernels.gelu(x, into: outputs[0])
        kernels.geluGradient(x, dy, into: outputs[1], accumulate: false)
        kernels.layerNorm(
            x, scale: scale, shift: shift, epsilon: 1e-5, into: outputs[2], means: mean, inverseDeviations: inverse)
        kernels.layerNormGradient(
            x, scale: scale, means: mean, inverseDeviations: inverse, dy: dy, dx: outputs[3],
            scaleGradient: outputs[4], shiftGradient: outputs[5], accumulate: true)
        let (peak, total) = (FlatBuffer(count: 1).all, FlatBuffer(count: 1).all)
        kernels.softmax(x, into: outputs[6], maxima: peak, sums: total)
        kernels.causalSoftmax(MatrixView(outputs[7], rows: 1, columns: count), firstRow: count / 2, scale: 0.3)
        kernels.causalSoftmaxGradient(
            MatrixView(outputs[7], rows: 1, columns: count), gradient: MatrixView(outputs[8], rows: 1, columns: count),
            firstRow: count / 2, scale: 0.3)
        let second = slice(samples(count, seed: 6).map(\.magnitude))
        kernels.adamW(
            outputs[9], gradients: x, firstMoments: dy, secondMoments: second, gradientFactor: 0.7,
            learningRate: 0.01, beta1: 0.9, beta2: 0.95, epsilon: 1e-8, weightDecay: 0.1, inverseBiasCorrection1: 3,
            inverseBiasCorrection2: 5)
        kernels.sgd(
            shift, gradients: x, momenta: scale, gradientFactor: 0.7, learningRate: 0.01, momentum: 0.9,
            weightDecay: 0.1)
        let sums = slice([0])
        kernels.addColumnSums(of: x, rows: count, to: sums)
        let scalars = [kernels.sumOfSquares(x), sums[0], mean[0], inverse[0], peak[0], total[0]]
        return bits(outputs.flatMap(\.values) + dy.values + second.values + scale.values + shift.values + scalars)
    }
}
