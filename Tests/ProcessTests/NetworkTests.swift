import Foundation
import Testing

@Suite(.serialized, .timeLimit(.minutes(5))) struct NetworkTests {
    private func result(_ stage: borrowing Stage, runs: String) throws -> [String: Any] {
        let data = Data(try stage.file("result.json", runs: runs).utf8)
        return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    }

    @Test("a scenario says to the bit what a run of its own says, and prints one row")
    func scenarios() throws {
        let stage = try Stage()
        let other = Stage.clusterFile.replacing("100 Gb/s, latency: 2 us", with: "25 Gb/s, latency: 7 us")
        #expect(other != Stage.clusterFile)
        try Data(other.utf8).write(to: stage.folder.appendingPathComponent("slow.yaml"))
        let run = try stage.coordinator(nodes: 3, ["--spawn", "--output", "a", "--network", "slow.yaml,10gbe,ideal"])
        #expect(run.end(within: 30) == 0, "\(run.text)")
        #expect(run.text.contains("SAME RUN ON OTHER NETWORKS"))
        for name in ["this run", "slow", "10gbe", "ideal"] { #expect(run.text.contains("\n  \(name) "), "\(run.text)") }
        let own = try stage.coordinator(nodes: 3, ["--spawn", "--output", "b"], config: "slow.yaml")
        #expect(own.end(within: 30) == 0, "\(own.text)")
        let scenarios = try #require(try result(stage, runs: "a")["scenarios"] as? [[String: Any]])
        let emulated = try #require(try result(stage, runs: "b")["emulated"] as? [String: Any])
        #expect(scenarios.count == 3)
        for key in ["makespan_attoseconds", "total", "bookings"] {
            let (priced, executed) = (try #require(scenarios[0][key]), try #require(emulated[key]))
            #expect((priced as? NSObject) == (executed as? NSObject), "\(key)")
        }
        #expect(scenarios[0]["executed"] as? Bool == true)
    }

    @Test(
        "processes train with every kind of schedule",
        arguments: ["halving-doubling", "recursive-doubling", "double-binary-tree", "sharded-parameter-server"])
    func algorithms(name: String) throws {
        let stage = try Stage()
        let run = try stage.coordinator(nodes: 3, ["--spawn", "--algorithm", name, "--accumulation", "2"])
        #expect(run.end(within: 30) == 0, "\(run.text)")
        #expect(run.text.contains("3 replicas, identical to the bit") && run.text.contains("\(name) between nodes"))
    }

    @Test("processes that own shards end with the weights of those that do not")
    func sharding() throws {
        let stage = try Stage()
        let digests = try ["none", "zero-2", "fsdp"].map { name in
            let run = try stage.coordinator(
                nodes: 3, ["--spawn", "--output", name, "--sharding", name, "--accumulation", "2"])
            #expect(run.end(within: 30) == 0, "\(run.text)")
            #expect(run.text.contains("3 replicas, identical to the bit"))
            #expect(run.text.contains("sharded as \(name)") == (name != "none"), "\(run.text)")
            let trained = try #require(try result(stage, runs: name)["trained"] as? [String: Any])
            return try #require(trained["weights_digest"] as? String)
        }
        #expect(Set(digests).count == 1)
    }

    @Test(
        "wrong networks and algorithms are one message each, before any worker is waited for",
        arguments: [
            (["--network", "10gb"], Int32(65), "did you mean '10gbe'"),
            (["--network", "10gbe,,ndr"], 64, "a name is missing"),
            (["--network", "ndr,ndr"], 64, "is there twice"),
            (["--network", "nowhere.yaml"], 65, "nowhere.yaml"),
            (["--algorithm", "rign"], 64, "did you mean 'ring'"),
            (["--accumulation", "0"], 65, "is not from 1"),
            (["--overlap", "maybe"], 64, "--overlap"),
            (["--sharding", "zero-3"], 64, "use none, zero-1, zero-2 or fsdp"),
            (["--sharding", "fsdp", "--algorithm", "direct"], 65, "use ring or auto"),
        ])
    func wrong(arguments: [String], code: Int32, words: String) throws {
        let stage = try Stage()
        let coordinator = try stage.coordinator(nodes: 2, arguments)
        #expect(coordinator.end(within: 10) == code, "\(coordinator.text)")
        #expect(coordinator.text.contains(words), "\(coordinator.text)")
        #expect(stage.runCount == 0)
    }

    @Test("the collective command prices without workers, and refuses what it cannot read")
    func collective() throws {
        let stage = try Stage()
        let table = try RunningProgram("coordinator", ["collective", "--nodes", "5", "--size", "1MB"], in: stage)
        #expect(table.end(within: 10) == 0, "\(table.text)")
        #expect(table.text.contains("busbw") && table.text.contains("double-binary-tree"))
        let wrong = try RunningProgram("coordinator", ["collective", "--size", "64"], in: stage)
        #expect(wrong.end(within: 10) != 0 && wrong.text.contains("64"))
    }
}
