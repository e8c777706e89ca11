/// The first half of the ring: rank r ends with the sum of chunk r + 1 (counted on the ring), and of no other.
package struct RingReduceScatter: CollectiveSchedule, Hashable {
    private let ring: RingAllReduce

    package init(worldSize: Int) { ring = RingAllReduce(worldSize: worldSize) }

    package var name: String { "ring-reduce-scatter" }
    package var worldSize: Int { ring.worldSize }
    package var rounds: Int { ring.worldSize - 1 }
    package var chunkCount: Int { ring.chunkCount }
    package var isRankSymmetric: Bool { true }

    package func step(rank: Int, round: Int) -> RoundStep { ring.step(rank: rank, round: round) }

    /// The chunk whose sum `rank` ends with.
    package func ownedChunk(rank: Int) -> Int { (rank + 1) % worldSize }
}

/// The second half of the ring: rank r begins with chunk r + 1 (counted on the ring), and all end with all chunks.
package struct RingAllGather: CollectiveSchedule, Hashable {
    private let ring: RingAllReduce

    package init(worldSize: Int) { ring = RingAllReduce(worldSize: worldSize) }

    package var name: String { "ring-all-gather" }
    package var worldSize: Int { ring.worldSize }
    package var rounds: Int { ring.worldSize - 1 }
    package var chunkCount: Int { ring.chunkCount }
    package var isRankSymmetric: Bool { true }

    package func step(rank: Int, round: Int) -> RoundStep { ring.step(rank: rank, round: round + ring.worldSize - 1) }

    /// The chunk that `rank` begins with.
    package func ownedChunk(rank: Int) -> Int { (rank + 1) % worldSize }
}
