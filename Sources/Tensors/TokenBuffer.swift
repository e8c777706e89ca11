/// Token numbers that the embedding and the loss read: a fixed number of them, set before each run of the tape.
package final class TokenBuffer {
    /// Number of tokens.
    package let count: Int
    /// Numbers of tokens in the vocabulary; each token lies in 0..<vocabularySize.
    package let vocabularySize: Int
    private(set) var tokens: [Int32]

    package init(count: Int, vocabularySize: Int) {
        precondition(count > 0 && vocabularySize > 0, "\(count) tokens of a vocabulary of \(vocabularySize)")
        self.count = count
        self.vocabularySize = vocabularySize
        tokens = Array(repeating: 0, count: count)
    }

    /// Takes `count` tokens; returns the index of the first that is outside the vocabulary, nil when all are inside.
    /// Precondition: there are exactly `count`.
    package func set(_ source: [Int32]) -> Int? { take(source) }

    /// The same for tokens that are bytes.
    package func set(_ source: [UInt8]) -> Int? { take(source) }

    private func take<Token: BinaryInteger>(_ source: [Token]) -> Int? {
        precondition(source.count == count, "\(source.count) tokens for a buffer of \(count)")
        for index in 0..<count {
            guard let number = Int32(exactly: source[index]), number >= 0, number < vocabularySize else { return index }
            tokens[index] = number
        }
        return nil
    }
}
