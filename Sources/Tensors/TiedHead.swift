internal import TensorKernels

/// Logits over the vocabulary by the token embedding itself: y = x·Eᵀ, x [rows, width], E [vocabulary, width].
final class TiedHead: Operation {
    let x: Value
    let embedding: Value
    let output: Value
    var inputs: [Value] { [x, embedding] }

    init(x: Value, embedding: Value, output: Value) {
        self.x = x
        self.embedding = embedding
        self.output = output
    }

    func forward(_ context: TapeContext) {
        context.kernels.multiply(x.matrix, embedding.matrix.transposed, into: output.matrix, scratch: context.scratch)
    }

    /// dx = dy·E, dE += dyᵀ·x.
    func backward(_ context: TapeContext, _ order: GradientOrder) {
        let dy = output.gradientMatrix
        context.kernels.multiply(
            dy, embedding.matrix, into: x.gradientMatrix, adding: order.accumulates[0] ? .destination : .none,
            scratch: context.scratch)
        context.kernels.multiply(
            dy.transposed, x.matrix, into: embedding.gradientMatrix,
            adding: order.accumulates[1] ? .destination : .none, scratch: context.scratch)
    }
}

extension Tape {
    /// y = x·Eᵀ, for x [rows, width] and E [vocabulary, width].
    package func tiedHead(_ x: Value, embedding: Value) -> Value {
        precondition(
            embedding.shape.count == 2 && x.width == embedding.width, "head of \(x.shape) by \(embedding.shape)")
        return record(
            TiedHead(x: x, embedding: embedding, output: value(Array(x.shape.dropLast()) + [embedding.shape[0]])))
    }
}
