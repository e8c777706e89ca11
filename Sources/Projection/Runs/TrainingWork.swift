package import Units

/// What a run computes: a dense or a sparse model, and the tokens that it sees.
package struct TrainingWork: Hashable, Sendable {
    /// What the attention term needs.
    package struct Shape: Hashable, Sendable {
        /// Transformer blocks.
        package let layers: Int
        /// Of the residual stream.
        package let width: Int
        /// Tokens a sequence.
        package let context: Int

        package init(layers: Int, width: Int, context: Int) {
            self.layers = layers
            self.width = width
            self.context = context
        }
    }

    /// Parameters and the tokens that pass them: an encoder and a decoder see different ones.
    package struct Part: Hashable, Sendable {
        /// Matrix parameters; attention scores against a context s count as 2·L·d·s more, which is 12·L·d·s FLOPs a token.
        package let parameters: Int
        package let tokens: Int

        package init(parameters: Int, tokens: Int) {
            self.parameters = parameters
            self.tokens = tokens
        }
    }

    /// All parameters: what is stored, exchanged and updated.
    package let parameters: Int
    /// Those that a token passes; fewer than all in a mixture of experts.
    package let activeParameters: Int
    /// Seen in training, repetitions counted; of an encoder–decoder those that the encoder sees.
    package let tokens: Int
    /// `nil` where it is not known; the attention term is left out then.
    package let shape: Shape?
    /// `nil` where every token passes all active parameters.
    package let parts: [Part]?

    /// From its parts.
    ///
    /// - Throws: if more parameters are active than there are.
    package init(parameters: Int, activeParameters: Int?, tokens: Int, shape: Shape?) throws(ProjectionError) {
        let active = activeParameters ?? parameters
        guard active <= parameters else {
            throw ProjectionError(
                "--active-parameters: \(active) are more than the \(parameters) of --parameters; exchange them")
        }
        self.parameters = parameters
        self.activeParameters = active
        self.tokens = tokens
        self.shape = shape
        parts = nil
    }

    /// Of parts that see different tokens; `tokens` counts those of the first. The active parameters follow: as many as would
    /// be the same work if every token passed them.
    ///
    /// - Throws: if there is no part, or they are more work than all parameters for all tokens.
    package init(parameters: Int, parts: [Part]) throws(ProjectionError) {
        let products = parts.reduce(Int128(0)) { $0 + Int128($1.parameters) * Int128($1.tokens) }
        guard let tokens = parts.first?.tokens, tokens > 0, products <= Int128(parameters) * Int128(tokens) else {
            throw ProjectionError("parts: their work must be at least one and at most that of all parameters")
        }
        self.parameters = parameters
        activeParameters = Int(products / Int128(tokens))
        self.tokens = tokens
        shape = nil
        self.parts = parts
    }

    /// 6·P_active·D, and 12·L·d·s·D for attention where the shape is known (Kaplan et al. 2020, arXiv:2001.08361;
    /// Chowdhery et al. 2022, arXiv:2204.02311, appendix B). Recomputed activations are not part of it.
    package var flops: FLOPs {
        guard let parts else { return FLOPs(Int128(tokens) * flopsPerToken) }
        return FLOPs(parts.reduce(0) { $0 + 6 * Int128($1.parameters) * Int128($1.tokens) })
    }

    /// The part of `flops` that attention scores take.
    package var attentionFLOPs: FLOPs { FLOPs(Int128(tokens) * attentionPerToken) }

    private var flopsPerToken: Int128 { 6 * Int128(activeParameters) + attentionPerToken }

    private var attentionPerToken: Int128 {
        shape.map { 12 * Int128($0.layers) * Int128($0.width) * Int128($0.context) } ?? 0
    }
}
