/// Recursive doubling: in round r every rank exchanges its whole bucket with the rank at distance 2^r, and adds.
///
/// The fewest rounds, ⌈log2 n⌉ for n = 2^k, at the price of log2 n buckets sent by every rank: for short messages. Other
/// n are folded. The two of a pair add the same two values, so that their sums have the same bits.
package struct RecursiveDoubling: CollectiveSchedule, Hashable {
    private let fold: PowerOfTwoFold

    package init(worldSize: Int) { fold = PowerOfTwoFold(worldSize: worldSize) }

    package var name: String { Algorithm.recursiveDoubling.rawValue }
    package var worldSize: Int { fold.worldSize }
    package var rounds: Int { fold.exponent + fold.rounds }
    package var chunkCount: Int { 1 }
    package var isRankSymmetric: Bool { fold.rounds == 0 }

    package func step(rank: Int, round: Int) -> RoundStep {
        precondition(round >= 0 && round < rounds, "round \(round) of \(rounds)")
        var inner = round
        if fold.rounds > 0 {
            if round == 0 || round == rounds - 1 { return fold.step(rank: rank, isBefore: round == 0, chunks: 0..<1) }
            inner -= 1
        }
        guard rank < fold.core else { return RoundStep() }
        let exchange = Transfer(peer: rank ^ (1 << inner), chunks: 0..<1, combine: .add)
        return RoundStep(send: exchange, receive: exchange)
    }
}
