import TensorKernels
import Testing

@Suite struct UpdateTests {
    @Test("AdamW's update agrees with the algorithm in double precision", arguments: kernelNames, [1, 7, 33, 129])
    func adamW(name: String, count: Int) throws {
        let kernels = try Kernels.select(name: name)
        let (p, g, m) = (samples(count, seed: 1), samples(count, seed: 2), samples(count, seed: 3))
        let v = samples(count, seed: 4).map(\.magnitude)
        let (parameters, first, second) = (slice(p), slice(m), slice(v))
        kernels.adamW(
            parameters, gradients: slice(g), firstMoments: first, secondMoments: second, gradientFactor: 0.5,
            learningRate: 0.01, beta1: 0.9, beta2: 0.95, epsilon: 1e-8, weightDecay: 0.1,
            inverseBiasCorrection1: 2, inverseBiasCorrection2: 4)
        var expected: [Double] = []
        for index in 0..<count {
            let gradient = 0.5 * Double(g[index])
            let m = 0.9 * Double(m[index]) + 0.1 * gradient
            let v = 0.95 * Double(v[index]) + 0.05 * gradient * gradient
            let step = 2 * m / ((4 * v).squareRoot() + 1e-8) + 0.1 * Double(p[index])
            expected.append(Double(p[index]) - 0.01 * step)
        }
        #expect(distance(parameters.values, expected) < 1e-6)
    }

    @Test("AdamW does not move where gradient and moments are zero", arguments: kernelNames)
    func adamWAtRest(name: String) throws {
        let kernels = try Kernels.select(name: name)
        let parameters = slice([1, 2, 3])
        let (zeros, first, second) = (slice([0, 0, 0]), slice([0, 0, 0]), slice([0, 0, 0]))
        kernels.adamW(
            parameters, gradients: zeros, firstMoments: first, secondMoments: second, gradientFactor: 1,
            learningRate: 0.1, beta1: 0.9, beta2: 0.95, epsilon: 1e-8, weightDecay: 0, inverseBiasCorrection1: 10,
            inverseBiasCorrection2: 20)
        #expect(parameters.values == [1, 2, 3])
    }

    @Test("The first step of AdamW has length one whatever the gradient's size", arguments: kernelNames)
    func adamWFirstStep(name: String) throws {
        let kernels = try Kernels.select(name: name)
        let gradients = (-60...60).map { Float(sign: .plus, exponent: $0 / 2, significand: 1.37) }
        let count = gradients.count
        func zeros() -> FloatSlice { FlatBuffer(count: count).all }
        let parameters = zeros()
        kernels.adamW(
            parameters, gradients: slice(gradients), firstMoments: zeros(), secondMoments: zeros(), gradientFactor: 1,
            learningRate: 1, beta1: 0.9, beta2: 0.95, epsilon: 0, weightDecay: 0,
            inverseBiasCorrection1: 1 / (1 - 0.9), inverseBiasCorrection2: 1 / (1 - 0.95))
        for (value, gradient) in zip(parameters.values, gradients) {
            #expect((value + 1).magnitude < 2e-6, "gradient \(gradient)")
        }
    }

    @Test("SGD's update agrees with its formula", arguments: kernelNames, [1, 7, 33, 129])
    func sgd(name: String, count: Int) throws {
        let kernels = try Kernels.select(name: name)
        let (p, g, b) = (samples(count, seed: 1), samples(count, seed: 2), samples(count, seed: 3))
        let (parameters, momenta) = (slice(p), slice(b))
        kernels.sgd(
            parameters, gradients: slice(g), momenta: momenta, gradientFactor: 0.5, learningRate: 0.1, momentum: 0.9,
            weightDecay: 0.01)
        let velocity = (0..<count).map { 0.9 * Double(b[$0]) + 0.5 * Double(g[$0]) + 0.01 * Double(p[$0]) }
        #expect(distance(momenta.values, velocity) < 1e-6)
        #expect(distance(parameters.values, (0..<count).map { Double(p[$0]) - 0.1 * velocity[$0] }) < 1e-6)
    }
}
