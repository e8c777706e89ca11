import Collectives
import Testing

/// True if a rank that lends what it sends, except where it overwrites it in the same round, never writes to it before
/// its receiver has it: when it writes, the messages that it has imply that the receiver is past that round.
private func lendingIsSafe(_ schedule: any CollectiveSchedule) -> Bool {
    let ranks = schedule.worldSize
    /// By rank: how many rounds it knows each rank to have finished.
    var known = [[Int]](repeating: [Int](repeating: 0, count: ranks), count: ranks)
    /// By rank: what it has lent so far.
    var lent = [[(send: Transfer, round: Int)]](repeating: [], count: ranks)
    for round in 0..<schedule.rounds {
        let before = known
        for rank in 0..<ranks {
            let step = schedule.step(rank: rank, round: round)
            for receive in step.receives {
                known[rank] = zip(known[rank], before[receive.peer]).map(max)
            }
            for receive in step.receives {
                for loan in lent[rank] where loan.send.chunks.overlaps(receive.chunks) {
                    guard known[rank][loan.send.peer] > loan.round else { return false }
                }
            }
            known[rank][rank] = round + 1
            if !schedule.overwritesSent(rank: rank, round: round) {
                lent[rank] += step.sends.map { ($0, round) }
            }
        }
    }
    return true
}

/// Rank 0 lends its chunk to rank 1, then takes in rank 2's, which knows nothing of rank 1.
private struct Hasty: CollectiveSchedule {
    let name = "hasty"
    let worldSize = 3
    let rounds = 2
    let chunkCount = 1
    func step(rank: Int, round: Int) -> RoundStep {
        let transfer = { (peer: Int) in Transfer(peer: peer, chunks: 0..<1, combine: .add) }
        return switch (round, rank) {
        case (0, 0): RoundStep(send: transfer(1))
        case (0, 1): RoundStep(receive: transfer(0))
        case (1, 2): RoundStep(send: transfer(0))
        case (1, 0): RoundStep(receive: transfer(2))
        default: RoundStep()
        }
    }
}

@Suite struct LendingTests {
    @Test(
        "what a rank has sent is overwritten only after its receiver must have it",
        arguments: Case.all.filter { $0.worldSize <= 17 })
    func safe(_ test: Case) {
        #expect(lendingIsSafe(test.schedule))
    }

    @Test("a schedule that overwrites what may still be under way is found out")
    func unsafe() {
        #expect(!lendingIsSafe(Hasty()))
    }
}
