internal import Foundation
import Language
import Testing

@Suite struct LanguageMetricsTests {
    @Test func `a model that knows nothing has perplexity 256 and 8 bits per byte`() {
        let metrics = LanguageMetrics(negativeLogLikelihood: 1000 * log(256), tokenCount: 1000)
        #expect(abs(metrics.loss - log(256)) < 1e-12)
        #expect(abs(metrics.perplexity - 256) < 1e-10)
        #expect(abs(metrics.bitsPerByte - 8) < 1e-12)
    }

    @Test func `a perfect model has loss 0, perplexity 1 and 0 bits per byte`() {
        let metrics = LanguageMetrics(negativeLogLikelihood: 0, tokenCount: 5)
        #expect(metrics.loss == 0 && metrics.perplexity == 1 && metrics.bitsPerByte == 0)
    }

    @Test func `perplexity is the exponential of the loss within two units in the last place`() {
        for step in stride(from: -700.0, through: 709.75, by: 0.37) {
            let metrics = LanguageMetrics(negativeLogLikelihood: step, tokenCount: 1)
            let reference = exp(step)
            #expect(abs(metrics.perplexity - reference) <= 2 * reference.ulp, "loss \(step)")
        }
    }

    @Test(arguments: [710.0, 1e300, .infinity]) func `a loss beyond what a number holds is infinite`(loss: Double) {
        #expect(LanguageMetrics(negativeLogLikelihood: loss, tokenCount: 1).perplexity == .infinity)
    }

    @Test func `a loss that is not a number stays visible`() {
        let metrics = LanguageMetrics(negativeLogLikelihood: .nan, tokenCount: 1)
        #expect(metrics.perplexity.isNaN && metrics.bitsPerByte.isNaN)
    }
}
