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
    package func set<Tokens: Collection>(_ source: Tokens) -> Int? where Tokens.Element: BinaryInteger {
        precondition(source.count == count, "\(source.count) tokens for a buffer of \(count)")
        var index = 0
        for token in source {
            guard let number = Int32(exactly: token), number >= 0, number < vocabularySize else { return index }
            tokens[index] = number
            index += 1
        }
        return nil
    }
}
