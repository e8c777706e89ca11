package import TensorKernels

/// Stochastic gradient descent with momentum: g' = factor·g + weightDecay·p;  b = momentum·b + g';  p −= rate·b.
package final class SGD: Optimizer {
    /// Share of the last velocity that stays.
    package let momentum: Float
    /// Decay coupled into the gradient, 0 for none.
    package let weightDecay: Float
    private let momenta: FlatBuffer
    private let kernels: Kernels

    package init(parameterCount: Int, momentum: Float = 0.9, weightDecay: Float = 0, kernels: Kernels = .current) {
        self.momentum = momentum
        self.weightDecay = weightDecay
        self.kernels = kernels
        momenta = FlatBuffer(count: parameterCount)
    }

    /// As checkpoints name it.
    package let kind = "sgd"
    /// Steps begun.
    package var stepCount = 0
    /// The velocities.
    package var state: [FlatBuffer] { [momenta] }

    /// Updates the parameters of a range.
    package func update(
        _ range: Range<Int>, parameters: FlatBuffer, gradients: FlatBuffer, learningRate: Float, gradientFactor: Float
    ) {
        kernels.sgd(
            FloatSlice(parameters, range), gradients: FloatSlice(gradients, range), momenta: FloatSlice(momenta, range),
            gradientFactor: gradientFactor, learningRate: learningRate, momentum: momentum, weightDecay: weightDecay)
    }
}
