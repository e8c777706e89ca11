/// Ring all-reduce: n − 1 rounds of reduce-scatter, then n − 1 rounds of all-gather, each to the next rank.
///
/// Every rank sends 2(n−1)/n of the bucket, the least that any all-reduce can (Patarasuk and Yuan, "Bandwidth optimal
/// all-reduce algorithms for clusters of workstations", J. Parallel Distrib. Comput. 69, 2009). Chunk j is summed along
/// the ring from rank j on, so the order of additions is fixed by the schedule alone.
package struct RingAllReduce: CollectiveSchedule, Hashable {
    package let worldSize: Int

    package init(worldSize: Int) {
        precondition(worldSize > 0, "a collective needs at least one rank")
        self.worldSize = worldSize
    }

    package var name: String { Algorithm.ring.rawValue }
    package var rounds: Int { 2 * (worldSize - 1) }
    package var chunkCount: Int { worldSize }
    package var isRankSymmetric: Bool { true }

    package func step(rank: Int, round: Int) -> RoundStep {
        precondition(round >= 0 && round < rounds, "round \(round) of \(rounds)")
        // In round r rank i passes on what it received in round r − 1, in both halves: chunk i − r, counted on the ring.
        let combine: Combine = round < worldSize - 1 ? .add : .copy
        let chunk = (rank + 2 * worldSize - round) % worldSize
        let previous = (chunk + worldSize - 1) % worldSize
        return RoundStep(
            send: Transfer(peer: (rank + 1) % worldSize, chunks: chunk..<chunk + 1, combine: combine),
            receive: Transfer(
                peer: (rank + worldSize - 1) % worldSize, chunks: previous..<previous + 1, combine: combine))
    }
}
