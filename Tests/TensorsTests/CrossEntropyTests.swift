import Foundation
import TensorKernels
import Tensors
import Testing

@Suite struct CrossEntropyTests {
    @Test(
        "The loss is Σ −log p(target) and its gradient is scale·(p − target)", arguments: [(1, 3), (7, 17), (5, 256)])
    func lossAndGradient(size: (rows: Int, vocabulary: Int)) {
        let (rows, vocabulary) = size
        let tape = Tape()
        let logits = FlatBuffer(count: rows * vocabulary).all
        logits.copy(from: samples(rows * vocabulary, seed: 1).map { 8 * $0 })
        let value = tape.parameter(
            [rows, vocabulary], data: logits, gradient: FlatBuffer(count: rows * vocabulary).all)
        let targets = TokenBuffer(count: rows, vocabularySize: vocabulary)
        let numbers = (0..<rows).map { $0 * 5 % vocabulary }
        #expect(targets.set(numbers.map(Int32.init)) == nil)
        let operation = tape.crossEntropy(value, targets: targets)
        tape.seal()
        operation.scale = 0.25
        tape.forward()
        tape.backward()

        func loss(_ point: [Double]) -> Double {
            (0..<rows).reduce(0) { sum, row in
                let line = point[row * vocabulary..<(row + 1) * vocabulary]
                return sum + log(line.reduce(0) { $0 + exp($1) }) - point[row * vocabulary + numbers[row]]
            }
        }
        let start = logits.values.map(Double.init)
        #expect((operation.totalLoss - loss(start)).magnitude < 1e-5 * (1 + loss(start)))
        let slopes = numericalGradient([start], input: 0, upstream: [0.25]) { [loss($0[0])] }
        #expect(worst(value.gradient.values, slopes) < 1e-6)
    }

    @Test("A logit that is not finite makes the loss not finite", arguments: [Float.nan, .infinity])
    func divergence(bad: Float) {
        let tape = Tape()
        let logits = FlatBuffer(count: 20).all
        logits[13] = bad
        let value = tape.parameter([1, 20], data: logits, gradient: FlatBuffer(count: 20).all)
        let operation = tape.crossEntropy(value, targets: TokenBuffer(count: 1, vocabularySize: 20))
        tape.seal()
        tape.forward()
        #expect(!operation.totalLoss.isFinite)
    }
}
