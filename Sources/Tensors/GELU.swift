internal import TensorKernels

/// y = GELU(x) in the tanh form of GPT-2: ½x(1 + tanh(√(2/π)(x + 0.044715 x³))).
final class GELU: Operation {
    let x: Value
    let output: Value
    let inputs: [Value]

    init(x: Value, output: Value) {
        self.x = x
        self.output = output
        inputs = [x]
    }

    func forward(_ context: TapeContext) { context.kernels.gelu(x.data, into: output.data) }

    /// dx = dy·GELU'(x).
    func backward(_ context: TapeContext, _ order: GradientOrder) {
        context.kernels.geluGradient(x.data, output.gradient, into: x.gradient, accumulate: order.accumulates[0])
    }
}

extension Tape {
    /// y = GELU(x), tanh form, any shape.
    package func gelu(_ x: Value) -> Value { record(GELU(x: x, output: value(x.shape))) }
}
