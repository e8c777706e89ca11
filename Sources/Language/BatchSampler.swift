/// Chooses training windows: a pure function of (seed, step, rank, sequence), so a resumed run needs no state, and one
/// process that plays N virtual ranks draws what N workers draw.
package struct BatchSampler: Sendable, Hashable {
    package let seed: UInt64
    /// Tokens that the model sees; a window has one more.
    package let contextLength: Int

    package init(seed: UInt64, contextLength: Int) {
        precondition(contextLength > 0, "there is a context to see")
        self.seed = seed
        self.contextLength = contextLength
    }

    /// Where the window of a sequence starts in its rank's shard, uniform over all starts that leave room for
    /// contextLength + 1 tokens; windows may overlap.
    ///
    /// - Parameters:
    ///   - sequence: index within the rank's whole step, micro-batches counted on.
    ///   - tokenCount: length of the rank's shard, at least contextLength + 1.
    package func windowStart(step: Int, rank: Int, sequence: Int, tokenCount: Int) -> Int {
        precondition(tokenCount > contextLength, "the shard holds a window")
        let bits = CounterHash.bits(seed: seed, .window, step, rank, sequence)
        return CounterHash.index(bits, below: tokenCount - contextLength)
    }

    /// Fills the batch with the given sequences of one rank's step, in place of what it held.
    ///
    /// - Parameters:
    ///   - sequences: indices within the rank's step; a micro-batch is a part of them. At most `batch.capacity`.
    ///   - shard: the rank's own tokens.
    package func fill(
        _ batch: inout Batch, step: Int, rank: Int, sequences: Range<Int>, from shard: some TokenSource
    ) throws(ShardError) {
        precondition(batch.contextLength == contextLength, "batch and sampler have the same context length")
        batch.removeAll()
        for sequence in sequences {
            let start = windowStart(step: step, rank: rank, sequence: sequence, tokenCount: shard.tokenCount)
            try batch.append(windowAt: start, of: shard)
        }
    }
}
