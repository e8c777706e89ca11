package import Units

/// One parameter tensor of a model.
package struct ParameterTensor: Hashable, Sendable {
    /// As in the GPT-2 code: `h.0.attn.c_attn.weight`.
    package let name: String
    /// The product of its shape.
    package let elements: Int
}

extension RepresentedModel {
    /// The parameter tensors in the order in which the forward pass meets them; the output head is tied to `wte` and
    /// has none of its own (Radford et al. 2019).
    package var tensors: [ParameterTensor] {
        let d = width
        var list = [
            ParameterTensor(name: "wte.weight", elements: vocabulary * d),
            ParameterTensor(name: "wpe.weight", elements: context * d),
        ]
        for layer in 0..<layers {
            let block: [(String, Int)] = [
                ("ln_1.weight", d), ("ln_1.bias", d), ("attn.c_attn.weight", 3 * d * d), ("attn.c_attn.bias", 3 * d),
                ("attn.c_proj.weight", d * d), ("attn.c_proj.bias", d), ("ln_2.weight", d), ("ln_2.bias", d),
                ("mlp.c_fc.weight", 4 * d * d), ("mlp.c_fc.bias", 4 * d), ("mlp.c_proj.weight", 4 * d * d),
                ("mlp.c_proj.bias", d),
            ]
            list += block.map { ParameterTensor(name: "h.\(layer).\($0.0)", elements: $0.1) }
        }
        list.append(ParameterTensor(name: "ln_f.weight", elements: d))
        list.append(ParameterTensor(name: "ln_f.bias", elements: d))
        return list
    }

    /// P, exactly: V·d + T·d + L·(12·d² + 13·d) + 2·d, the sum over `tensors`.
    package var parameterCount: Int {
        (vocabulary + context) * width + layers * (12 * width * width + 13 * width) + 2 * width
    }

    /// Model FLOPs of one token, forward and backward: 6·P + 12·L·d·s with s = `context`, where a third is the forward
    /// pass (Chowdhery et al. 2022, PaLM, appendix B).
    package var flopsPerToken: FLOPs {
        FLOPs(6 * Int128(parameterCount) + 12 * Int128(layers) * Int128(width) * Int128(context))
    }
}

extension RepresentedWorkload {
    /// Bytes of the gradient of all parameters.
    package var gradientBytes: ByteCount { ByteCount(count: Int64(model.parameterCount) * Int64(gradientType.width)) }
}
