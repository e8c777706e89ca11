/// The size of a decoder in the form of GPT-2.
package struct TransformerConfiguration: Codable, Equatable, Sendable {
    /// Number of different tokens; 256 when tokens are bytes.
    package var vocabularySize: Int
    /// The longest sequence: positions that have an embedding.
    package var contextLength: Int
    /// Number of blocks (L).
    package var layers: Int
    /// Attention heads per block.
    package var heads: Int
    /// Width of the residual stream (d); a multiple of `heads`.
    package var width: Int

    package init(vocabularySize: Int = 256, contextLength: Int, layers: Int, heads: Int, width: Int) {
        self.vocabularySize = vocabularySize
        self.contextLength = contextLength
        self.layers = layers
        self.heads = heads
        self.width = width
    }

    /// P = V·d + s·d + L·(12·d² + 13·d) + 2·d: both embeddings, the blocks with their biases, the final norm.
    package var parameterCount: Int {
        let d = width
        return vocabularySize * d + contextLength * d + layers * (12 * d * d + 13 * d) + 2 * d
    }

    /// Floating point operations of training on one token, forward and backward: 6P + 12·L·d·s
    /// (Chowdhery et al. 2022, PaLM, appendix B; the attention term counts the full square).
    package var flopsPerToken: Int { 6 * parameterCount + 12 * layers * width * contextLength }

    /// The first thing that is wrong with the configuration, thrown; nothing if it can be built.
    package func validate() throws(TransformerConfigurationError) {
        let fields = [
            ("vocabularySize", vocabularySize, 1 << 24), ("contextLength", contextLength, 1 << 20),
            ("layers", layers, 10_000), ("heads", heads, 1 << 16), ("width", width, 1 << 20),
        ]
        for (field, value, limit) in fields where value < 1 || value > limit {
            throw TransformerConfigurationError(field: field, reason: "is \(value), must be 1 to \(limit)")
        }
        guard width % heads == 0 else {
            throw TransformerConfigurationError(field: "width", reason: "is \(width), not a multiple of \(heads) heads")
        }
    }
}

/// A field of a configuration and what is wrong with it.
package struct TransformerConfigurationError: Error, Equatable, CustomStringConvertible {
    /// Name of the property.
    package var field: String
    /// What it is and what it must be.
    package var reason: String
    /// Field and reason on one line.
    package var description: String { "transformer configuration: \(field) \(reason)" }
}
