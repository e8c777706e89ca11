internal import TensorKernels

/// y = a + b, equal shapes: a residual connection that no linear layer could fuse.
final class Add: Operation {
    let a: Value
    let b: Value
    let output: Value
    let inputs: [Value]

    init(a: Value, b: Value, output: Value) {
        self.a = a
        self.b = b
        self.output = output
        inputs = [a, b]
    }

    func forward(_ context: TapeContext) {
        output.data.copy(from: a.data)
        context.kernels.add(b.data, to: output.data)
    }

    /// da = dy, db = dy.
    func backward(_ context: TapeContext, _ order: GradientOrder) {
        for (input, accumulates) in zip(inputs, order.accumulates) {
            if accumulates {
                context.kernels.add(output.gradient, to: input.gradient)
            } else {
                input.gradient.copy(from: output.gradient)
            }
        }
    }
}

extension Tape {
    /// y = a + b, equal shapes.
    package func add(_ a: Value, _ b: Value) -> Value {
        precondition(a.shape == b.shape, "sum of \(a.shape) and \(b.shape)")
        return record(Add(a: a, b: b, output: value(a.shape)))
    }
}
