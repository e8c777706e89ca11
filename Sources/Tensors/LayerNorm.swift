internal import TensorKernels

/// y = (x − mean)/√(variance + ε)·scale + shift over the innermost dimension, ε = 1e-5 as in GPT-2.
final class LayerNorm: Operation {
    static let epsilon: Float = 1e-5

    let x: Value
    let scale: Value
    let shift: Value
    let output: Value
    let means: Value
    let inverseDeviations: Value
    let inputs: [Value]

    init(x: Value, scale: Value, shift: Value, output: Value, means: Value, inverseDeviations: Value) {
        self.x = x
        self.scale = scale
        self.shift = shift
        self.output = output
        self.means = means
        self.inverseDeviations = inverseDeviations
        inputs = [x, scale, shift]
    }

    func forward(_ context: TapeContext) {
        context.kernels.layerNorm(
            x.data, scale: scale.data, shift: shift.data, epsilon: Self.epsilon, into: output.data,
            means: means.data, inverseDeviations: inverseDeviations.data)
    }

    /// With x̂ the normalised row and g = dy·scale: dx = (g − mean(g) − x̂·mean(g·x̂))/√(variance + ε),
    /// dscale += Σ dy·x̂, dshift += Σ dy.
    func backward(_ context: TapeContext, _ order: GradientOrder) {
        if !order.accumulates[1] { scale.gradient.zero() }
        if !order.accumulates[2] { shift.gradient.zero() }
        context.kernels.layerNormGradient(
            x.data, scale: scale.data, means: means.data, inverseDeviations: inverseDeviations.data,
            dy: output.gradient, dx: x.gradient, scaleGradient: scale.gradient, shiftGradient: shift.gradient,
            accumulate: order.accumulates[0])
    }
}

extension Tape {
    /// Layer normalisation of x [rows, width] with scale and shift [width].
    package func layerNorm(_ x: Value, scale: Value, shift: Value) -> Value {
        precondition(
            scale.shape == [x.width] && shift.shape == [x.width],
            "layer norm of \(x.shape) with scale \(scale.shape) and shift \(shift.shape)")
        let rows = x.count / x.width
        return record(
            LayerNorm(
                x: x, scale: scale, shift: shift, output: value(x.shape), means: value([rows]),
                inverseDeviations: value([rows])))
    }
}
