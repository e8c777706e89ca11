internal import Accounting
internal import ClusterModel
internal import Emulation
internal import Units

/// Alternatives to a run, priced and ranked.
package struct AdviceSurvey: Sendable {
    package let run: AdvisedRun
    /// The run itself, priced as the moves are: what they are compared with.
    package let base: Outcome
    /// Moves that save something, the one that saves most first.
    package let ranked: [PricedMove]
    /// Moves that save nothing or emit more, the one that emits least first.
    package let saveNothing: [PricedMove]
    package let leftOut: [LeftOutMove]
    /// `nil` if no two moves go together.
    package let together: Together?

    /// Prices every move of the families on the run's own course of steps.
    package init(_ run: AdvisedRun, families: [MoveFamily] = MoveFamily.allCases) {
        self.run = run
        let base = Outcome(of: run, on: run.cluster)
        self.base = base
        var priced: [PricedMove] = []
        var leftOut: [LeftOutMove] = []
        for family in families {
            let proposal = family.proposal(for: run)
            leftOut += proposal.leftOut
            for move in proposal.moves {
                do {
                    let cluster = try Alteration(of: run, by: move).cluster(of: run)
                    // The run's own setting is no move.
                    guard cluster != run.cluster else { continue }
                    priced.append(PricedMove(move, outcome: Outcome(of: run, on: cluster), run: base))
                } catch {
                    leftOut.append(LeftOutMove(family, name: move.name, reason: error.reason))
                }
            }
        }
        priced.sort(by: PricedMove.isBefore)
        let seed = run.cluster.workload.trained.seed
        let saving = priced.filter(\.savesSomething)
        let drawn = saving.isEmpty ? [] : base.drawn(seed: seed)
        ranked = saving.map { $0.ranged(against: drawn, seed: seed) }
        saveNothing = priced.filter { !$0.savesSomething }
        self.leftOut = leftOut
        together = Together(ranked, run: run, base: base)?.ranged(against: drawn, seed: seed)
    }

    /// True if flows share links in the run or in any of the moves.
    package var hasStaticShares: Bool {
        ([base] + (ranked + saveNothing).map(\.outcome)).contains { $0.job.setting.sharesLinks }
    }

    /// By place in `ranked`, the rank by time lost, from 1; of equals the one that saves more first.
    package var timeRanks: [Int] {
        let order = ranked.indices.sorted { (ranked[$0].timeLost, $0) < (ranked[$1].timeLost, $1) }
        var ranks = [Int](repeating: 0, count: ranked.count)
        for (rank, index) in order.enumerated() { ranks[index] = rank + 1 }
        return ranks
    }
}
