import Accounting
import ClusterModel
import Collectives
import Coordination
import Emulation
import Foundation
import NeuralNetwork
import Nodes
import TestSupport
import Testing
import Units

/// A run in memory whose training is sharded.
private struct ShardedRun {
    let record: RunRecord
    /// When the run was over.
    let replicasAgree: Bool

    init(
        _ sharding: RepresentedWorkload.Sharding, nodes: Int, virtualRanks: Int = 1, accumulation: Int = 1,
        overlap: Bool = true, optimizer: String = "adamw", steps: Int = 3, checkpoints: String = ""
    ) throws {
        let text = TinyRun.clusterFile
            .replacing("    seed: 1\n", with: "    seed: 1\n    optimizer: \(optimizer)\n    gradient_clip: 0.5\n")
            .replacing(
                "  bucket_size",
                with: "  sharding: \(sharding.rawValue)\n  gradient_accumulation: \(accumulation)\n"
                    + "  overlap: \(overlap ? "on" : "off")\n  bucket_size")
        var cluster = InMemoryCluster(
            plan: try TinyRun.plan(
                nodes: nodes, virtualRanks: virtualRanks, steps: steps, clusterFile: text, checkpoints: checkpoints))
        #expect(try cluster.run() == .completed, "\(cluster.notes)")
        record = cluster.coordinator.record
        replicasAgree = cluster.exits.indices.allSatisfy { cluster.weights(of: $0) == cluster.weights(of: 0) }
    }
}

@Suite struct ShardedRunTests {
    @Test(
        "sharded training ends with the bits of plain data parallel, on every rank, and so does one process for all",
        arguments: [RepresentedWorkload.Sharding.zero1, .zero2, .fsdp], [2, 3, 5, 8])
    func bits(sharding: RepresentedWorkload.Sharding, nodes: Int) throws {
        let plain = try ShardedRun(.none, nodes: nodes)
        let sharded = try ShardedRun(sharding, nodes: nodes)
        let alone = try ShardedRun(sharding, nodes: 1, virtualRanks: nodes)
        #expect(sharded.record.weights == plain.record.weights && alone.record.weights == plain.record.weights)
        #expect(sharded.replicasAgree)
        #expect(sharded.record.steps.map(\.trainedLoss) == plain.record.steps.map(\.trainedLoss))
        #expect(sharded.record.finalEvaluation == plain.record.finalEvaluation)
        #expect(sharded.record.finalEvaluation?.mean.isFinite == true)
    }

    @Test(
        "accumulation, overlap and the optimizer change nothing about that",
        arguments: [(3, true, "adamw"), (2, false, "sgd"), (1, false, "adamw"), (1, true, "sgd")])
    func choices(accumulation: Int, overlap: Bool, optimizer: String) throws {
        let run = { (sharding: RepresentedWorkload.Sharding) in
            try ShardedRun(
                sharding, nodes: 3, accumulation: accumulation, overlap: overlap, optimizer: optimizer)
        }
        let plain = try run(.none).record
        for sharding in [RepresentedWorkload.Sharding.zero2, .fsdp] {
            let sharded = try run(sharding).record
            #expect(sharded.weights == plain.weights, "\(sharding)")
            #expect(sharded.steps.map(\.trainedLoss) == plain.steps.map(\.trainedLoss))
        }
        #expect(plain.weights != (try ShardedRun(.none, nodes: 3, steps: 2).record.weights))
    }

    @Test("what goes over the wire are 2, 2 and 3 times the parameters, and with accumulation more gathers")
    func volumes() throws {
        let (nodes, steps) = (5, 2)
        // Every rank sends (n−1)/n of the parameters in each half of an all-reduce.
        let half = UInt64(nodes - 1) * UInt64(parameters) * 4
        let sent = { (sharding: RepresentedWorkload.Sharding, accumulation: Int) in
            let run = try ShardedRun(sharding, nodes: nodes, accumulation: accumulation, steps: steps)
            #expect(run.record.traffic.payloadReceived == run.record.traffic.payloadSent)
            return run.record.traffic.payloadSent
        }
        #expect(try sent(.none, 1) == UInt64(2 * steps) * half)
        #expect(try sent(.zero1, 1) == UInt64(2 * steps) * half)
        #expect(try sent(.zero2, 4) == UInt64(2 * steps) * half)
        // Both evaluations gather the weights once.
        #expect(try sent(.fsdp, 1) == UInt64(3 * steps + 2) * half)
        #expect(try sent(.fsdp, 4) == UInt64((2 * 4 + 1) * steps + 2) * half)
    }

    /// GPT-2: embeddings, per block 12 d² + 13 d, and the last norm.
    private let parameters = 256 * 16 + 16 * 16 + (12 * 16 * 16 + 13 * 16) + 2 * 16

    @Test(
        "every rank writes its shard of a checkpoint; together they are the plain one, to the byte",
        arguments: [RepresentedWorkload.Sharding.zero1, .fsdp])
    func checkpoints(sharding: RepresentedWorkload.Sharding) throws {
        let root = FileManager.default.temporaryDirectory.appendingPathComponent("ringwatt-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: root) }
        let folders = ["plain", "sharded"].map { root.appendingPathComponent($0).path }
        for folder in folders {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        }
        _ = try ShardedRun(.none, nodes: 3, checkpoints: folders[0])
        _ = try ShardedRun(sharding, nodes: 3, checkpoints: folders[1])
        #expect(try FileManager.default.contentsOfDirectory(atPath: folders[0]) == ["step-2.checkpoint"])
        let names = (0..<3).map { "step-2.rank-\($0).checkpoint" }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folders[1]).sorted() == names)
        let shards = try names.map { try CheckpointShard.read(from: "\(folders[1])/\($0)") }
        _ = try Checkpoint(assembling: shards).write(to: "\(folders[1])/whole.checkpoint")
        let bytes = try ["\(folders[0])/step-2.checkpoint", "\(folders[1])/whole.checkpoint"].map {
            try #require(FileManager.default.contents(atPath: $0))
        }
        #expect(bytes[0] == bytes[1])
    }

    @Test("each rank of a sharded run writes its part of a checkpoint to its own emulated storage")
    func emulatedCheckpoints() throws {
        let written = { (sharding: RepresentedWorkload.Sharding) in
            var clock = ClusterClock(job: try ShardedRun(sharding, nodes: 3, steps: 1).record.account.job)
            _ = clock.train()
            return clock.train().actual.map(\.bytesWritten)
        }
        let (plain, sharded) = (try written(.none), try written(.zero1))
        #expect(plain[0] > 0 && plain[1] == 0 && plain[2] == 0)
        #expect(sharded == [Int64](repeating: sharded[0], count: 3))
        #expect(3 * sharded[0] >= plain[0] && 3 * sharded[0] - plain[0] < 3 * 12)
    }
}
