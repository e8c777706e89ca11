internal import ClusterModel
internal import Units

/// The best moves of several families at once, priced as one run: what they save does not add up.
package struct Together: Sendable {
    /// In the order in which they were added, what saves most first.
    package let parts: [PricedMove]
    /// The best of their families that add nothing to the others, or are not possible beside them.
    package let leftOut: [LeftOutMove]
    package let priced: PricedMove

    /// Micrograms that the parts would save one by one.
    package var sumOfParts: Int128 { parts.reduce(0) { $0 + $1.saved } }

    /// - Parameter ranked: moves that save something, the best first.
    /// - Returns: `nil` if no two go together.
    init?(_ ranked: [PricedMove], run: AdvisedRun, base: Outcome) {
        var alteration = Alteration(of: run)
        var outcome = base
        var parts: [PricedMove] = []
        var tried: [MoveFamily] = []
        var leftOut: [LeftOutMove] = []
        for candidate in ranked where candidate.move.family.goesTogether {
            let move = candidate.move
            guard !tried.contains(where: { $0.excludes(move.family) }) else { continue }
            tried.append(move.family)
            var next = alteration
            move.apply(&next)
            do {
                let cluster = try next.cluster(of: run)
                let found = parts.isEmpty ? candidate.outcome : Outcome(of: run, on: cluster)
                guard Double(outcome.total - found.total) >= PricedMove.leastShare * Double(base.total) else {
                    leftOut.append(
                        LeftOutMove(move.family, name: move.name, reason: "saves nothing beside the others"))
                    continue
                }
                (alteration, outcome) = (next, found)
                parts.append(candidate)
            } catch {
                leftOut.append(LeftOutMove(move.family, name: move.name, reason: error.reason))
            }
        }
        guard parts.count > 1 else { return nil }
        self.parts = parts
        self.leftOut = leftOut
        let names = parts.map(\.move.name)
        let whole = alteration
        priced = PricedMove(
            Move(
                parts[0].move.family, name: "together", change: names.joined(separator: ", "), assumptions: [],
                delay: parts.reduce(.zero) { $0 + $1.move.delay }
            ) { $0 = whole },
            outcome: outcome, run: base)
    }

    private init(parts: [PricedMove], leftOut: [LeftOutMove], priced: PricedMove) {
        self.parts = parts
        self.leftOut = leftOut
        self.priced = priced
    }

    func ranged(against drawn: [Double], seed: UInt64) -> Self {
        Self(parts: parts, leftOut: leftOut, priced: priced.ranged(against: drawn, seed: seed))
    }
}
