/// Tokens that are read window by window: a shard's file, or the same tokens in memory.
package protocol TokenSource: Sendable {
    /// All tokens there are.
    var tokenCount: Int { get }

    /// Fills the whole buffer with the tokens from `start` on; allocates nothing.
    ///
    /// - Precondition: the window start..<(start + buffer.count) lies within 0..<tokenCount.
    /// - Throws: `ShardError` if the tokens cannot be read.
    func read(at start: Int, into buffer: inout [UInt8]) throws(ShardError)
}

/// Tokens in memory: the twin of a shard's file for clusters that run within one process.
package struct TokensInMemory: TokenSource {
    private let tokens: ArraySlice<UInt8>

    /// Shares the memory of the array that the slice comes from.
    package init(_ tokens: ArraySlice<UInt8>) { self.tokens = tokens }

    package var tokenCount: Int { tokens.count }

    package func read(at start: Int, into buffer: inout [UInt8]) throws(ShardError) {
        precondition(start >= 0 && start <= tokenCount - buffer.count, "the window lies within the tokens")
        let first = tokens.startIndex + start
        for index in buffer.indices { buffer[index] = tokens[first + index] }
    }
}
