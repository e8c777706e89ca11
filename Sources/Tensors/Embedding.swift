internal import TensorKernels

/// y[t] = tokenTable[token t] + positionTable[t mod context], for y [sequences·context, width].
final class Embedding: Operation {
    let tokens: TokenBuffer
    let tokenTable: Value
    let positionTable: Value
    let context: Int
    let output: Value
    let inputs: [Value]

    init(tokens: TokenBuffer, tokenTable: Value, positionTable: Value, context: Int, output: Value) {
        self.tokens = tokens
        self.tokenTable = tokenTable
        self.positionTable = positionTable
        self.context = context
        self.output = output
        inputs = [tokenTable, positionTable]
    }

    func forward(_ tape: TapeContext) {
        for (index, token) in tokens.tokens.enumerated() {
            let target = row(index, of: output.data)
            target.copy(from: row(Int(token), of: tokenTable.data))
            tape.kernels.add(row(index % context, of: positionTable.data), to: target)
        }
    }

    /// Each row of dy goes to its token's row and its position's row, in the order of the tokens.
    func backward(_ tape: TapeContext, _ order: GradientOrder) {
        if !order.accumulates[0] { tokenTable.gradient.zero() }
        if !order.accumulates[1] { positionTable.gradient.zero() }
        for (index, token) in tokens.tokens.enumerated() {
            let source = row(index, of: output.gradient)
            tape.kernels.add(source, to: row(Int(token), of: tokenTable.gradient))
            tape.kernels.add(source, to: row(index % context, of: positionTable.gradient))
        }
    }

    private func row(_ index: Int, of slice: FloatSlice) -> FloatSlice {
        slice[index * output.width..<(index + 1) * output.width]
    }
}

extension Tape {
    /// Token and position embedding of sequences of `context` tokens; the tables are [vocabulary, width] and
    /// [at least context, width].
    package func embedding(_ tokens: TokenBuffer, tokenTable: Value, positionTable: Value, context: Int) -> Value {
        precondition(
            context > 0 && tokens.count % context == 0 && tokenTable.shape == [tokens.vocabularySize, tokenTable.width]
                && positionTable.width == tokenTable.width && positionTable.shape[0] >= context,
            "embedding of \(tokens.count) tokens with tables \(tokenTable.shape) and \(positionTable.shape)")
        return record(
            Embedding(
                tokens: tokens, tokenTable: tokenTable, positionTable: positionTable, context: context,
                output: value([tokens.count, tokenTable.width])))
    }
}
