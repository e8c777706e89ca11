package import TensorKernels
internal import Tensors

/// A decoder in the form of GPT-2 (Radford et al. 2019): learned positions, normalisation before attention and MLP,
/// GELU in its tanh form, a final normalisation, and the token embedding as the head.
///
/// All parameters lie in one flat buffer and all gradients in another, in the order of `layout`. For each shape of
/// batch the computation is recorded once; repeating a shape allocates nothing. Not for use by two threads at once,
/// except that ranges of `gradients` already named final may be read and written while the backward pass goes on.
package final class Transformer {
    /// Size of the model.
    package let configuration: TransformerConfiguration
    /// Names and places of the tensors in the flat buffers.
    package let layout: ParameterLayout
    /// All parameters.
    package let parameters: FlatBuffer
    /// All gradients; they accumulate until `zeroGradients()`.
    package let gradients: FlatBuffer
    /// What computes.
    package let kernels: Kernels
    private var graphs: [GraphShape: TransformerGraph] = [:]
    /// The graph that holds the activations of a forward pass whose backward pass is still to come.
    private var pending: TransformerGraph?

    private struct GraphShape: Hashable {
        var sequences: Int
        var context: Int
    }

    /// A model with the initial values of GPT-2: normal with deviation 0.02, that of the projections into the residual
    /// stream divided by √(2·layers), norms one, biases zero. The same seed gives the same bits on every machine.
    package init(
        configuration: TransformerConfiguration, seed: UInt64, kernels: Kernels = .current
    ) throws(TransformerConfigurationError) {
        try configuration.validate()
        self.configuration = configuration
        self.kernels = kernels
        layout = ParameterLayout(configuration)
        parameters = FlatBuffer(count: layout.count)
        gradients = FlatBuffer(count: layout.count)
        let random = RandomNumbers(seed: seed)
        for entry in layout.entries {
            switch entry.initialization {
            case .zeros: break
            case .ones: for index in entry.range { parameters[index] = 1 }
            case .normal(let deviation):
                for index in entry.range { parameters[index] = Float(deviation * random.normal(UInt64(index))) }
            }
        }
    }

    /// Sets every gradient to zero.
    package func zeroGradients() { gradients.zero() }

    /// One forward and backward pass over `batch` sequences of equal length laid end to end; `targets[i]` is the token
    /// that should follow `inputs[i]`.
    ///
    /// Adds the gradient of lossScale·Σ −log p(target) to `gradients`; `lossScale` is 1/N for N tokens in the global
    /// batch. `onGradientsReady` receives contiguous flat ranges from the end of the buffer to its start, each once,
    /// when no later operation adds to it.
    ///
    /// - Returns: Σ −log p(target) in nats, summed in the order of the tokens; not finite when training has diverged.
    /// - Throws: `TokenError` when counts do not fit the batch or a token is outside the vocabulary.
    package func forwardBackward(
        inputs: [UInt8], targets: [UInt8], batch: Int, lossScale: Float,
        onGradientsReady: (Range<Int>) -> Void = { _ in }
    ) throws(TokenError) -> Double {
        let loss = try forward(inputs: inputs, targets: targets, batch: batch)
        backward(lossScale: lossScale, onGradientsReady: onGradientsReady)
        return loss
    }

    /// The same for tokens wider than a byte.
    package func forwardBackward(
        inputs: [Int32], targets: [Int32], batch: Int, lossScale: Float,
        onGradientsReady: (Range<Int>) -> Void = { _ in }
    ) throws(TokenError) -> Double {
        let loss = try forward(inputs: inputs, targets: targets, batch: batch)
        backward(lossScale: lossScale, onGradientsReady: onGradientsReady)
        return loss
    }

    /// The first half of `forwardBackward`; the activations are kept for `backward`, until the next pass of any kind.
    ///
    /// The activations hold no copy of a parameter. Between the halves the parameters may be given up, as long as they
    /// are back when `backward` is called.
    ///
    /// - Returns: Σ −log p(target) in nats, as `forwardBackward` does.
    package func forward(inputs: [UInt8], targets: [UInt8], batch: Int) throws(TokenError) -> Double {
        forward(try prepare(inputs, targets, batch: batch))
    }

    /// The same for tokens wider than a byte.
    package func forward(inputs: [Int32], targets: [Int32], batch: Int) throws(TokenError) -> Double {
        forward(try prepare(inputs, targets, batch: batch))
    }

    /// The second half of `forwardBackward`, of the last forward pass.
    ///
    /// Precondition: `forward` has been called since the last backward pass, and no other pass after it.
    package func backward(lossScale: Float, onGradientsReady: (Range<Int>) -> Void = { _ in }) {
        guard let graph = pending else { preconditionFailure("no forward pass whose activations are kept") }
        pending = nil
        graph.backward(lossScale: lossScale, onGradientsReady: onGradientsReady)
    }

    /// Σ −log p(target) in nats, forward only, gradients untouched.
    package func loss(inputs: [UInt8], targets: [UInt8], batch: Int) throws(TokenError) -> Double {
        try prepare(inputs, targets, batch: batch).forward()
    }

    /// The same for tokens wider than a byte.
    package func loss(inputs: [Int32], targets: [Int32], batch: Int) throws(TokenError) -> Double {
        try prepare(inputs, targets, batch: batch).forward()
    }

    /// The logits of the token that follows `tokens`, one per word of the vocabulary; of a longer text the last
    /// `contextLength` tokens count.
    package func logits(after tokens: [Int32]) throws(TokenError) -> [Float] {
        let context = configuration.contextLength
        let recent = Array(tokens.suffix(context))
        guard !recent.isEmpty else { throw TokenError.wrongCount(inputs: 0, targets: 0, batch: 1) }
        // Causal attention: what follows the last token does not touch its logits.
        let padded = recent + Array(repeating: 0, count: context - recent.count)
        let graph = try prepare(padded, padded, batch: 1)
        _ = graph.forward()
        let width = configuration.vocabularySize
        return graph.logits.data[(recent.count - 1) * width..<recent.count * width].values
    }

    private func forward(_ graph: TransformerGraph) -> Double {
        let loss = graph.forward()
        pending = graph
        return loss
    }

    /// The graph of this shape of batch, its tokens set.
    private func prepare(_ inputs: [UInt8], _ targets: [UInt8], batch: Int) throws(TokenError) -> TransformerGraph {
        let graph = try graph(inputs: inputs.count, targets: targets.count, batch: batch)
        try check(graph.inputs.set(inputs), of: "inputs")
        try check(graph.targets.set(targets), of: "targets")
        return graph
    }

    /// The same for tokens wider than a byte.
    private func prepare(_ inputs: [Int32], _ targets: [Int32], batch: Int) throws(TokenError) -> TransformerGraph {
        let graph = try graph(inputs: inputs.count, targets: targets.count, batch: batch)
        try check(graph.inputs.set(inputs), of: "inputs")
        try check(graph.targets.set(targets), of: "targets")
        return graph
    }

    private func check(_ foreignToken: Int?, of list: String) throws(TokenError) {
        guard let index = foreignToken else { return }
        throw .outsideVocabulary(index: index, of: list, vocabularySize: configuration.vocabularySize)
    }

    private func graph(inputs: Int, targets: Int, batch: Int) throws(TokenError) -> TransformerGraph {
        // Whatever comes of these tokens, they take the place of those whose activations were kept.
        pending = nil
        guard batch > 0, inputs > 0, inputs % batch == 0, targets == inputs,
            inputs / batch <= configuration.contextLength
        else { throw .wrongCount(inputs: inputs, targets: targets, batch: batch) }
        return graph(GraphShape(sequences: batch, context: inputs / batch))
    }

    private func graph(_ shape: GraphShape) -> TransformerGraph {
        if let graph = graphs[shape] { return graph }
        let graph = TransformerGraph(
            configuration: configuration, layout: layout, parameters: parameters, gradients: gradients,
            sequences: shape.sequences, context: shape.context, kernels: kernels)
        graphs[shape] = graph
        return graph
    }
}

/// Tokens that a model cannot take.
package enum TokenError: Error, Equatable, CustomStringConvertible {
    /// The counts make no batch of equal sequences within the context length.
    case wrongCount(inputs: Int, targets: Int, batch: Int)
    /// A token that the vocabulary does not hold.
    case outsideVocabulary(index: Int, of: String, vocabularySize: Int)

    /// What does not fit, on one line.
    package var description: String {
        switch self {
        case .wrongCount(let inputs, let targets, let batch):
            "\(inputs) input and \(targets) target tokens do not make \(batch) sequences within the context length"
        case .outsideVocabulary(let index, let list, let size):
            "token \(index) of the \(list) is outside the vocabulary of \(size)"
        }
    }
}
