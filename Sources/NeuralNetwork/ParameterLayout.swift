/// The parameter tensors of a Transformer with their places in one flat buffer, in the order of the forward pass and
/// under the names that GPT-2's checkpoints use.
package struct ParameterLayout: Sendable, Equatable {
    /// One tensor.
    package struct Entry: Sendable, Equatable {
        /// For example `h.0.attn.c_attn.weight`.
        package let name: String
        /// One extent for vectors, [in, out] for the weights of linear layers.
        package let shape: [Int]
        /// Where its values lie in the flat buffers.
        package let range: Range<Int>
        /// How its values start.
        package let initialization: Initialization
    }

    /// How a tensor starts.
    package enum Initialization: Sendable, Equatable {
        case zeros
        case ones
        /// Independent normal values of mean 0.
        case normal(deviation: Double)
    }

    /// Every tensor, in forward order, without gaps.
    package let entries: [Entry]
    /// Values in all.
    package let count: Int

    package init(_ configuration: TransformerConfiguration) {
        var entries: [Entry] = []
        var offset = 0
        func append(_ name: String, _ shape: [Int], _ initialization: Initialization) {
            let count = shape.reduce(1, *)
            entries.append(
                Entry(name: name, shape: shape, range: offset..<offset + count, initialization: initialization))
            offset += count
        }
        func appendNorm(_ name: String) {
            append("\(name).weight", [configuration.width], .ones)
            append("\(name).bias", [configuration.width], .zeros)
        }
        func appendLinear(_ name: String, _ inputs: Int, _ outputs: Int, deviation: Double) {
            append("\(name).weight", [inputs, outputs], .normal(deviation: deviation))
            append("\(name).bias", [outputs], .zeros)
        }
        let d = configuration.width
        let deviation = 0.02
        // Every block adds twice to the residual stream, hence the factor 1/√(2L) (Radford et al. 2019, section 2.3).
        let residualDeviation = deviation / (2 * Double(configuration.layers)).squareRoot()
        append("wte.weight", [configuration.vocabularySize, d], .normal(deviation: deviation))
        append("wpe.weight", [configuration.contextLength, d], .normal(deviation: deviation))
        for layer in 0..<configuration.layers {
            appendNorm("h.\(layer).ln_1")
            appendLinear("h.\(layer).attn.c_attn", d, 3 * d, deviation: deviation)
            appendLinear("h.\(layer).attn.c_proj", d, d, deviation: residualDeviation)
            appendNorm("h.\(layer).ln_2")
            appendLinear("h.\(layer).mlp.c_fc", d, 4 * d, deviation: deviation)
            appendLinear("h.\(layer).mlp.c_proj", 4 * d, d, deviation: residualDeviation)
        }
        appendNorm("ln_f")
        self.entries = entries
        count = offset
    }

    /// The tensor of that name, or nil.
    package subscript(name: String) -> Entry? { entries.first { $0.name == name } }
}
