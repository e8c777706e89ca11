/// The windows on which a model is judged: always the same ones, and each token predicted at most once.
///
/// Window w has its inputs at start..<(start + contextLength) and its targets one token later; starts are multiples of
/// the context length, so neighbours share the one token that is the last target here and the first input there.
package struct ValidationWindows: Sendable, Hashable {
    package let contextLength: Int
    /// How many there are, over all ranks.
    package let count: Int
    private let available: Int

    /// - Parameters:
    ///   - tokenCount: all validation tokens.
    ///   - maximumWindows: if more fit, this many are taken, evenly spread over the text.
    /// - Throws: `CorpusError.tooSmallForValidation` if not even one fits.
    package init(tokenCount: Int, contextLength: Int, maximumWindows: Int) throws(CorpusError) {
        precondition(contextLength > 0 && maximumWindows > 0, "there is a context to see and a window wanted")
        available = (tokenCount - 1) / contextLength
        guard available > 0 else { throw .tooSmallForValidation(tokens: tokenCount, contextLength: contextLength) }
        self.contextLength = contextLength
        count = min(available, maximumWindows)
    }

    /// Where window `index` of 0..<count starts in the validation tokens.
    package func start(of index: Int) -> Int {
        precondition(index >= 0 && index < count, "the window exists")
        return index * available / count * contextLength
    }

    /// How many windows a rank has: those with index mod worldSize = rank. May be none.
    package func count(rank: Int, worldSize: Int) -> Int {
        precondition(rank >= 0 && rank < worldSize, "the rank exists")
        return (count - rank + worldSize - 1) / worldSize
    }

    /// Fills the batch with up to `batch.capacity` of a rank's windows, in place of what it held.
    ///
    /// - Parameters:
    ///   - first: index among the rank's own windows, of which `count(rank:worldSize:)` exist.
    ///   - source: all validation tokens.
    /// - Returns: how many windows were put in; 0 when there are no more.
    @discardableResult
    package func fill(
        _ batch: inout Batch, from first: Int, rank: Int, worldSize: Int, of source: some TokenSource
    ) throws(ShardError) -> Int {
        precondition(batch.contextLength == contextLength, "batch and windows have the same context length")
        batch.removeAll()
        let end = min(first + batch.capacity, count(rank: rank, worldSize: worldSize))
        for own in first..<max(first, end) {
            try batch.append(windowAt: start(of: rank + own * worldSize), of: source)
        }
        return batch.sequences
    }
}
