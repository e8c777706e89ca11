internal import TensorKernels
internal import Tensors

/// The recorded computation of a Transformer for one shape of batch, over the model's flat buffers.
final class TransformerGraph {
    let inputs: TokenBuffer
    let targets: TokenBuffer
    let logits: Value
    let loss: CrossEntropy
    let tape: Tape
    /// Per operation: the flat range whose gradient is final once its backward rule has run.
    private let finalRanges: [Range<Int>?]

    /// sequences × context tokens; context ≤ the configuration's context length.
    init(
        configuration: TransformerConfiguration, layout: ParameterLayout, parameters: FlatBuffer,
        gradients: FlatBuffer, sequences: Int, context: Int, kernels: Kernels
    ) {
        let tape = Tape(kernels: kernels)
        let tensors = layout.entries.map { entry in
            tape.parameter(
                entry.shape, data: FloatSlice(parameters, entry.range), gradient: FloatSlice(gradients, entry.range))
        }
        var remaining = tensors[...]
        func next() -> Value { remaining.removeFirst() }

        let vocabulary = configuration.vocabularySize
        inputs = TokenBuffer(count: sequences * context, vocabularySize: vocabulary)
        targets = TokenBuffer(count: sequences * context, vocabularySize: vocabulary)
        let tokenTable = next()
        var stream = tape.embedding(inputs, tokenTable: tokenTable, positionTable: next(), context: context)
        for _ in 0..<configuration.layers {
            var x = tape.layerNorm(stream, scale: next(), shift: next())
            x = tape.linear(x, weight: next(), bias: next())
            x = tape.causalAttention(x, sequences: sequences, heads: configuration.heads)
            stream = tape.linear(x, weight: next(), bias: next(), residual: stream)
            x = tape.layerNorm(stream, scale: next(), shift: next())
            x = tape.linear(x, weight: next(), bias: next())
            x = tape.gelu(x)
            stream = tape.linear(x, weight: next(), bias: next(), residual: stream)
        }
        stream = tape.layerNorm(stream, scale: next(), shift: next())
        logits = tape.tiedHead(stream, embedding: tokenTable)
        loss = tape.crossEntropy(logits, targets: targets)
        tape.seal()
        self.tape = tape
        finalRanges = Self.finalRanges(tape: tape, tensors: tensors, ranges: layout.entries.map(\.range))
    }

    /// Σ −log p(target) for the tokens that have been set.
    func forward() -> Double {
        tape.forward()
        return loss.totalLoss
    }

    /// Adds the gradients of lossScale·Σ −log p to the flat buffer, naming each range once it is final.
    func backward(lossScale: Float, onGradientsReady: (Range<Int>) -> Void) {
        loss.scale = lossScale
        tape.backward { index in
            if let range = finalRanges[index] { onGradientsReady(range) }
        }
    }

    /// Going backwards, the flat buffer becomes final from its end: after each operation, the part that has become so.
    private static func finalRanges(tape: Tape, tensors: [Value], ranges: [Range<Int>]) -> [Range<Int>?] {
        let uses = tensors.map { tape.firstUse(of: $0) ?? 0 }
        var result = [Range<Int>?](repeating: nil, count: tape.operationCount)
        var pending = tensors.count
        for operation in result.indices.reversed() {
            let upper = pending
            while pending > 0, uses[pending - 1] >= operation { pending -= 1 }
            if pending < upper {
                result[operation] = ranges[pending].lowerBound..<ranges[upper - 1].upperBound
            }
        }
        return result
    }
}
