internal import TensorKernels

/// Causal multi-head attention: per sequence and head, softmax(Q·Kᵀ/√(head width)) · V with later keys hidden.
///
/// The input holds query, key and value of a token side by side, [sequences·context, 3·width], as GPT-2's c_attn makes
/// them; the output is [sequences·context, width]. The probabilities are kept for the backward rule. Queries are
/// taken in bands, and a band looks at no key behind its last query.
final class CausalAttention: Operation {
    static let band = 64

    let projections: Value
    let output: Value
    let probabilities: Value
    let scoreGradients: FlatBuffer
    let inputs: [Value]
    let sequences: Int
    let context: Int
    let heads: Int
    let headWidth: Int
    let scale: Float

    init(projections: Value, output: Value, probabilities: Value, sequences: Int, context: Int, heads: Int) {
        self.projections = projections
        self.output = output
        self.probabilities = probabilities
        self.sequences = sequences
        self.context = context
        self.heads = heads
        headWidth = output.width / heads
        scale = 1 / Float(headWidth).squareRoot()
        scoreGradients = FlatBuffer(count: context * context)
        inputs = [projections]
    }

    func forward(_ tape: TapeContext) {
        for sequence in 0..<sequences {
            for head in 0..<heads {
                let (query, key, value) = parts(of: projections.matrix, sequence: sequence, head: head)
                let result = part(of: output.matrix, sequence: sequence, column: head)
                let weights = weights(sequence: sequence, head: head)
                for first in stride(from: 0, to: context, by: Self.band) {
                    let last = min(first + Self.band, context)
                    let scores = weights.block(first..<last, 0..<last)
                    tape.kernels.multiply(
                        query.block(first..<last, 0..<headWidth), key.block(0..<last, 0..<headWidth).transposed,
                        into: scores, scratch: tape.scratch)
                    tape.kernels.causalSoftmax(scores, firstRow: first, scale: scale)
                    tape.kernels.multiply(
                        scores, value.block(0..<last, 0..<headWidth), into: result.block(first..<last, 0..<headWidth),
                        scratch: tape.scratch)
                }
            }
        }
    }

    /// dP = dO·Vᵀ, dS = softmax's Jacobian, dV = Pᵀ·dO, dQ = dS·K, dK = dSᵀ·Q, the scale inside dS.
    func backward(_ tape: TapeContext, _ order: GradientOrder) {
        let gradients = projections.gradientMatrix
        if !order.accumulates[0] { projections.gradient.zero() }
        let scratch = MatrixView(scoreGradients.all, rows: context, columns: context)
        let columns = 0..<headWidth
        for sequence in 0..<sequences {
            for head in 0..<heads {
                let (query, key, value) = parts(of: projections.matrix, sequence: sequence, head: head)
                let (dQuery, dKey, dValue) = parts(of: gradients, sequence: sequence, head: head)
                let dResult = part(of: output.gradientMatrix, sequence: sequence, column: head)
                let weights = weights(sequence: sequence, head: head)
                for first in stride(from: 0, to: context, by: Self.band) {
                    let last = min(first + Self.band, context)
                    let p = weights.block(first..<last, 0..<last)
                    let ds = scratch.block(first..<last, 0..<last)
                    let dOut = dResult.block(first..<last, columns)
                    tape.kernels.multiply(
                        dOut, value.block(0..<last, columns).transposed, into: ds, scratch: tape.scratch)
                    tape.kernels.causalSoftmaxGradient(p, gradient: ds, firstRow: first, scale: scale)
                    tape.kernels.multiply(
                        p.transposed, dOut, into: dValue.block(0..<last, columns), adding: .destination,
                        scratch: tape.scratch)
                    tape.kernels.multiply(
                        ds, key.block(0..<last, columns), into: dQuery.block(first..<last, columns),
                        adding: .destination, scratch: tape.scratch)
                    tape.kernels.multiply(
                        ds.transposed, query.block(first..<last, columns), into: dKey.block(0..<last, columns),
                        adding: .destination, scratch: tape.scratch)
                }
            }
        }
    }

    /// Query, key and value of one head.
    private func parts(of matrix: MatrixView, sequence: Int, head: Int) -> (MatrixView, MatrixView, MatrixView) {
        (
            part(of: matrix, sequence: sequence, column: head),
            part(of: matrix, sequence: sequence, column: heads + head),
            part(of: matrix, sequence: sequence, column: 2 * heads + head)
        )
    }

    /// The rows of one sequence and the `column`th group of `headWidth` columns.
    private func part(of matrix: MatrixView, sequence: Int, column: Int) -> MatrixView {
        matrix.block(
            sequence * context..<(sequence + 1) * context, column * headWidth..<(column + 1) * headWidth)
    }

    /// The probabilities of one head, [context, context].
    private func weights(sequence: Int, head: Int) -> MatrixView {
        let size = context * context
        let start = (sequence * heads + head) * size
        return MatrixView(probabilities.data[start..<start + size], rows: context, columns: context)
    }
}

extension Tape {
    /// Causal attention over projections [sequences·context, 3·width]; the result is [sequences·context, width].
    package func causalAttention(_ projections: Value, sequences: Int, heads: Int) -> Value {
        precondition(
            sequences > 0 && heads > 0 && projections.shape.count == 2 && projections.shape[0] % sequences == 0
                && projections.width % (3 * heads) == 0,
            "attention of \(projections.shape) in \(sequences) sequences and \(heads) heads")
        let context = projections.shape[0] / sequences
        return record(
            CausalAttention(
                projections: projections, output: value([projections.shape[0], projections.width / 3]),
                probabilities: value([sequences, heads, context, context]), sequences: sequences, context: context,
                heads: heads))
    }
}
