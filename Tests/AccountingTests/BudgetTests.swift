import Accounting
import ClusterModel
import Emulation
import TestSupport
import Testing
import Units

@Suite struct BudgetTests {
    @Test("a limit is met exactly, and exceeded by a single unit")
    func limits() {
        let carbon = Budget(emissions: CarbonMass(count: 500))
        #expect(carbon.limit(exceededBy: LedgerTotal(energy: .max, emissions: 500)) == nil)
        #expect(carbon.limit(exceededBy: LedgerTotal(energy: 0, emissions: 501)) == .carbon)
        let energy = Budget(energy: EnergyAllowance(count: 3))
        #expect(energy.limit(exceededBy: LedgerTotal(energy: 3_000_000, emissions: .max)) == nil)
        #expect(energy.limit(exceededBy: LedgerTotal(energy: 3_000_001, emissions: 0)) == .energy)
        #expect(Budget().limit(exceededBy: LedgerTotal(energy: .max, emissions: .max)) == nil)
    }

    @Test("a limit of more energy than a ledger entry holds is kept exactly")
    func large() throws {
        let budget = Budget(energy: try EnergyAllowance(parsing: "1000 GWh"))
        let limit: Int128 = 3_600_000_000_000_000_000_000_000
        #expect(budget.limit(exceededBy: LedgerTotal(energy: limit, emissions: 0)) == nil)
        #expect(budget.limit(exceededBy: LedgerTotal(energy: limit + 1, emissions: 0)) == .energy)
    }

    @Test("what a run would come to with its next step is what it comes to, to the last unit", arguments: [0, 1, 2, 3])
    func ending(interval: Int) throws {
        var fixture = Fixture(nodes: 3, accelerators: 2)
        fixture.jitter = quantity("5 %")
        fixture.checkpointInterval = interval
        let job = EmulatedJob(cluster: fixture.cluster)
        for isPlanned in [false, true] {
            let account = RunAccount.simulated(job: job, kinds: [.evaluation, .training])
            let before = account.booked
            let reach = account.reach(of: Budget(emissions: CarbonMass(count: 1)), plannedSteps: isPlanned ? 2 : 9)
            guard case .stop(let stop) = reach else {
                Issue.record("a microgram reaches for \(reach)")
                return
            }
            let total = stop.withNextStep
            #expect(account.booked == before && stop.steps == 1 && stop.limit == .carbon)
            // Of two steps, a checkpoint is due after the second one with an interval of 1 or 2.
            let isExtra = !isPlanned && interval != 1 && interval != 2
            let kinds: [RankStep.Kind] =
                [.evaluation, .training, .training] + (isExtra ? [.checkpoint] : []) + [.evaluation, .closing]
            let whole = RunAccount.simulated(job: job, kinds: kinds)
            #expect(whole.booked == total && total.energy > before.energy)
            #expect(whole.ledger.total() == total)
            let exact = Budget(emissions: CarbonMass(count: Int64(total.emissions)))
            #expect(account.reach(of: exact, plannedSteps: isPlanned ? 2 : 9) == .until(step: 2))
        }
        let least = RunAccount.leastTotal(job: job, plannedSteps: 9)
        let kinds: [RankStep.Kind] = [.evaluation, .training] + (interval == 1 ? [] : [.checkpoint])
        #expect(least == RunAccount.simulated(job: job, kinds: kinds + [.evaluation, .closing]).booked)
    }

    @Test("a run that fits its budget as planned goes on although a checkpoint out of turn would not fit")
    func dearCheckpoint() throws {
        var fixture = Fixture(nodes: 2)
        fixture.peakRate = quantity("100 TFLOP/s")
        let job = EmulatedJob(cluster: fixture.cluster)
        let step = job.timings[0].forward + job.timings[0].backward
        #expect(job.timings[0].write > step, "the checkpoint is to be dearer than a step")
        let begun = RunAccount.simulated(job: job, kinds: [.evaluation, .training])
        let whole = RunAccount.simulated(job: job, steps: 3).booked
        let stopped = RunAccount.simulated(
            job: job, kinds: [.evaluation, .training, .training, .checkpoint, .evaluation, .closing]
        ).booked
        #expect(stopped.energy > whole.energy)
        let budget = Budget(emissions: CarbonMass(count: Int64(whole.emissions)))
        #expect(begun.reach(of: budget, plannedSteps: 3) == .until(step: 3))
        let less = Budget(emissions: CarbonMass(count: Int64(whole.emissions - 1)))
        #expect(
            begun.reach(of: less, plannedSteps: 3)
                == .stop(BudgetStop(limit: .carbon, steps: 1, withNextStep: stopped)))
    }

    @Test("a checkpoint out of turn is booked as one, by those who write it", arguments: [true, false])
    func checkpoint(isSharded: Bool) throws {
        var fixture = Fixture(nodes: 3)
        fixture.sharding = isSharded ? .zero1 : .none
        let job = EmulatedJob(cluster: fixture.cluster)
        var account = RunAccount.simulated(job: job, kinds: [.evaluation, .training])
        let before = account.ledger
        let priced = account.price(.checkpoint)
        for step in priced.actual {
            let writes = isSharded || step.rank == 0
            #expect(step.tiles && step.kind == .checkpoint)
            #expect(step.duration == (writes ? job.timings[0].write : .zero))
            #expect(step.bytesWritten == (writes ? job.timings[0].writeBytes : 0))
        }
        try account.book(priced, reported: priced.actual.map { account.account($0) })
        let phases = Phase.allCases.filter { phase in
            account.ledger.total { _, _, other, _ in other == phase }
                != before.total { _, _, other, _ in other == phase }
        }
        #expect(phases == [.checkpoint])
        account.simulate(.evaluation)
        account.simulate(.closing)
        #expect(account.kinds == [.evaluation, .training, .checkpoint, .evaluation, .closing])
        #expect(account.course.reduce(LedgerTotal()) { $0 + $1.total } == account.ledger.total())
    }
}
