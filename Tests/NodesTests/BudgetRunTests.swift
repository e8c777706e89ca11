import Accounting
import ClusterModel
import Coordination
import Digests
import Emulation
import Foundation
import NeuralNetwork
import Nodes
import TestSupport
import Testing
import Units

/// A run in memory with a budget, and the checkpoints that it left.
private struct BudgetRun {
    let record: RunRecord
    let outcome: RunOutcome
    let exits: [WorkerExit?]
    let weights: [UInt8]
    /// By name.
    let checkpoints: [String: Data]

    init(
        _ budget: Budget?, nodes: Int = 3, sharding: RepresentedWorkload.Sharding = .none, interval: Int = 0,
        faults: InMemoryCluster.Faults = .init()
    ) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let text = TinyRun.clusterFile
            .replacing("checkpoint_interval: 2", with: "checkpoint_interval: \(interval)")
            .replacing("  bucket_size", with: "  sharding: \(sharding.rawValue)\n  bucket_size")
        var plan = try TinyRun.plan(nodes: nodes, steps: 12, clusterFile: text, checkpoints: folder.path)
        plan.budget = budget
        var cluster = InMemoryCluster(plan: plan, faults: faults)
        outcome = try cluster.run()
        record = cluster.coordinator.record
        exits = cluster.exits
        weights = cluster.weights(of: 0)?.bytes ?? []
        checkpoints = try FileManager.default.contentsOfDirectory(atPath: folder.path).reduce(into: [:]) {
            $0[$1] = try Data(contentsOf: folder.appendingPathComponent($1))
        }
    }

    var stop: BudgetStop? {
        if case .stoppedByBudget(let stop) = outcome { return stop }
        return nil
    }

    /// Emissions at the end of a run that is stopped after so many of its twelve steps, to the microgram.
    static func least(steps: Int, of run: BudgetRun, isExtra: Bool) -> Int128 {
        let kinds =
            [.evaluation] + [RankStep.Kind](repeating: .training, count: steps) + (isExtra ? [.checkpoint] : [])
            + [.evaluation, .closing]
        return RunAccount.simulated(job: run.record.account.job, kinds: kinds).booked.emissions
    }
}

@Suite struct BudgetRunTests {
    @Test(
        "a run ends before the step that would go beyond its budget: evaluated, with a checkpoint, all in agreement",
        arguments: [RepresentedWorkload.Sharding.none, .zero2, .fsdp], [1, 3])
    func stops(sharding: RepresentedWorkload.Sharding, nodes: Int) throws {
        let free = try BudgetRun(nil, nodes: nodes, sharding: sharding)
        #expect(free.outcome == .completed && free.checkpoints.isEmpty)
        let amount = BudgetRun.least(steps: 3, of: free, isExtra: true)
        let budget = Budget(emissions: CarbonMass(count: Int64(amount)))
        let run = try BudgetRun(budget, nodes: nodes, sharding: sharding)
        let stop = try #require(run.stop)
        #expect(stop.steps == 3 && stop.limit == .carbon && run.record.steps.count == 3)
        // It is used up to the microgram, and one step more would not have fitted.
        #expect(run.record.account.booked.emissions == amount && stop.withNextStep.emissions > amount)
        #expect(run.record.account.ledger.total() == run.record.account.booked)
        #expect(run.record.account.kinds.suffix(3) == [.checkpoint, .evaluation, .closing])
        #expect(run.record.finalEvaluation != nil && run.exits.allSatisfy { $0 == .completed })
        // The steps that were done are those of the run without a budget.
        #expect(run.record.steps.map(\.trainedLoss) == free.record.steps.prefix(3).map(\.trainedLoss))
        let isSharded = sharding != .none && nodes > 1
        let names = isSharded ? (0..<nodes).map { "step-3.rank-\($0).checkpoint" } : ["step-3.checkpoint"]
        #expect(run.checkpoints.keys.sorted() == names)
        #expect(run.record.weights == run.weights)
    }

    @Test("a unit less ends it a step before; the budget of the whole run does not end it")
    func boundary() throws {
        let free = try BudgetRun(nil)
        let three = BudgetRun.least(steps: 3, of: free, isExtra: true)
        let less = try BudgetRun(Budget(emissions: CarbonMass(count: Int64(three - 1))))
        #expect(less.stop?.steps == 2 && less.record.account.booked.emissions < three)
        #expect(less.stop?.withNextStep.emissions == three)
        let exact = try BudgetRun(Budget(emissions: CarbonMass(count: Int64(three))))
        #expect(exact.stop?.steps == 3)

        let whole = free.record.account.booked
        let enough = try BudgetRun(Budget(emissions: CarbonMass(count: Int64(whole.emissions))))
        #expect(enough.outcome == .completed && enough.record.budgetStop == nil)
        #expect(enough.record.account.booked == whole && enough.record.weights == free.record.weights)
        let short = try BudgetRun(Budget(emissions: CarbonMass(count: Int64(whole.emissions - 1))))
        #expect(short.stop != nil && short.record.account.booked.emissions < whole.emissions)
    }

    @Test("energy is a budget of its own, and the tighter of two is named")
    func energy() throws {
        let free = try BudgetRun(nil)
        let half = EnergyAllowance(count: Int64(free.record.account.booked.energy / 2_000_000))
        let run = try BudgetRun(Budget(emissions: CarbonMass(count: .max), energy: half))
        #expect(run.stop?.limit == .energy)
        #expect(run.record.account.booked.energy <= half.nanojoules)
        #expect(try #require(run.stop).withNextStep.energy > half.nanojoules)
    }

    @Test("a checkpoint that was due after the last step is not written twice")
    func due() throws {
        let free = try BudgetRun(nil, interval: 2)
        let amount = BudgetRun.least(steps: 2, of: free, isExtra: false)
        let run = try BudgetRun(Budget(emissions: CarbonMass(count: Int64(amount))), interval: 2)
        #expect(run.stop?.steps == 2 && run.record.account.booked.emissions == amount)
        #expect(
            !run.record.account.kinds.contains(.checkpoint) && run.checkpoints.keys.sorted() == ["step-2.checkpoint"])
    }

    @Test("the checkpoint at the stop is the one that a checkpoint interval would have written, to the byte")
    func bytes() throws {
        let free = try BudgetRun(nil, interval: 3)
        let amount = BudgetRun.least(steps: 3, of: try BudgetRun(nil), isExtra: true)
        let run = try BudgetRun(Budget(emissions: CarbonMass(count: Int64(amount))))
        #expect(run.stop?.steps == 3 && run.checkpoints["step-3.checkpoint"] != nil)
        #expect(run.checkpoints["step-3.checkpoint"] == free.checkpoints["step-3.checkpoint"])
    }

    @Test("a budget that covers no step trains none, and still ends with a checkpoint and an evaluation")
    func nothing() throws {
        let run = try BudgetRun(Budget(emissions: CarbonMass(count: 1)))
        #expect(run.stop?.steps == 0 && run.record.steps.isEmpty && run.record.finalEvaluation != nil)
        #expect(run.record.initialEvaluation == run.record.finalEvaluation)
        #expect(run.checkpoints.keys.sorted() == ["step-0.checkpoint"])
    }

    @Test("repeated messages change nothing", arguments: 1...3)
    func faults(seed: UInt64) throws {
        let free = try BudgetRun(nil)
        let budget = Budget(
            emissions: CarbonMass(count: Int64(BudgetRun.least(steps: 2, of: free, isExtra: true))))
        let clean = try BudgetRun(budget)
        var faults = InMemoryCluster.Faults()
        faults.seed = seed
        faults.duplicateControl = quantity("40 %")
        let run = try BudgetRun(budget, faults: faults)
        #expect(run.outcome == clean.outcome && run.stop?.steps == 2)
        #expect(run.record.account.booked == clean.record.account.booked && run.checkpoints == clean.checkpoints)
    }

    @Test("what another network would have made of the same course has the checkpoint in it")
    func scenarios() throws {
        let free = try BudgetRun(nil)
        let budget = Budget(
            emissions: CarbonMass(count: Int64(BudgetRun.least(steps: 2, of: free, isExtra: true))))
        let record = try BudgetRun(budget).record
        let same = PricedScenario(Scenario(name: "same", cluster: record.account.job.cluster), run: record.account)
        #expect(same.ledger.total() == record.account.booked)
        #expect(same.makespan == record.account.clock.makespan())
    }
}
