package import TensorKernels
internal import Tensors

/// Adam with decoupled weight decay and bias correction (Loshchilov and Hutter 2019, algorithm 2).
///
/// Decay applies to tensors of two dimensions only: embeddings and weights, not norms and biases.
package final class AdamW: Optimizer {
    /// Decay of the first moment per step.
    package let beta1: Float
    /// Decay of the second moment per step.
    package let beta2: Float
    /// Added to √v̂.
    package let epsilon: Float
    /// Decoupled decay per unit of learning rate.
    package let weightDecay: Float
    private let layout: ParameterLayout
    private let firstMoments: FlatBuffer
    private let secondMoments: FlatBuffer
    private let kernels: Kernels

    package init(
        layout: ParameterLayout, beta1: Float = 0.9, beta2: Float = 0.95, epsilon: Float = 1e-8,
        weightDecay: Float = 0.1, kernels: Kernels = .current
    ) {
        self.layout = layout
        self.beta1 = beta1
        self.beta2 = beta2
        self.epsilon = epsilon
        self.weightDecay = weightDecay
        self.kernels = kernels
        firstMoments = FlatBuffer(count: layout.count)
        secondMoments = FlatBuffer(count: layout.count)
    }

    /// As checkpoints name it.
    package let kind = "adamw"
    /// Steps begun; it enters the bias corrections.
    package var stepCount = 0
    /// First moments, second moments.
    package var state: [FlatBuffer] { [firstMoments, secondMoments] }

    /// Precondition: `beginStep()` has been called.
    package func update(
        _ range: Range<Int>, parameters: FlatBuffer, gradients: FlatBuffer, learningRate: Float, gradientFactor: Float
    ) {
        precondition(stepCount > 0, "AdamW's step has not begun")
        let correction1 = Float(1 / (1 - power(Double(beta1), stepCount)))
        let correction2 = Float(1 / (1 - power(Double(beta2), stepCount)))
        for entry in layout.entries where entry.range.overlaps(range) {
            let part = entry.range.clamped(to: range)
            kernels.adamW(
                FloatSlice(parameters, part), gradients: FloatSlice(gradients, part),
                firstMoments: FloatSlice(firstMoments, part), secondMoments: FloatSlice(secondMoments, part),
                gradientFactor: gradientFactor, learningRate: learningRate, beta1: beta1, beta2: beta2,
                epsilon: epsilon, weightDecay: entry.shape.count == 2 ? weightDecay : 0,
                inverseBiasCorrection1: correction1, inverseBiasCorrection2: correction2)
        }
    }
}
