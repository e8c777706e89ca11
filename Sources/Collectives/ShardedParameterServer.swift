/// As many parameter servers as ranks, each for one chunk: everyone pushes every chunk to its server at once, and every
/// server sends its sum to everyone at once.
///
/// Rank i sends to i + 1, i + 2, … so that no two send to the same server at the same time.
package struct ShardedParameterServer: CollectiveSchedule, Hashable {
    package let worldSize: Int

    package init(worldSize: Int) {
        precondition(worldSize > 0, "a collective needs at least one rank")
        self.worldSize = worldSize
    }

    package var name: String { Algorithm.shardedParameterServer.rawValue }
    package var rounds: Int { worldSize > 1 ? 2 : 0 }
    package var chunkCount: Int { worldSize }
    package var isRankSymmetric: Bool { true }

    package func step(rank: Int, round: Int) -> RoundStep {
        precondition(round >= 0 && round < rounds, "round \(round) of \(rounds)")
        let isPush = round == 0
        let transfers = { (sign: Int, chunk: (Int) -> Int) in
            Transfers(
                (1..<worldSize).map { distance in
                    let peer = (rank + sign * distance + worldSize) % worldSize
                    return Transfer(
                        peer: peer, chunks: chunk(peer)..<chunk(peer) + 1, combine: isPush ? .add : .copy)
                })
        }
        return RoundStep(
            sends: transfers(1) { isPush ? $0 : rank }, receives: transfers(-1) { isPush ? rank : $0 })
    }
}
