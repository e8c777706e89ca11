import Accounting
import ClusterModel
import Collectives
import Coordination
import Emulation
import Foundation
import Nodes
import TestSupport
import Testing
import Units

/// A run in memory with a collective of its own.
private func record(
    _ algorithm: CollectiveChoice.Algorithm, nodes: Int, virtualRanks: Int = 1, more: String = "", fabric: String? = nil
) throws -> RunRecord {
    var text = TinyRun.clusterFile + "collective: { algorithm: \(algorithm.rawValue), group_size: 2 }\n" + more
    if let fabric {
        let start = try #require(text.range(of: "fabric:"))
        let end = try #require(text.range(of: "sites:"))
        text.replaceSubrange(start.lowerBound..<end.lowerBound, with: fabric + "\n")
    }
    var cluster = InMemoryCluster(
        plan: try TinyRun.plan(nodes: nodes, virtualRanks: virtualRanks, steps: 3, clusterFile: text))
    let outcome = try cluster.run()
    #expect(outcome == .completed, "\(cluster.notes)")
    for index in cluster.exits.indices { #expect(cluster.weights(of: index) == cluster.weights(of: 0)) }
    return cluster.coordinator.record
}

@Suite struct AlgorithmRunTests {
    @Test(
        "real runs with every algorithm end with the bits of one process that plays all ranks, and with the ring's loss",
        arguments: CollectiveChoice.Algorithm.allCases, [3, 5, 8])
    func everyAlgorithm(algorithm: CollectiveChoice.Algorithm, nodes: Int) throws {
        let workers = try record(algorithm, nodes: nodes)
        let alone = try record(algorithm, nodes: 1, virtualRanks: nodes)
        #expect(alone.weights == workers.weights)
        let ring = try record(.ring, nodes: nodes)
        for (step, reference) in zip(workers.steps, ring.steps) {
            #expect(abs(step.trainedLoss.mean - reference.trainedLoss.mean) < 1e-5)
        }
        let job = workers.account.job
        #expect(job.worldSize == nodes)
        // What really went over the wire is what the schedule says of the trained gradient's buckets.
        let operations = StepOperations(job: job, trainedElements: Self.parameters(workers))
        let elements = operations.realBuckets.ranges.reduce(0) { sum, bucket in
            sum + job.schedule.traffic(elements: bucket.count).reduce(0) { $0 + $1.sent }
        }
        #expect(workers.traffic.payloadSent == UInt64(3 * 4 * elements))
        #expect(workers.traffic.payloadReceived == workers.traffic.payloadSent)
    }

    private static func parameters(_ record: RunRecord) -> Int {
        let trained = record.account.job.cluster.workload.trained
        let (d, l, v, c) = (trained.width, trained.layers, 256, trained.context)
        // GPT-2: embeddings, per block 12 d² + 13 d, and the last norm.
        return v * d + c * d + l * (12 * d * d + 13 * d) + 2 * d
    }

    @Test("micro-batches are really accumulated: as many more tokens, the same traffic, the same bits alone")
    func accumulation() throws {
        let more = TinyRun.clusterFile.replacing("  bucket_size", with: "  gradient_accumulation: 3\n  bucket_size")
        let run = { (nodes: Int, ranks: Int) throws -> RunRecord in
            var cluster = InMemoryCluster(
                plan: try TinyRun.plan(nodes: nodes, virtualRanks: ranks, steps: 3, clusterFile: more))
            #expect(try cluster.run() == .completed)
            return cluster.coordinator.record
        }
        let (workers, alone, once) = (try run(2, 1), try run(1, 2), try record(.ring, nodes: 2))
        #expect(workers.weights == alone.weights)
        #expect(workers.steps[0].trainedLoss.tokens == 3 * once.steps[0].trainedLoss.tokens)
        #expect(workers.traffic.payloadSent == once.traffic.payloadSent)
        #expect(workers.weights != once.weights)
    }

    @Test(
        "shared links and disturbances change virtual time, and never what is learned",
        arguments: [CollectiveChoice.Algorithm.halvingDoubling, .doubleBinaryTree, .twoLevel])
    func disturbances(algorithm: CollectiveChoice.Algorithm) throws {
        let calm = try record(algorithm, nodes: 4)
        let disturbed = try record(
            algorithm, nodes: 4,
            more: """
                disturbances:
                  stragglers: { probability: 50 %, slowdown: 100 % }
                  slow_links: [ { rank: 2, bandwidth: 30 %, latency: 5 us } ]
                  packet_loss: { probability: 1 %, packet: 4 KiB, timeout: 50 us }
                  background: { share: 40 %, probability: 50 % }

                """,
            fabric: """
                fabric: { topology: leaf-spine, hosts_per_leaf: 2, oversubscription: "2:1", link: 100 Gb/s,
                          latency: 2 us, switch: sn4600c, optics: qsfp28-sr4 }
                """)
        #expect(disturbed.weights == calm.weights)
        #expect(disturbed.account.clock.makespan() > calm.account.clock.makespan())
        let ledger = disturbed.account.ledger
        #expect(ledger.total { $3 == .linkFault }.energy > 0)
    }
}
