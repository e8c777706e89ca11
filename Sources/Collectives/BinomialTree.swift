/// A binomial tree to rank 0 and back, unpipelined: the broadcast doubles the ranks that hold the sum, in round r each
/// rank below 2^r sends its whole bucket to the rank 2^r above it; the reduction runs the same tree backwards.
///
/// Where n is not a power of two the ranks of the last doubling hang mirrored on those below them, rank 2^k on 2^k − 1,
/// so that the longest way has ⌈log2 n⌉ steps for every n and nobody has more children than it need have.
package struct BinomialTree: CollectiveSchedule, Hashable {
    package let worldSize: Int
    /// ⌈log2 n⌉.
    private let depth: Int

    package init(worldSize: Int) {
        precondition(worldSize > 0, "a collective needs at least one rank")
        self.worldSize = worldSize
        depth = Int.bitWidth - (worldSize - 1).leadingZeroBitCount
    }

    package var name: String { Algorithm.binomialTree.rawValue }
    package var rounds: Int { 2 * depth }
    package var chunkCount: Int { 1 }

    package func step(rank: Int, round: Int) -> RoundStep {
        precondition(round >= 0 && round < rounds, "round \(round) of \(rounds)")
        let isReducing = round < depth
        // The level of the doubling: 2^level ranks hold the sum before it.
        let level = isReducing ? depth - 1 - round : round - depth
        let holders = 1 << level
        guard rank < 2 * holders else { return RoundStep() }
        let isChild = rank >= holders
        let peer = level == depth - 1 ? 2 * holders - 1 - rank : isChild ? rank - holders : rank + holders
        guard peer < worldSize else { return RoundStep() }
        let transfer = Transfer(peer: peer, chunks: 0..<1, combine: isReducing ? .add : .copy)
        return isChild == isReducing ? RoundStep(send: transfer) : RoundStep(receive: transfer)
    }
}
