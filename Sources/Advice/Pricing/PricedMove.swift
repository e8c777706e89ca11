package import Accounting
package import Units

/// A move, and what it saves of a run. All differences are the run less the move: what is saved is positive.
package struct PricedMove: Sendable {
    package let move: Move
    package let outcome: Outcome
    /// Micrograms.
    package let savedOperational: Int128
    /// Micrograms.
    package let savedEmbodied: Int128
    /// Of what the run emits, both together; 0 where that is nothing.
    package let savedShare: Double
    /// How much later the job ends: what it takes longer, and its delay. Negative where it ends earlier.
    package let timeLost: VirtualDuration
    /// What the draws of the constants say; `nil` where they were not asked.
    package private(set) var range: Range?

    /// What is saved over the draws, in grams.
    package struct Range: Sendable, Hashable {
        package let grams: Interval
        /// The share of the draws in which more than nothing is saved.
        package let certainty: Double
    }

    /// Below it, of what the run emits, a move is said to save nothing.
    package static let leastShare = 0.001

    init(_ move: Move, outcome: Outcome, run: Outcome) {
        self.move = move
        self.outcome = outcome
        savedOperational = run.operational - outcome.operational
        savedEmbodied = run.embodied - outcome.embodied
        savedShare = run.total == 0 ? 0 : Double(run.total - outcome.total) / Double(run.total)
        timeLost = outcome.makespan - run.makespan + move.delay
    }

    /// Micrograms of both.
    package var saved: Int128 { savedOperational + savedEmbodied }
    package var savesSomething: Bool { savedShare >= Self.leastShare }

    /// Grams saved for each hour that the job ends later; `nil` where it does not.
    package var gramsPerHour: Double? {
        timeLost > .zero ? Double(saved) / 1e6 / (timeLost.seconds / 3600) : nil
    }

    /// With its range.
    ///
    /// - Parameter drawn: grams of the run by draw.
    func ranged(against drawn: [Double], seed: UInt64) -> Self {
        let saved = zip(drawn, outcome.drawn(seed: seed)).map { $0 - $1 }
        var result = self
        result.range = Range(
            grams: Interval(saved), certainty: Double(saved.count { $0 > 0 }) / Double(max(1, saved.count)))
        return result
    }

    /// The one that saves more first; of equals the one that loses less time, then by name.
    static func isBefore(_ a: Self, _ b: Self) -> Bool {
        (b.saved, a.timeLost, a.move.name) < (a.saved, b.timeLost, b.move.name)
    }
}
