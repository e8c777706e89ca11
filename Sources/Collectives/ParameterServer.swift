/// One parameter server: every other rank pushes its whole bucket to rank 0, which adds them in the order of the ranks
/// and sends the sum back to each.
///
/// The server is one of the ranks, so that n − 1 buckets go through its port each way.
package struct ParameterServer: CollectiveSchedule, Hashable {
    package let worldSize: Int

    package init(worldSize: Int) {
        precondition(worldSize > 0, "a collective needs at least one rank")
        self.worldSize = worldSize
    }

    package var name: String { Algorithm.parameterServer.rawValue }
    package var rounds: Int { worldSize > 1 ? 2 : 0 }
    package var chunkCount: Int { 1 }

    package func step(rank: Int, round: Int) -> RoundStep {
        precondition(round >= 0 && round < rounds, "round \(round) of \(rounds)")
        let combine: Combine = round == 0 ? .add : .copy
        guard rank == 0 else {
            let transfer = Transfer(peer: 0, chunks: 0..<1, combine: combine)
            return round == 0 ? RoundStep(send: transfer) : RoundStep(receive: transfer)
        }
        let workers = Transfers((1..<worldSize).map { Transfer(peer: $0, chunks: 0..<1, combine: combine) })
        return round == 0 ? RoundStep(sends: [], receives: workers) : RoundStep(sends: workers, receives: [])
    }
}
