internal import Emulation
internal import Units

/// What a whole run will come to, told after its first steps.
///
/// Booked so far + remaining steps × the mean of the steps after the first + the checkpoints that fall among them + the
/// final evaluation and the wait for the last rank, as after the evaluation before training. The interval is that of the
/// sum of the remaining steps where steps are independent and normal: of m steps with the deviation s, for M more, it is
/// ± t(m − 1) · s · √(M + M²/m), with Student's t at 95 %. It says nothing of the constants, nor of
/// how far the final evaluation differs from the first. Emissions are those of the hours to come, where sites have them.
package struct RunForecast: Sendable, Hashable {
    /// The step after which a run is forecast.
    package static let usualStep = 5

    /// Training steps that were known.
    package let step: Int
    /// Training steps of the whole run.
    package let plannedSteps: Int
    /// 5 % of the runs are below, if only the spread of steps is uncertain.
    package let low: Outlay
    package let central: Outlay
    /// 95 % of the runs are below.
    package let high: Outlay

    /// - Returns: `nil` if there are not so many steps, fewer than three, or none to come.
    package init?(account: RunAccount, plannedSteps: Int, step: Int = Self.usualStep) {
        guard step >= 3, plannedSteps > step, let steady = SteadySteps(account: account, steps: step) else {
            return nil
        }
        let job = account.job
        let training = account.course.indices.filter { account.course[$0].kind == .training }
        let known = account.outlays(0..<training[step - 1] + 1).reduce(Outlay(), +)
        let remaining = Double(plannedSteps - step)
        let checkpoints = (step + 1...plannedSteps).filter { job.hasCheckpoint(afterStep: $0) }.count
        var central = known + steady.mean * remaining + (steady.writing + steady.waiting) * Double(checkpoints)
        if job.hasCheckpoint(afterStep: step) { central = central + steady.waiting }
        central = RunAccount.outlays(job: job, kinds: [.evaluation, .closing]).reduce(central, +)
        let count = Double(steady.count)
        let reach =
            steady.deviation
            * (Student.quantile95(degreesOfFreedom: steady.count - 1)
                * (remaining + remaining * remaining / count).squareRoot())
        self.step = step
        self.plannedSteps = plannedSteps
        guard let grid = GridAhead(account) else {
            self.central = central
            low = (central - reach).combined(with: known, max)
            high = central + reach
            return
        }
        // Where the hours of a grid are told, what is to come emits by its own hours, not by those of the first steps.
        let emitting = { (whole: Outlay) -> Outlay in
            var told = whole
            told.grams =
                known.grams + grid.grams(of: whole.joules - known.joules, from: known.seconds, to: whole.seconds)
            return told
        }
        self.central = emitting(central)
        let ends = [(central - reach).combined(with: known, max), central + reach].map(emitting)
        (low, high) = (ends[0].combined(with: ends[1], min), ends[0].combined(with: ends[1], max))
    }

    /// How far the forecast was from what the run came to, as shares of the latter; `nil` for a run that did not reach
    /// its end.
    package func error(against account: RunAccount) -> Outlay? {
        guard account.trainingSteps == plannedSteps, account.kinds.last == .closing else { return nil }
        let actual = Outlay(account.booked, over: account.clock.makespan())
        return central.combined(with: actual) { $1 == 0 ? 0 : $0 / $1 - 1 }
    }

    /// The central forecast at the ends of the ranges of power, grid and hardware, in the proportions that they have in
    /// what is booked so far.
    ///
    /// - Parameters:
    ///   - ranges: of what is booked.
    ///   - booked: its central value.
    package func atConstants(_ ranges: Ranges, booked: LedgerTotal) -> (low: Outlay, high: Outlay)? {
        guard booked.energy > 0, booked.emissions > 0 else { return nil }
        let joules = Double(booked.energy) / 1e9
        let scaled = { (energy: Double, grams: Double) in
            Outlay(
                seconds: central.seconds, joules: central.joules * energy / joules,
                grams: central.grams * grams / booked.grams)
        }
        return (scaled(ranges.joules.low, ranges.grams.low), scaled(ranges.joules.high, ranges.grams.high))
    }
}

/// Student's t distribution.
package enum Student {
    /// The value below which 95 % of it lies.
    ///
    /// Tabled to three places below five degrees of freedom; above, the expansion of Cornish and Fisher around the normal
    /// distribution (Abramowitz and Stegun, 26.7.5), which is right to 0.002.
    ///
    /// - Precondition: `degreesOfFreedom` is positive.
    package static func quantile95(degreesOfFreedom: Int) -> Double {
        precondition(degreesOfFreedom > 0, "a spread needs two values")
        let tabled = [6.314, 2.920, 2.353, 2.132]
        guard degreesOfFreedom > tabled.count else { return tabled[degreesOfFreedom - 1] }
        let z = 1.6448536269514722
        let n = Double(degreesOfFreedom)
        let cube = z * z * z
        return z + (cube + z) / (4 * n) + (5 * cube * z * z + 16 * cube + 3 * z) / (96 * n * n)
    }
}
