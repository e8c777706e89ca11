/// Which documents are learned from and which are only ever predicted: a function of the seed and the number of
/// documents alone.
package struct TextSplit: Sendable, Hashable {
    package static let defaultValidationFraction = 0.05

    /// Training documents in shuffled order, so that shards cut from their text are alike; never empty.
    package let training: [Int]
    /// Validation documents in the order of the corpus; never empty.
    package let validation: [Int]

    /// Puts document i aside for validation if its hash (seed, i), read as a fraction of 2⁶⁴, is below the fraction.
    /// Where that leaves a side empty, the document nearest to the threshold changes sides.
    ///
    /// - Parameters:
    ///   - documents: how many there are.
    ///   - validationFraction: expected share of the documents, above 0 and below 1.
    /// - Throws: `CorpusError.tooFewDocuments` for fewer than two.
    package init(
        documents: Int, seed: UInt64, validationFraction: Double = TextSplit.defaultValidationFraction
    ) throws(CorpusError) {
        precondition(validationFraction > 0 && validationFraction < 1, "the validation fraction lies between 0 and 1")
        guard documents >= 2 else { throw .tooFewDocuments(count: documents) }
        let threshold = UInt64(validationFraction * 0x1p64)
        let draws = (0..<documents).map { CounterHash.bits(seed: seed, .split, $0) }
        var isValidation = draws.map { $0 < threshold }
        if !isValidation.contains(true) {
            isValidation[draws.indices.min { draws[$0] < draws[$1] }!] = true
        } else if !isValidation.contains(false) {
            isValidation[draws.indices.max { draws[$0] < draws[$1] }!] = false
        }
        validation = draws.indices.filter { isValidation[$0] }
        training = Self.shuffled(draws.indices.filter { !isValidation[$0] }, seed: seed)
    }

    /// Sorted by a hash of (seed, document); equal hashes keep the order of the documents.
    private static func shuffled(_ documents: [Int], seed: UInt64) -> [Int] {
        documents
            .map { (key: CounterHash.bits(seed: seed, .shuffle, $0), document: $0) }
            .sorted { ($0.key, $0.document) < ($1.key, $1.document) }
            .map(\.document)
    }
}
