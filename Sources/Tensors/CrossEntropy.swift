internal import TensorKernels

/// Softmax cross-entropy of logits [rows, vocabulary] with one target per row.
///
/// The loss is L = −scale·Σ log p(target), where `scale` is 1/N for the global token count N, set by the caller. The
/// sum itself is kept unscaled, in Double, the rows in order. The output is the probabilities; it needs no gradient.
package final class CrossEntropy: Operation {
    let logits: Value
    let targets: TokenBuffer
    let maxima: Value
    let sums: Value
    /// Probabilities, [rows, vocabulary].
    package let output: Value
    /// The logits.
    package let inputs: [Value]

    /// Factor of the loss and so of every gradient: 1/N.
    package var scale: Float = 1
    /// Σ −log p(target) of the last forward run; not finite when a logit was not.
    package private(set) var totalLoss: Double = 0

    init(logits: Value, targets: TokenBuffer, output: Value, maxima: Value, sums: Value) {
        self.logits = logits
        self.targets = targets
        self.output = output
        self.maxima = maxima
        self.sums = sums
        inputs = [logits]
    }

    /// Makes the probabilities and `totalLoss`.
    package func forward(_ tape: TapeContext) {
        tape.kernels.softmax(logits.data, into: output.data, maxima: maxima.data, sums: sums.data)
        let (scores, width) = (logits.data, logits.width)
        let (maxima, sums) = (maxima.data, sums.data)
        var total = 0.0
        for (row, target) in targets.tokens.enumerated() {
            let score = Double(scores[row * width + Int(target)])
            total += naturalLogarithm(Double(sums[row])) + (Double(maxima[row]) - score)
        }
        totalLoss = total
    }

    /// dlogits = scale·(p − [target]).
    package func backward(_ tape: TapeContext, _ order: GradientOrder) {
        let gradient = logits.gradient
        if order.accumulates[0] {
            let probabilities = output.data
            for index in 0..<gradient.count { gradient[index] += scale * probabilities[index] }
        } else {
            gradient.copy(from: output.data)
            tape.kernels.scale(gradient, by: scale)
        }
        for (row, target) in targets.tokens.enumerated() { gradient[row * logits.width + Int(target)] -= scale }
    }
}

extension Tape {
    /// Softmax cross-entropy of logits [rows, vocabulary]; returns the operation, which holds scale and loss.
    package func crossEntropy(_ logits: Value, targets: TokenBuffer) -> CrossEntropy {
        precondition(
            logits.shape == [targets.count, targets.vocabularySize],
            "cross-entropy of \(logits.shape) with \(targets.count) targets of \(targets.vocabularySize)")
        let operation = CrossEntropy(
            logits: logits, targets: targets, output: value(logits.shape), maxima: value([targets.count]),
            sums: value([targets.count]))
        _ = record(operation)
        return operation
    }
}
