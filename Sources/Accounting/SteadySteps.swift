internal import ClusterModel
package import Emulation

/// The training steps of a run after the first, which waits for its input; what checkpoints add is taken out of them.
///
/// A checkpoint's writers end their step later, and the others wait for them in the step that follows: both parts are
/// known from the price of a checkpoint alone.
package struct SteadySteps: Sendable {
    /// Mean of the steps.
    package let mean: Outlay
    /// Standard deviation of the steps; zero for a single one.
    package let deviation: Outlay
    /// How many steps these are of.
    package let count: Int
    /// What a checkpoint adds to the step at whose end it is written.
    package let writing: Outlay
    /// What a checkpoint adds to whatever follows that step.
    package let waiting: Outlay
    /// Training steps between two checkpoints; 0 for none.
    private let interval: Int

    /// - Parameter steps: training steps of the account that are looked at, from the first on.
    /// - Returns: `nil` for fewer than two steps.
    package init?(account: RunAccount, steps: Int) {
        let job = account.job
        let training = account.course.indices.filter { account.course[$0].kind == .training }
        guard steps >= 2, training.count >= steps else { return nil }
        interval = job.cluster.workload.represented.checkpointInterval
        let checkpoint =
            interval > 0 ? RunAccount.outlays(job: job, kinds: [.checkpoint, .closing]) : [Outlay(), Outlay()]
        (writing, waiting) = (checkpoint[0], checkpoint[1])
        var plain: [Outlay] = []
        for step in 2...steps {
            var outlay = account.outlays(training[step - 1]..<training[step - 1] + 1)[0]
            if job.hasCheckpoint(afterStep: step) { outlay = outlay - writing }
            if job.hasCheckpoint(afterStep: step - 1) { outlay = outlay - waiting }
            plain.append(outlay)
        }
        let mean = plain.reduce(Outlay(), +) * (1 / Double(plain.count))
        let squares = plain.reduce(Outlay()) { sum, outlay in sum + (outlay - mean).map { $0 * $0 } }
        self.mean = mean
        deviation = squares.map { plain.count > 1 ? ($0 / Double(plain.count - 1)).squareRoot() : 0 }
        count = plain.count
    }

    /// What a number of steps takes at this rate, each with its share of a checkpoint; evaluations are not part of it.
    package func outlay(ofSteps steps: Double) -> Outlay {
        let share = interval > 0 ? (writing + waiting) * (1 / Double(interval)) : Outlay()
        return (mean + share) * steps
    }
}
