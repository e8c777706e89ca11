/// Why there is no text to train on: each message says what, where, and what to do.
package enum CorpusError: Error, Hashable, CustomStringConvertible {
    /// No path was given and the default text is not installed.
    case noDefault(path: String)
    /// Nothing at the path that was given.
    case missing(path: String)
    /// Something is there, but it cannot be read; `reason` in the system's words.
    case unreadable(path: String, reason: String)
    /// Read, but without any text.
    case empty(path: String, skipped: SkippedFiles)
    /// Fewer than two documents: a validation text must be kept apart from the training text.
    case tooFewDocuments(count: Int)
    /// The training text cannot give every rank a window of context + 1 tokens.
    case tooSmallForShards(tokens: Int, worldSize: Int, contextLength: Int)
    /// The validation text is shorter than one window of context + 1 tokens.
    case tooSmallForValidation(tokens: Int, contextLength: Int)

    package var description: String {
        switch self {
        case .noDefault(let path):
            """
            no text to train on: \(path) holds none; install the Debian package fortunes (scripts/setup does it), \
            or pass --corpus PATH with a text file or a folder of text files
            """
        case .missing(let path):
            "corpus \(path) does not exist; pass --corpus PATH with a text file or a folder of text files"
        case .unreadable(let path, let reason):
            "corpus \(path) cannot be read: \(reason); make it readable or pass another --corpus PATH"
        case .empty(let path, let skipped):
            """
            corpus \(path) holds no text\(skipped.total == 0 ? "" : " (skipped \(skipped))"); \
            pass --corpus PATH with plain text
            """
        case .tooFewDocuments(let count):
            """
            the corpus has \(count) document\(count == 1 ? "" : "s"), but training and validation need one each; \
            pass a larger text with --corpus PATH
            """
        case .tooSmallForShards(let tokens, let worldSize, let contextLength):
            """
            the corpus has \(tokens) training tokens, too few for \(worldSize) \(worldSize == 1 ? "rank" : "ranks") \
            with a context of \(contextLength): each needs \(contextLength + 1), together \
            \(worldSize * (contextLength + 1)); pass a larger --corpus PATH, use fewer nodes or a shorter context
            """
        case .tooSmallForValidation(let tokens, let contextLength):
            """
            the corpus has \(tokens) validation tokens, fewer than one window of context + 1 = \(contextLength + 1); \
            pass a larger --corpus PATH, a larger validation share or a shorter context
            """
        }
    }
}
