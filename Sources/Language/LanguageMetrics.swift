/// How well a model predicts: from Σ −ln p(target) and the number of targets.
package struct LanguageMetrics: Hashable, Sendable {
    /// Σ −ln p over all predicted tokens, in nats.
    package let negativeLogLikelihood: Double
    /// Predicted tokens, at least one.
    package let tokenCount: Int

    package init(negativeLogLikelihood: Double, tokenCount: Int) {
        precondition(tokenCount > 0, "a mean needs a token")
        self.negativeLogLikelihood = negativeLogLikelihood
        self.tokenCount = tokenCount
    }

    /// Mean cross-entropy in nats per token: L = −(1/N) Σ ln p.
    package var loss: Double { negativeLogLikelihood / Double(tokenCount) }

    /// exp(loss): the number of equally likely tokens among which a model of this loss would waver. Infinite above
    /// a loss of about 709.78.
    package var perplexity: Double { FixedOrderExponential.exp(loss) }

    /// loss / ln 2. One token is one byte; the zero byte after each document counts as one of them.
    package var bitsPerByte: Double { loss / 0x1.62e42fefa39efp-1 }
}

/// eˣ from additions, multiplications and divisions in a fixed order: the same bits on every machine, which the
/// system's `exp` does not promise.
enum FixedOrderExponential {
    /// Within 2 units in the last place for normal results; smaller ones become subnormal, then zero.
    ///
    /// x = k·ln 2 + r with |r| ≤ ½ ln 2, ln 2 in two parts so that k·high is exact; eʳ by its Taylor series to r¹³/13!,
    /// whose remainder is below 2⁻⁵⁷.
    static func exp(_ x: Double) -> Double {
        guard x < 709.79 else { return x.isNaN ? x : .infinity }
        guard x > -746 else { return x.isNaN ? x : 0 }
        let k = (x * 0x1.71547652b82fep0).rounded(.toNearestOrEven)
        let r = (x - k * 0x1.62e42feep-1) - k * 0x1.a39ef35793c76p-33
        var tail = 1.0
        for divisor in stride(from: 13.0, through: 2.0, by: -1.0) {
            tail = 1 + r * tail / divisor
        }
        // In two factors, as 2¹⁰²⁴ is not a number while its product with the rest may be one.
        let half = (k / 2).rounded(.down)
        return (1 + r * tail) * Double(sign: .plus, exponent: Int(half), significand: 1)
            * Double(sign: .plus, exponent: Int(k - half), significand: 1)
    }
}
