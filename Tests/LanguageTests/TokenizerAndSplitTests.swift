import Language
import Testing

@Suite struct TokenizerAndSplitTests {
    @Test func `each document is followed by a zero byte, in the order asked for`() throws {
        let folder = try TemporaryFolder()
        try folder.write("a", "One".utf8)
        try folder.write("b", "Two".utf8)
        let corpus = try Corpus.resolve(path: folder.path)
        let tokens = ByteTokenizer.tokens(of: [1, 0], in: corpus)
        #expect(tokens == Array("Two\0One\0".utf8))
        #expect(ByteTokenizer.text(of: tokens) == "Two\n—\nOne\n—\n")
    }

    @Test(arguments: [2, 3, 10, 1000], [UInt64(1), 2, 99])
    func `every document is on exactly one side, and neither side is empty`(documents: Int, seed: UInt64) throws {
        let split = try TextSplit(documents: documents, seed: seed)
        #expect((split.training + split.validation).sorted() == Array(0..<documents), "seed \(seed)")
        #expect(!split.training.isEmpty && !split.validation.isEmpty, "seed \(seed)")
        #expect(split == (try TextSplit(documents: documents, seed: seed)))
    }

    @Test(arguments: [1e-12, 1 - 1e-12])
    func `an extreme share still leaves one document on the other side`(fraction: Double) throws {
        let split = try TextSplit(documents: 50, seed: 4, validationFraction: fraction)
        #expect(min(split.training.count, split.validation.count) == 1)
    }

    @Test func `one document in twenty is for validation, and the seed decides which`() throws {
        let split = try TextSplit(documents: 20_000, seed: 7)
        #expect((900...1100).contains(split.validation.count))
        let other = try TextSplit(documents: 20_000, seed: 8)
        #expect(split.validation != other.validation)
        #expect(split.training != split.training.sorted())
    }

    @Test(arguments: [0, 1]) func `fewer than two documents cannot be split`(documents: Int) {
        #expect(throws: CorpusError.tooFewDocuments(count: documents)) {
            try TextSplit(documents: documents, seed: 1)
        }
    }

    @Test func `the digest is FNV-1a, however the bytes are cut`() {
        // Reference values of the FNV authors' test vectors for "" , "a" and "foobar".
        #expect(Digest64(of: []).value == 0xCBF2_9CE4_8422_2325)
        #expect(Digest64(of: Array("a".utf8)[...]).value == 0xAF63_DC4C_8601_EC8C)
        var digest = Digest64()
        digest.update(Array("foo".utf8)[...])
        digest.update(Array("bar".utf8)[...])
        #expect(digest.value == 0x8594_4171_F739_67E8)
        #expect(digest.description == "85944171f73967e8")
    }
}
