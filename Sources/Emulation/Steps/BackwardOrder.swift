package import ClusterModel

/// When, within the backward pass, the gradient of each stretch of the flat parameter buffer becomes final.
///
/// The backward pass walks the tensors from the last to the first, at 4 FLOPs per parameter and token (two products, one
/// for the input's gradient and one for the weight's), and 8·d·s per layer and token for the attention scores. The tied
/// output head comes first, but its gradient is final only with the embedding's, which comes last.
package struct BackwardOrder: Sendable {
    /// (first element of the tensor in the flat buffer, FLOPs per token of the backward pass when it is final), from
    /// the last tensor to the first.
    private let completions: [(start: Int, work: Int128)]
    /// FLOPs per token of the whole backward pass: 4P + 8·L·d·s.
    package let total: Int128
    /// Elements of the first tensor, which is the output head's weight as well.
    private let embedding: Int

    package init(model: RepresentedModel) {
        var completions: [(start: Int, work: Int128)] = []
        let tensors = model.tensors
        // The head's products: its weight is the first tensor, the token embedding.
        var work = 4 * Int128(tensors[0].elements)
        var start = model.parameterCount
        for tensor in tensors.dropFirst().reversed() {
            if tensor.name.hasSuffix("attn.c_attn.bias") { work += 8 * Int128(model.width) * Int128(model.context) }
            start -= tensor.elements
            work += 4 * Int128(tensor.elements)
            completions.append((start, work))
        }
        completions.append((0, work))
        self.completions = completions
        total = work
        embedding = tensors[0].elements
    }

    /// FLOPs per token after which every gradient from element `start` on is final.
    package func work(untilFinalFrom start: Int) -> Int128 {
        completions.first { $0.start <= start }!.work
    }

    /// FLOPs per token before the first operation that uses a weight in `range`: none for the output head's.
    package func work(beforeUseOf range: Range<Int>) -> Int128 {
        guard range.lowerBound >= embedding else { return 0 }
        let tensor = completions.firstIndex { $0.start < range.upperBound }!
        guard tensor > 0 else { return 4 * Int128(embedding) }
        return completions[tensor].work - 4 * Int128(completions[tensor - 1].start - completions[tensor].start)
    }
}
