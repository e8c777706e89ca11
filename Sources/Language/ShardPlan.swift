/// The training tokens cut into one contiguous shard per rank, of equal length within one token.
package struct ShardPlan: Sendable, Hashable {
    /// Shard r in the training tokens; in order, without gaps.
    package let ranges: [Range<Int>]

    /// - Parameters:
    ///   - tokenCount: all training tokens.
    ///   - worldSize: ranks, virtual ones included.
    ///   - contextLength: tokens that the model sees; a window has one more, the last target.
    /// - Throws: `CorpusError.tooSmallForShards` if a shard would not hold one window.
    package init(tokenCount: Int, worldSize: Int, contextLength: Int) throws(CorpusError) {
        precondition(worldSize > 0 && contextLength > 0, "there is a rank, and a context to see")
        guard tokenCount / worldSize > contextLength else {
            throw .tooSmallForShards(tokens: tokenCount, worldSize: worldSize, contextLength: contextLength)
        }
        // Quotient and remainder: the first `extra` shards have one token more; no product that could overflow.
        let (length, extra) = tokenCount.quotientAndRemainder(dividingBy: worldSize)
        ranges = (0..<worldSize).map { rank in
            let start = rank * length + min(rank, extra)
            return start..<start + length + (rank < extra ? 1 : 0)
        }
    }
}
