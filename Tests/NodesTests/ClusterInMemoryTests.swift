import Accounting
import ClusterModel
import Coordination
import Digests
import Emulation
import NeuralNetwork
import Nodes
import TensorKernels
import TestSupport
import Testing
import Units

/// A cluster in memory that has come to its end.
private func finished(
    _ plan: RunPlan, faults: InMemoryCluster.Faults = .init(), kill: InMemoryCluster.Kill? = nil, order: [Int]? = nil,
    kernels: Kernels = .current
) throws -> (cluster: InMemoryCluster, outcome: RunOutcome) {
    var cluster = InMemoryCluster(plan: plan, faults: faults, kill: kill, kernels: kernels, order: order)
    let outcome = try cluster.run()
    return (cluster, outcome)
}

/// What two runs must have in common to be the same run.
private struct Fingerprint: Equatable {
    let weights: [UInt8]
    let losses: [Double]
    let final: LossSum?
    let total: LedgerTotal
    let makespan: VirtualDuration

    init(_ record: RunRecord) {
        weights = record.weights
        losses = record.steps.map(\.trainedLoss.mean)
        final = record.finalEvaluation
        total = record.account.ledger.total()
        makespan = record.account.clock.makespan()
    }
}

@Suite struct ClusterInMemoryTests {
    @Test("a cluster of any size completes, learns, and its replicas agree to the bit", arguments: [1, 2, 3, 5, 8, 16])
    func completes(nodes: Int) throws {
        let (cluster, outcome) = try finished(try TinyRun.plan(nodes: nodes))
        #expect(outcome == .completed)
        #expect(cluster.exits.allSatisfy { $0 == .completed })
        let record = cluster.coordinator.record
        #expect(record.steps.count == 5)
        let initial = try #require(record.initialEvaluation)
        let final = try #require(record.finalEvaluation)
        #expect(final.mean < initial.mean)
        #expect(initial.tokens == 12 * 16)
        for index in 0..<nodes { #expect(cluster.weights(of: index) == cluster.weights(of: 0)) }
        let parts = (0..<nodes).map { record.account.ledger.total(rank: $0) }
        #expect(parts.reduce(LedgerTotal(), +) == record.account.ledger.total())
        #expect(record.traffic.payloadSent == record.traffic.payloadReceived)
    }

    @Test("the real payload is 2(n−1) times the trained gradient a step", arguments: [2, 3, 8])
    func payload(nodes: Int) throws {
        let plan = try TinyRun.plan(nodes: nodes)
        let (cluster, _) = try finished(plan)
        let trained = plan.cluster.workload.trained
        let parameters = TransformerConfiguration(
            contextLength: trained.context, layers: trained.layers, heads: trained.heads, width: trained.width
        ).parameterCount
        #expect(cluster.coordinator.record.traffic.payloadSent == UInt64(5 * 2 * (nodes - 1) * parameters * 4))
    }

    @Test("one process that plays N ranks has the bits of N workers", arguments: [2, 3, 5])
    func virtualRanks(ranks: Int) throws {
        let workers = try finished(try TinyRun.plan(nodes: ranks)).cluster.coordinator.record
        let alone = try finished(try TinyRun.plan(nodes: 1, virtualRanks: ranks)).cluster.coordinator.record
        #expect(alone.weights == workers.weights)
        #expect(alone.steps.map(\.trainedLoss) == workers.steps.map(\.trainedLoss))
        #expect(alone.finalEvaluation == workers.finalEvaluation)
    }

    @Test("the same seed gives the same run in whatever order the workers come; another seed does not")
    func determinism() throws {
        let first = Fingerprint(try finished(try TinyRun.plan(nodes: 3)).cluster.coordinator.record)
        for order in [[0, 1, 2], [2, 0, 1], [1, 2, 0]] {
            let (cluster, outcome) = try finished(try TinyRun.plan(nodes: 3), order: order)
            #expect(outcome == .completed)
            #expect(Fingerprint(cluster.coordinator.record) == first)
        }
        let other = try finished(try TinyRun.plan(nodes: 3, seed: 2)).cluster.coordinator.record
        #expect(Fingerprint(other) != first)
    }

    @Test("repeated and delayed messages change nothing", arguments: 1...4)
    func harmlessFaults(seed: UInt64) throws {
        let clean = Fingerprint(try finished(try TinyRun.plan(nodes: 3)).cluster.coordinator.record)
        var faults = InMemoryCluster.Faults()
        faults.seed = seed
        faults.duplicateFrame = quantity("20 %")
        faults.delayFrame = quantity("20 %")
        faults.duplicateControl = quantity("20 %")
        let (cluster, outcome) = try finished(try TinyRun.plan(nodes: 3), faults: faults)
        #expect(outcome == .completed)
        #expect(Fingerprint(cluster.coordinator.record) == clean)
        #expect((0..<3).reduce(0) { $0 + cluster.droppedFrames(of: $1) } > 0)
    }

    @Test(
        "a lost or damaged frame ends the run by name, never in a hang and never in wrong weights",
        arguments: [true, false])
    func lostFrames(isDropped: Bool) throws {
        var faults = InMemoryCluster.Faults()
        faults.seed = 5
        if isDropped { faults.dropFrame = quantity("1 %") } else { faults.corruptFrame = quantity("1 %") }
        let (cluster, outcome) = try finished(try TinyRun.plan(nodes: 3), faults: faults)
        guard case .failed(let failure) = outcome else {
            Issue.record("a run with lost frames ended as \(outcome)")
            return
        }
        #expect(failure.reason.contains("waits for rank"), "\(failure)")
        #expect(failure.rank != nil && failure.step >= 1)
        if !isDropped { #expect((0..<3).reduce(0) { $0 + cluster.droppedFrames(of: $1) } > 0) }
        for exit in cluster.exits {
            guard case .aborted = exit else {
                Issue.record("a worker ended as \(String(describing: exit))")
                continue
            }
        }
    }

    @Test("a worker that dies at any step is named, and the others leave", arguments: [1, 2, 5], [0, 2])
    func killed(step: Int, rank: Int) throws {
        let (cluster, outcome) = try finished(
            try TinyRun.plan(nodes: 3), kill: InMemoryCluster.Kill(rank: rank, step: step))
        guard case .failed(let failure) = outcome else {
            Issue.record("the run ended as \(outcome)")
            return
        }
        #expect(failure.rank == rank && failure.step == step)
        #expect(failure.reason.contains("connection closed"))
        #expect(cluster.coordinator.record.steps.count == step - 1)
        #expect(cluster.exits.allSatisfy { $0 != nil && $0 != .completed })
    }

    @Test("a loss that is not finite ends the run with what to do about it")
    func divergence() throws {
        let wild = TinyRun.clusterFile.replacing("learning_rate: 0.01\n", with: "learning_rate: 10\n")
            .replacing("warmup_steps: 1\n", with: "warmup_steps: 0\n    weight_decay: 1\n")
        let (_, outcome) = try finished(try TinyRun.plan(nodes: 2, steps: 200, clusterFile: wild))
        guard case .failed(let failure) = outcome else {
            Issue.record("the run ended as \(outcome)")
            return
        }
        #expect(failure.reason.contains("not a finite number") && failure.reason.contains("learning rate"))
    }

    @Test("all kernels of a numeric class give the same bits for a whole run")
    func kernels() throws {
        let fused = Kernels.available.filter { $0.numericClass == "fma" }
        guard let first = fused.first, fused.count > 1 else { return }
        let reference = try finished(try TinyRun.plan(nodes: 2), kernels: first).cluster.coordinator.record
        for kernels in fused.dropFirst() {
            let record = try finished(try TinyRun.plan(nodes: 2), kernels: kernels).cluster.coordinator.record
            #expect(Fingerprint(record) == Fingerprint(reference))
        }
    }
}
