internal import Foundation
import Language
import Testing

/// On the text that `scripts/setup` installs.
@Suite(.enabled(if: FileManager.default.fileExists(atPath: Corpus.defaultPath), "the package fortunes is installed"))
struct DefaultCorpusTests {
    @Test func `the default text suffices for sixteen ranks, with validation apart from training`() throws {
        let corpus = try Corpus.resolve(path: nil)
        #expect(corpus.documents.count > 1000)
        #expect(corpus.summary.skipped[.binary] == 0)
        let split = try TextSplit(documents: corpus.documents.count, seed: 1)
        let training = ByteTokenizer.tokens(of: split.training, in: corpus)
        let validation = ByteTokenizer.tokens(of: split.validation, in: corpus)
        #expect(training.count + validation.count == corpus.bytes.count + corpus.documents.count)
        _ = try ShardPlan(tokenCount: training.count, worldSize: 16, contextLength: 1024)
        let windows = try ValidationWindows(tokenCount: validation.count, contextLength: 128, maximumWindows: 64)
        #expect(windows.count == 64)
    }
}
