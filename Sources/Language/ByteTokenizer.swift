/// Tokens are bytes: a vocabulary of 256, no training, no unknown text, and a loss that converts to bits per byte.
package enum ByteTokenizer {
    package static let vocabularySize = 256

    /// The token that follows every document. Plain text has no zero byte (a corpus leaves it out), so the model can
    /// tell the end of a document from everything a document contains, which a newline or `%` would not allow.
    package static let separator: UInt8 = 0

    /// The tokens of the documents in the given order, each followed by the separator.
    ///
    /// - Parameter documents: indices into `corpus.documents`.
    package static func tokens(of documents: [Int], in corpus: Corpus) -> [UInt8] {
        var tokens: [UInt8] = []
        tokens.reserveCapacity(documents.reduce(documents.count) { $0 + corpus.documents[$1].count })
        for document in documents {
            tokens.append(contentsOf: corpus.document(document))
            tokens.append(separator)
        }
        return tokens
    }

    /// Text for people: the separator becomes a line of its own, what is not UTF-8 the replacement character U+FFFD.
    package static func text(of tokens: some Sequence<UInt8>) -> String {
        String(decoding: tokens.flatMap { $0 == separator ? Array("\n\u{2014}\n".utf8) : [$0] }, as: UTF8.self)
    }
}
