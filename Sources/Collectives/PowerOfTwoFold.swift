/// How algorithms for 2^k ranks take up any number: each of the n − 2^k last ranks gives its bucket to a partner in a
/// round before, and gets the result from it in a round after (Thakur, Rabenseifner and Gropp, "Optimization of
/// collective communication operations in MPICH", Int. J. High Perform. Comput. Appl. 19, 2005).
struct PowerOfTwoFold: Sendable, Hashable {
    let worldSize: Int
    /// 2^k, the ranks that take part in between: the first ones.
    let core: Int

    init(worldSize: Int) {
        precondition(worldSize > 0, "a collective needs at least one rank")
        self.worldSize = worldSize
        core = 1 << (Int.bitWidth - 1 - worldSize.leadingZeroBitCount)
    }

    /// Rounds that the fold takes: one before and one after, or none.
    var rounds: Int { worldSize == core ? 0 : 2 }
    /// k.
    var exponent: Int { core.trailingZeroBitCount }

    /// What a rank does before (`combine` is `.add`) or after: an extra rank's partner is the rank 2^k below it.
    func step(rank: Int, isBefore: Bool, chunks: Range<Int>) -> RoundStep {
        let isExtra = rank >= core
        guard isExtra || rank + core < worldSize else { return RoundStep() }
        let transfer = Transfer(
            peer: isExtra ? rank - core : rank + core, chunks: chunks, combine: isBefore ? .add : .copy)
        return isExtra == isBefore ? RoundStep(send: transfer) : RoundStep(receive: transfer)
    }
}
