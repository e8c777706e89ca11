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

    /// All parameters: what is stored, exchanged and updated.
    package let parameters: Int
    /// Those that a token passes; fewer than all in a mixture of experts.
    package let activeParameters: Int
    /// Seen in training, repetitions counted.
    package let tokens: Int
    /// `nil` where it is not known; the attention term is left out then.
    package let shape: Shape?

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
    }

    /// 6·P_active·D, and 12·L·d·s·D for attention where the shape is known (Kaplan et al. 2020, arXiv:2001.08361;
    /// Chowdhery et al. 2022, arXiv:2204.02311, appendix B). Recomputed activations are not part of it.
    package var flops: FLOPs { FLOPs(Int128(tokens) * flopsPerToken) }

    /// The part of `flops` that attention scores take.
    package var attentionFLOPs: FLOPs { FLOPs(Int128(tokens) * attentionPerToken) }

    private var flopsPerToken: Int128 { 6 * Int128(activeParameters) + attentionPerToken }

    private var attentionPerToken: Int128 {
        shape.map { 12 * Int128($0.layers) * Int128($0.width) * Int128($0.context) } ?? 0
    }
}
