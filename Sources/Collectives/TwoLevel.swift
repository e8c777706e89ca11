/// Two levels: a ring reduce-scatter within groups of consecutive ranks, a ring all-reduce of every shard across the
/// groups, and a ring all-gather within.
///
/// Of n = g·m ranks each sends 2(m−1)/(g·m) of the bucket out of its group, and the rest stays on the links inside it:
/// a switch, a site. Ranks beyond the last whole group give their bucket to a partner before and get the result after.
package struct TwoLevel: CollectiveSchedule, Hashable {
    package let worldSize: Int
    /// Ranks of a group.
    package let groupSize: Int
    /// Whole groups.
    private let groups: Int

    /// - Parameter groupSize: at least 1; with 1, or with all ranks in one group, what remains is a plain ring.
    package init(worldSize: Int, groupSize: Int) {
        precondition(worldSize > 0 && groupSize > 0, "a group has at least one rank")
        self.worldSize = worldSize
        self.groupSize = min(groupSize, worldSize)
        groups = worldSize / self.groupSize
    }

    package var name: String { Algorithm.twoLevel.rawValue }
    private var core: Int { groups * groupSize }
    private var foldRounds: Int { core == worldSize ? 0 : 2 }
    package var rounds: Int { 2 * (groupSize - 1) + 2 * (groups - 1) + foldRounds }
    package var chunkCount: Int { core }
    package var isRankSymmetric: Bool { foldRounds == 0 }

    package func step(rank: Int, round: Int) -> RoundStep {
        precondition(round >= 0 && round < rounds, "round \(round) of \(rounds)")
        var inner = round
        if foldRounds > 0 {
            if round == 0 || round == rounds - 1 { return fold(rank: rank, isBefore: round == 0) }
            inner -= 1
        }
        guard rank < core else { return RoundStep() }
        let (group, local) = (rank / groupSize, rank % groupSize)
        if inner < groupSize - 1 { return within(group: group, local: local, round: inner) }
        inner -= groupSize - 1
        if inner < 2 * (groups - 1) { return across(group: group, local: local, round: inner) }
        return within(group: group, local: local, round: inner - 2 * (groups - 1) + groupSize - 1)
    }

    /// Shard s is the chunks s·m ..< (s + 1)·m.
    private func within(group: Int, local: Int, round: Int) -> RoundStep {
        let step = RingAllReduce(worldSize: groupSize).step(rank: local, round: round)
        let moved = { (transfer: Transfer) in
            Transfer(
                peer: group * groupSize + transfer.peer,
                chunks: transfer.chunks.lowerBound * groups..<transfer.chunks.upperBound * groups,
                combine: transfer.combine)
        }
        return RoundStep(send: step.sends.first.map(moved), receive: step.receives.first.map(moved))
    }

    /// The all-reduce of the shard that the rank holds the group's sum of.
    private func across(group: Int, local: Int, round: Int) -> RoundStep {
        let shard = RingReduceScatter(worldSize: groupSize).ownedChunk(rank: local)
        let step = RingAllReduce(worldSize: groups).step(rank: group, round: round)
        let moved = { (transfer: Transfer) in
            Transfer(
                peer: transfer.peer * groupSize + local,
                chunks: shard * groups + transfer.chunks.lowerBound..<shard * groups + transfer.chunks.upperBound,
                combine: transfer.combine)
        }
        return RoundStep(send: step.sends.first.map(moved), receive: step.receives.first.map(moved))
    }

    /// An extra rank's partner is in the last whole group.
    private func fold(rank: Int, isBefore: Bool) -> RoundStep {
        let isExtra = rank >= core
        guard isExtra || (rank >= core - groupSize && rank + groupSize < worldSize) else { return RoundStep() }
        let transfer = Transfer(
            peer: isExtra ? rank - groupSize : rank + groupSize, chunks: 0..<chunkCount,
            combine: isBefore ? .add : .copy)
        return isExtra == isBefore ? RoundStep(send: transfer) : RoundStep(receive: transfer)
    }
}
