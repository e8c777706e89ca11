/// A binomial tree to rank 0 and back, unpipelined: in round r of the reduction the ranks with lowest set bit 2^r send
/// their whole bucket to the rank without it; the broadcast runs the same tree backwards.
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
        let distance = 1 << (isReducing ? round : rounds - 1 - round)
        guard rank % distance == 0 else { return RoundStep() }
        let isChild = rank & distance != 0
        let peer = isChild ? rank - distance : rank + distance
        guard peer < worldSize else { return RoundStep() }
        let transfer = Transfer(peer: peer, chunks: 0..<1, combine: isReducing ? .add : .copy)
        return isChild == isReducing ? RoundStep(send: transfer) : RoundStep(receive: transfer)
    }
}
