/// Recursive halving–doubling: a reduce-scatter in k rounds with partners at distance n/2, n/4, … 1, each half as long
/// as the one before, then an all-gather the same way back.
///
/// Few rounds and the least bytes at once, 2(n−1)/n of the bucket a rank for n = 2^k (Rabenseifner, "Optimization of
/// collective reduction operations", ICCS 2004). Other n are folded.
package struct HalvingDoubling: CollectiveSchedule, Hashable {
    private let fold: PowerOfTwoFold

    package init(worldSize: Int) { fold = PowerOfTwoFold(worldSize: worldSize) }

    package var name: String { Algorithm.halvingDoubling.rawValue }
    package var worldSize: Int { fold.worldSize }
    package var rounds: Int { 2 * fold.exponent + fold.rounds }
    package var chunkCount: Int { fold.core }
    package var isRankSymmetric: Bool { fold.rounds == 0 }

    package func step(rank: Int, round: Int) -> RoundStep {
        precondition(round >= 0 && round < rounds, "round \(round) of \(rounds)")
        var inner = round
        if fold.rounds > 0 {
            if round == 0 || round == rounds - 1 {
                return fold.step(rank: rank, isBefore: round == 0, chunks: 0..<chunkCount)
            }
            inner -= 1
        }
        guard rank < fold.core else { return RoundStep() }
        let isReducing = inner < fold.exponent
        // Level l splits blocks of n/2^l chunks; the gather goes through the levels backwards.
        let level = isReducing ? inner : 2 * fold.exponent - 1 - inner
        let half = fold.core >> (level + 1)
        let peer = rank ^ half
        let (mine, theirs) = (Self.block(of: rank, size: half), Self.block(of: peer, size: half))
        let combine: Combine = isReducing ? .add : .copy
        return RoundStep(
            send: Transfer(peer: peer, chunks: isReducing ? theirs : mine, combine: combine),
            receive: Transfer(peer: peer, chunks: isReducing ? mine : theirs, combine: combine))
    }

    /// The aligned block of `size` chunks that holds the rank's own.
    private static func block(of rank: Int, size: Int) -> Range<Int> {
        let start = rank / size * size
        return start..<start + size
    }
}
