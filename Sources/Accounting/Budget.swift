package import Emulation
package import Units

/// What the emulated cluster may draw or emit in a run, operational, facility included.
///
/// A budget is never exceeded: a training step is begun only if the run can end after it, or after one that follows, with
/// all that belongs to its end.
package struct Budget: Sendable, Hashable {
    package let emissions: CarbonMass?
    package let energy: EnergyAllowance?

    package init(emissions: CarbonMass? = nil, energy: EnergyAllowance? = nil) {
        self.emissions = emissions
        self.energy = energy
    }

    package enum Limit: String, Sendable, Hashable {
        case carbon = "max_carbon"
        case energy = "max_energy"
    }

    /// The limit that a total is beyond; to meet it exactly is allowed.
    package func limit(exceededBy total: LedgerTotal) -> Limit? {
        if let emissions, total.emissions > Int128(emissions.micrograms) { return .carbon }
        if let energy, total.energy > energy.nanojoules { return .energy }
        return nil
    }
}

/// Why a run began no further step.
package struct BudgetStop: Sendable, Hashable {
    package let limit: Budget.Limit
    /// Training steps that were done.
    package let steps: Int
    /// The run's total with one more step, its checkpoint if one would have been due, the final evaluation and the end.
    package let withNextStep: LedgerTotal

    package init(limit: Budget.Limit, steps: Int, withNextStep: LedgerTotal) {
        self.limit = limit
        self.steps = steps
        self.withNextStep = withNextStep
    }
}

/// How far a budget lets a run go on.
package enum BudgetReach: Sendable, Hashable {
    /// The run can end within the budget after this step.
    case until(step: Int)
    case stop(BudgetStop)
}

extension RunAccount {
    /// The next training step after which the run can end within a budget, looking no further than the budget reaches: a
    /// checkpoint out of turn can be dearer than steps.
    ///
    /// - Precondition: a training step is to come.
    package func reach(of budget: Budget, plannedSteps: Int) -> BudgetReach {
        precondition(trainingSteps < plannedSteps, "no step is to come")
        var ahead = self
        var total = booked
        var first: BudgetStop?
        for step in trainingSteps + 1...plannedSteps {
            total = total + cost(of: ahead.price(.training))
            guard budget.limit(exceededBy: total) == nil || first == nil else { break }
            let whole = ahead.totalEnding(total, afterStep: step, isPlanned: step == plannedSteps)
            guard let limit = budget.limit(exceededBy: whole) else { return .until(step: step) }
            if first == nil { first = BudgetStop(limit: limit, steps: trainingSteps, withNextStep: whole) }
        }
        return .stop(first!)
    }

    /// What a run comes to that ends with the step that was priced last.
    ///
    /// - Parameters:
    ///   - total: of all steps until then.
    ///   - step: the number of the last training step.
    ///   - isPlanned: true if it is the run's last anyhow, after which no checkpoint out of turn is written.
    func totalEnding(_ total: LedgerTotal, afterStep step: Int, isPlanned: Bool) -> LedgerTotal {
        var ahead = self
        return Self.ending(job: job, afterStep: step, isPlanned: isPlanned).reduce(total) {
            $0 + cost(of: ahead.price($1))
        }
    }

    /// The least that a run which trains takes: its evaluations, one step, and the checkpoint after it.
    package static func leastTotal(job: EmulatedJob, plannedSteps: Int) -> LedgerTotal {
        simulated(
            job: job,
            kinds: [.evaluation, .training] + ending(job: job, afterStep: 1, isPlanned: plannedSteps == 1)
        ).booked
    }

    /// What follows the last training step.
    private static func ending(job: EmulatedJob, afterStep step: Int, isPlanned: Bool) -> [RankStep.Kind] {
        (isPlanned || job.hasCheckpoint(afterStep: step) ? [] : [.checkpoint]) + [.evaluation, .closing]
    }
}
