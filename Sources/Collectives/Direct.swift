/// Direct reduce-scatter and all-gather by pairwise exchange: in round r every rank sends to the rank at distance r what
/// that rank owns, then its own sum to everyone in the same order.
///
/// As many bytes and rounds as the ring, but every sum is made in one place. One partner a round, as MPI's pairwise
/// exchange has it; what sends to all at once is the sharded parameter server.
package struct Direct: CollectiveSchedule, Hashable {
    package let worldSize: Int

    package init(worldSize: Int) {
        precondition(worldSize > 0, "a collective needs at least one rank")
        self.worldSize = worldSize
    }

    package var name: String { Algorithm.direct.rawValue }
    package var rounds: Int { 2 * (worldSize - 1) }
    package var chunkCount: Int { worldSize }
    package var isRankSymmetric: Bool { true }

    package func step(rank: Int, round: Int) -> RoundStep {
        precondition(round >= 0 && round < rounds, "round \(round) of \(rounds)")
        let isReducing = round < worldSize - 1
        let distance = 1 + round % (worldSize - 1)
        let (to, from) = ((rank + distance) % worldSize, (rank + worldSize - distance) % worldSize)
        let (sent, received) = isReducing ? (to, rank) : (rank, from)
        let combine: Combine = isReducing ? .add : .copy
        return RoundStep(
            send: Transfer(peer: to, chunks: sent..<sent + 1, combine: combine),
            receive: Transfer(peer: from, chunks: received..<received + 1, combine: combine))
    }
}
