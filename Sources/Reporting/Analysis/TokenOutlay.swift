package import Accounting
internal import ClusterModel
internal import Emulation
internal import Units

/// What so many tokens of the represented workload take on this cluster, at the rate of its steady step.
package struct TokenOutlay: Sendable, Hashable {
    package let tokens: Int
    /// True for the size that goes with the represented model.
    package let isOptimal: Bool
    package let outlay: Outlay
    /// Over the time, as the run's own.
    package let embodiedGrams: Double

    /// Training tokens a parameter that a given amount of compute is best spent on: Chinchilla's 1.4 T for 70 B (Hoffmann
    /// and others, "Training Compute-Optimal Large Language Models", arXiv:2203.15556, 2022).
    package static let optimalTokensPerParameter = 20

    /// A billion tokens, and what is optimal for the represented model.
    static func all(account: RunAccount, tokensPerStep: Int, embodiedGrams: Double) -> [Self] {
        let makespan = account.clock.makespan().seconds
        guard let steady = SteadySteps(account: account, steps: account.trainingSteps), makespan > 0 else { return [] }
        let grid = GridAhead(account)
        let optimal = account.job.cluster.workload.represented.model.parameterCount * optimalTokensPerParameter
        return [(1_000_000_000, false), (optimal, true)].map { tokens, isOptimal in
            var outlay = steady.outlay(ofSteps: Double(tokens) / Double(tokensPerStep))
            // From the job's start on, by the hours of the grid, which repeat.
            if let grid { outlay.grams = grid.grams(of: outlay.joules, from: 0, to: outlay.seconds) }
            return TokenOutlay(
                tokens: tokens, isOptimal: isOptimal, outlay: outlay,
                embodiedGrams: embodiedGrams * outlay.seconds / makespan)
        }
    }
}
