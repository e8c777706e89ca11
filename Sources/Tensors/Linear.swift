internal import TensorKernels

/// y = x·W + b (+ residual): x [rows, in], W [in, out] as in GPT-2, b [out], y and residual [rows, out].
final class Linear: Operation {
    let x: Value
    let weight: Value
    let bias: Value
    let residual: Value?
    let inputs: [Value]
    let output: Value

    init(x: Value, weight: Value, bias: Value, residual: Value?, output: Value) {
        self.x = x
        self.weight = weight
        self.bias = bias
        self.residual = residual
        self.output = output
        inputs = [x, weight, bias] + (residual.map { [$0] } ?? [])
    }

    var passedInput: Value? { residual }

    func forward(_ context: TapeContext) {
        context.kernels.multiply(
            x.matrix, weight.matrix, into: output.matrix, bias: bias.data,
            adding: residual.map { .matrix($0.matrix) } ?? .none, scratch: context.scratch)
    }

    /// dx = dy·Wᵀ, dW += xᵀ·dy, db += Σ rows of dy, dresidual = dy.
    func backward(_ context: TapeContext, _ order: GradientOrder) {
        let dy = output.gradientMatrix
        context.kernels.multiply(
            x.matrix.transposed, dy, into: weight.gradientMatrix, adding: order.accumulates[1] ? .destination : .none,
            scratch: context.scratch)
        if !order.accumulates[2] { bias.gradient.zero() }
        context.kernels.addColumnSums(of: output.gradient, rows: dy.rows, to: bias.gradient)
        context.kernels.multiply(
            dy, weight.matrix.transposed, into: x.gradientMatrix, adding: order.accumulates[0] ? .destination : .none,
            scratch: context.scratch)
        guard let residual, !order.sharesPassedInput else { return }
        if order.accumulates[3] {
            context.kernels.add(output.gradient, to: residual.gradient)
        } else {
            residual.gradient.copy(from: output.gradient)
        }
    }
}

extension Tape {
    /// y = x·W + b (+ residual), for x [rows, in], W [in, out], b [out], residual [rows, out].
    package func linear(_ x: Value, weight: Value, bias: Value, residual: Value? = nil) -> Value {
        precondition(
            weight.shape.count == 2 && x.width == weight.shape[0] && bias.shape == [weight.shape[1]],
            "linear of \(x.shape) by \(weight.shape) and bias \(bias.shape)")
        let shape = x.shape.dropLast() + [weight.shape[1]]
        if let residual { precondition(residual.shape == Array(shape), "residual \(residual.shape) for \(shape)") }
        return record(
            Linear(x: x, weight: weight, bias: bias, residual: residual, output: value(Array(shape))))
    }
}
