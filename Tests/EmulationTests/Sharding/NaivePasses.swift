import ClusterModel

/// What the forward and the backward pass of a model do in which order, written down tensor by tensor.
///
/// Work is counted in products per token of the forward pass: one per parameter, and 2·d·s per layer for the attention
/// scores. The backward pass does twice of everything the other way round, so that shares of a pass are the same.
struct NaivePasses {
    /// Uses weights of the flat buffer (or none: attention) from `begin` to `end` of the forward pass.
    private struct Operation {
        let weights: Range<Int>
        let begin: Int
        let end: Int
    }

    private var operations: [Operation] = []
    /// All work of a pass.
    private(set) var total = 0

    init(model: RepresentedModel) {
        var first = 0
        for tensor in model.tensors {
            let weights = first..<first + tensor.elements
            first = weights.upperBound
            // Looking tokens up is no work.
            append(weights, work: tensor.name == "wte.weight" ? 0 : tensor.elements)
            if tensor.name.hasSuffix("attn.c_attn.bias") { append(0..<0, work: 2 * model.width * model.context) }
        }
        // The output head has the weights of the token embedding.
        append(0..<model.tensors[0].elements, work: model.tensors[0].elements)
    }

    private mutating func append(_ weights: Range<Int>, work: Int) {
        operations.append(Operation(weights: weights, begin: total, end: total + work))
        total += work
    }

    private func users(of range: Range<Int>) -> [Operation] { operations.filter { $0.weights.overlaps(range) } }

    /// The work of a forward pass that comes before the first use of any weight in `range`.
    func forwardNeed(of range: Range<Int>) -> Int { users(of: range).map(\.begin).min()! }

    /// As `forwardNeed`, of a backward pass.
    func backwardNeed(of range: Range<Int>) -> Int { total - users(of: range).map(\.end).max()! }

    /// The work of a backward pass after which no gradient in `range` changes any more.
    func backwardFinal(of range: Range<Int>) -> Int { total - users(of: range).map(\.begin).min()! }
}
