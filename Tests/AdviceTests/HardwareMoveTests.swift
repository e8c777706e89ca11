import Accounting
import Advice
import ClusterModel
import Emulation
import Testing
import Units

@Suite struct HardwareMoveTests {
    @Test("fewer nodes have the same tokens a step, and less hardware for longer")
    func nodes() throws {
        let run = try SampleRuns.make(SampleRuns.text(nodes: 8), virtualRanks: 3)
        let survey = AdviceSurvey(run, families: [.nodes])
        #expect(Set(survey.priced.map(\.move.name)) == ["4 nodes", "2 nodes", "1 node"])
        func sequences(_ job: EmulatedJob) -> Int {
            let group = job.cluster.nodes[0]
            return group.count * group.acceleratorsPerNode * job.accumulation
                * job.cluster.workload.represented.microBatchPerAccelerator
        }
        for move in survey.priced {
            #expect(sequences(move.outcome.job) == sequences(run.account.job))
            #expect(move.timeLost > .zero && move.outcome.job.cluster.nodeCount < 8)
            let job = EmulatedJob(cluster: move.outcome.job.cluster, virtualRanks: 3)
            let own = RunAccount.simulated(job: job, kinds: run.account.kinds)
            // Waits that are not told apart by cause are rounded once.
            let entries = Double(own.ledger.entryCount)
            #expect(abs(Double(move.outcome.operational - own.ledger.total().emissions)) <= entries)
            #expect(move.outcome.makespan == own.clock.makespan())
        }
    }

    @Test("nodes that do not divide are named, with the reason")
    func indivisible() throws {
        let survey = AdviceSurvey(try SampleRuns.make(SampleRuns.text(nodes: 9)), families: [.nodes])
        #expect(survey.priced.map(\.move.name) == ["3 nodes"])
        #expect(
            survey.leftOut.map(\.name) == ["a half of the nodes", "a quarter of the nodes", "an eighth of the nodes"])
        #expect(survey.leftOut.allSatisfy { $0.reason.contains("9 nodes do not divide") })
    }

    @Test("an accelerator whose memory is too small is named, with the reason; the others take the same places")
    func accelerators() throws {
        let run = try SampleRuns.make(SampleRuns.text(workload: "represents: gpt2-xl"))
        let survey = AdviceSurvey(run, families: [.accelerator])
        let small = try #require(survey.leftOut.first { $0.name == "t4" })
        #expect(small.reason.contains("gpt2-xl needs 24.9 GB of its memory, and it has 16 GB"))
        #expect(survey.priced("t4") == nil && survey.priced("a100-sxm4-80gb") == nil)
        #expect(!survey.priced.contains { $0.move.name.contains("tpu") })
        let fast = try #require(survey.priced("h100-sxm5-80gb"))
        #expect(fast.timeLost < .zero && fast.gramsPerHour == nil)
        let group = fast.outcome.job.cluster.nodes[0]
        #expect(group.accelerator.name == "h100-sxm5-80gb" && group.acceleratorsPerNode == 2)
        #expect(group.basePower == run.cluster.nodes[0].basePower)
    }

    @Test("with all sharded, fewer nodes may not hold the model: the reader of cluster files says why")
    func shards() throws {
        let text = SampleRuns.text(
            nodes: 2,
            workload:
                "represents: { layers: 60, width: 4096, heads: 32, vocabulary: 50257, context: 64 }\n  sharding: fsdp")
        let survey = AdviceSurvey(try SampleRuns.make(text, steps: 1), families: [.nodes, .algorithm])
        #expect(survey.priced.isEmpty)
        let nodes = try #require(survey.leftOut.first { $0.family == .nodes })
        #expect(nodes.name == "1 node" && nodes.reason.contains("on each accelerator"))
        #expect(survey.leftOut.contains { $0.family == .algorithm && $0.reason.contains("ring's halves") })
    }

    @Test("the run's own setting is no move")
    func own() throws {
        let run = try SampleRuns.make(
            overrides: ClusterOverrides(bucketSize: ByteCount(count: 100 << 20), algorithm: .direct))
        let survey = AdviceSurvey(run, families: [.network, .algorithm, .bucket, .overlap])
        let names = survey.priced.map(\.move.name)
        #expect(!names.contains("network 100gbe") && names.contains("network 10gbe") && names.contains("network ndr"))
        #expect(!names.contains("direct") && names.contains("ring") && !names.contains("auto"))
        #expect(!names.contains("bucket 100 MiB") && names.contains("bucket 25 MiB"))
        #expect(names.contains("without overlap") && !names.contains("with overlap"))
    }

    @Test("one node has no network to change, and says so once a family")
    func oneNode() throws {
        let survey = AdviceSurvey(
            try SampleRuns.make(SampleRuns.text(nodes: 1)),
            families: [.network, .algorithm, .bucket, .overlap, .nodes, .gradientType])
        #expect(survey.priced.isEmpty && survey.leftOut.count == 6)
    }
}
