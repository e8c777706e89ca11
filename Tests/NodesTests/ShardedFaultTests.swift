import ClusterModel
import Coordination
import Nodes
import TestSupport
import Testing
import Units

/// Sharded training over an in-memory transport that does harm.
@Suite struct ShardedFaultTests {
    private static let modes: [RepresentedWorkload.Sharding] = [.zero1, .zero2, .fsdp]

    private static func plan(_ sharding: RepresentedWorkload.Sharding, accumulation: Int = 1) throws -> RunPlan {
        let text = TinyRun.clusterFile.replacing(
            "  bucket_size",
            with: "  sharding: \(sharding.rawValue)\n  gradient_accumulation: \(accumulation)\n  bucket_size")
        return try TinyRun.plan(nodes: 3, steps: 4, clusterFile: text)
    }

    /// What all ranks end with when nothing goes wrong.
    private static func cleanWeights(accumulation: Int = 1) throws -> [UInt8] {
        var cluster = InMemoryCluster(plan: try plan(.none, accumulation: accumulation))
        #expect(try cluster.run() == .completed)
        return cluster.coordinator.record.weights
    }

    @Test(
        "repeated and delayed messages leave the weights of plain data parallel on every rank",
        arguments: modes, 1...4)
    func harmless(sharding: RepresentedWorkload.Sharding, seed: UInt64) throws {
        var faults = InMemoryCluster.Faults()
        faults.seed = seed
        faults.duplicateFrame = quantity("20 %")
        faults.delayFrame = quantity("20 %")
        faults.duplicateControl = quantity("20 %")
        var cluster = InMemoryCluster(plan: try Self.plan(sharding, accumulation: 2), faults: faults)
        #expect(try cluster.run() == .completed, "seed \(seed)")
        let record = cluster.coordinator.record
        #expect(record.weights == (try Self.cleanWeights(accumulation: 2)), "seed \(seed)")
        #expect(record.traffic.payloadSent == record.traffic.payloadReceived)
        for index in 1..<3 { #expect(cluster.weights(of: index) == cluster.weights(of: 0)) }
        #expect((0..<3).reduce(0) { $0 + cluster.droppedFrames(of: $1) } > 0)
    }

    @Test(
        "a lost or damaged frame ends the run by name, or none was lost; never a hang, never other weights",
        arguments: modes, 1...12)
    func lost(sharding: RepresentedWorkload.Sharding, seed: UInt64) throws {
        let clean = try Self.cleanWeights()
        for isDropped in [true, false] {
            var faults = InMemoryCluster.Faults()
            faults.seed = seed
            if isDropped { faults.dropFrame = quantity("0.5 %") } else { faults.corruptFrame = quantity("0.5 %") }
            var cluster = InMemoryCluster(plan: try Self.plan(sharding), faults: faults)
            let outcome = try cluster.run()
            let place = "seed \(seed), \(isDropped ? "dropped" : "damaged"): \(outcome)"
            if case .failed(let failure) = outcome {
                #expect(failure.reason.contains("waits for rank") && failure.rank != nil, "\(place)")
                #expect(cluster.exits.allSatisfy { if case .aborted = $0 { true } else { false } }, "\(place)")
            } else {
                #expect(outcome == .completed, "\(place)")
                #expect(cluster.coordinator.record.weights == clean, "\(place)")
            }
        }
    }

    @Test("where every tenth frame is lost no run completes", arguments: modes)
    func manyLost(sharding: RepresentedWorkload.Sharding) throws {
        var faults = InMemoryCluster.Faults()
        faults.seed = 5
        faults.dropFrame = quantity("10 %")
        var cluster = InMemoryCluster(plan: try Self.plan(sharding), faults: faults)
        guard case .failed(let failure) = try cluster.run() else {
            Issue.record("a run with lost frames completed")
            return
        }
        #expect(failure.reason.contains("waits for rank"), "\(failure)")
    }

    @Test("a worker that dies in any step is named, and the others leave", arguments: modes, [1, 3])
    func killed(sharding: RepresentedWorkload.Sharding, step: Int) throws {
        for rank in [0, 2] {
            var cluster = InMemoryCluster(
                plan: try Self.plan(sharding), kill: InMemoryCluster.Kill(rank: rank, step: step))
            guard case .failed(let failure) = try cluster.run() else {
                Issue.record("rank \(rank) died and nobody noticed")
                continue
            }
            #expect(failure.rank == rank && failure.step == step, "\(failure)")
            #expect(failure.reason.contains("connection closed"), "\(failure)")
            #expect(cluster.exits.allSatisfy { $0 != nil && $0 != .completed })
        }
    }

    @Test(
        "a worker that dies while weights are gathered for an evaluation is named",
        arguments: [0, 2])
    func killedInEvaluation(rank: Int) throws {
        for position in [0, 5] {
            var cluster = InMemoryCluster(
                plan: try Self.plan(.fsdp), kill: InMemoryCluster.Kill(rank: rank, step: position))
            guard case .failed(let failure) = try cluster.run() else {
                Issue.record("rank \(rank) died and nobody noticed")
                continue
            }
            #expect(failure.rank == rank && failure.reason.contains("connection closed"), "\(failure)")
            #expect(cluster.exits.allSatisfy { $0 != nil && $0 != .completed })
        }
    }
}
