internal import TensorKernelInterface

extension Kernels {
    /// SGD with momentum: g' = factor·g + weightDecay·p;  b = momentum·b + g';  p −= learningRate·b.
    package func sgd(
        _ parameters: FloatSlice, gradients: FloatSlice, momenta: FloatSlice, gradientFactor: Float,
        learningRate: Float, momentum: Float, weightDecay: Float
    ) {
        precondition(
            gradients.count == parameters.count && momenta.count == parameters.count,
            "SGD of \(parameters.count) parameters, \(gradients.count) gradients, \(momenta.count) momenta")
        table.sgd(
            SGDArguments(
                parameters: parameters.base, gradients: gradients.base, momenta: momenta.base,
                count: parameters.count, gradientFactor: gradientFactor, learningRate: learningRate,
                momentum: momentum, weightDecay: weightDecay))
        withExtendedLifetime((parameters, gradients, momenta)) {}
    }

    /// AdamW with decoupled weight decay (Loshchilov and Hutter 2019, algorithm 2); `inverseBiasCorrection` i is
    /// 1/(1 − βᵢᵗ).
    package func adamW(
        _ parameters: FloatSlice, gradients: FloatSlice, firstMoments: FloatSlice, secondMoments: FloatSlice,
        gradientFactor: Float, learningRate: Float, beta1: Float, beta2: Float, epsilon: Float, weightDecay: Float,
        inverseBiasCorrection1: Float, inverseBiasCorrection2: Float
    ) {
        precondition(
            gradients.count == parameters.count && firstMoments.count == parameters.count
                && secondMoments.count == parameters.count,
            "AdamW of \(parameters.count) parameters, \(gradients.count) gradients")
        table.adamW(
            AdamWArguments(
                parameters: parameters.base, gradients: gradients.base, firstMoments: firstMoments.base,
                secondMoments: secondMoments.base, count: parameters.count, gradientFactor: gradientFactor,
                learningRate: learningRate, beta1: beta1, beta2: beta2, epsilon: epsilon, weightDecay: weightDecay,
                inverseBiasCorrection1: inverseBiasCorrection1, inverseBiasCorrection2: inverseBiasCorrection2))
        withExtendedLifetime((parameters, gradients)) {}
        withExtendedLifetime((firstMoments, secondMoments)) {}
    }
}
