import Foundation
import Testing

@Suite(.serialized, .timeLimit(.minutes(5))) struct CompletionTests {
    @Test(
        "workers may come before or after their coordinator, over ipc and tcp", arguments: [true, false], [true, false])
    func order(workersFirst: Bool, isTCP: Bool) throws {
        let stage = try Stage()
        let address = isTCP ? ["tcp://127.0.0.1:\(try freePort())"] : []
        var workers: [RunningProgram] = []
        if workersFirst {
            workers = try stage.workers(3, address.flatMap { ["--coordinator", $0] })
            for worker in workers { #expect(worker.prints("waiting for the coordinator")) }
        }
        let coordinator = try stage.coordinator(nodes: 3, address.flatMap { ["--listen", $0] })
        if !workersFirst {
            #expect(coordinator.prints("waiting for 3 workers"))
            workers = try stage.workers(3, address.flatMap { ["--coordinator", $0] })
        }
        #expect(coordinator.end(within: 30) == 0, "\(coordinator.text)")
        for worker in workers { #expect(worker.end(within: 5) == 0, "\(worker.text)") }
        #expect(coordinator.text.contains("workers 3/3 ready") && coordinator.text.contains("EMULATED CLUSTER"))
    }

    @Test("a budget ends a run with code 4, an evaluation, a checkpoint and all files, and says why")
    func budget() throws {
        let stage = try Stage()
        let free = try stage.coordinator(nodes: 2, ["--spawn", "--steps", "12", "--output", "free"])
        #expect(free.end(within: 30) == 0, "\(free.text)")
        #expect(free.text.contains("forecast after 5/12, whole run: ") && free.text.contains("FORECAST "))
        let total = try grams(stage.file("result.json", runs: "free"))
        let run = try stage.coordinator(
            nodes: 2, ["--spawn", "--steps", "12", "--max-carbon", "\(Int(total * 500)) mg"])
        #expect(run.end(within: 30) == 4, "\(run.text)")
        #expect(run.text.contains("STOPPED ") && run.text.contains("beyond --max-carbon"), "\(run.text)")
        #expect(run.text.contains("validation loss after training"))
        let result = try stage.file("result.json")
        let done = try #require(result.firstMatch(of: /"steps_done": (\d+)/)).1
        #expect(result.contains("\"status\": \"stopped\"") && result.contains("\"stopped_by\": \"max_carbon\""))
        #expect(try grams(result) <= Double(Int(total * 500)) / 1000)
        #expect(try stage.file("steps.csv").split(separator: "\r\n").count == 1 + (Int(done) ?? -1))
        #expect(try !stage.file("host.json").isEmpty && !stage.file("config.yaml").isEmpty)
        let checkpoints = try FileManager.default.subpathsOfDirectory(atPath: stage.folder.path + "/runs")
            .filter { $0.hasSuffix(".checkpoint") }
        #expect(checkpoints.count == 1 && checkpoints[0].hasSuffix("/checkpoints/step-\(done).checkpoint"))
        #expect(stage.liveWorkers == 0)
    }

    /// The run's operational emissions.
    private func grams(_ result: String) throws -> Double {
        let object = try JSONSerialization.jsonObject(with: Data(result.utf8)) as? [String: Any]
        let total = (object?["emulated"] as? [String: Any])?["total"] as? [String: Any]
        return try #require(total?["emissions_gco2e"] as? Double)
    }

    @Test("the same seed gives a byte-identical result.json, spawned or not, under load, in any order")
    func determinism() throws {
        let stage = try Stage()
        let first = try stage.coordinator(nodes: 4, ["--spawn", "--output", "a"])
        #expect(first.end(within: 30) == 0, "\(first.text)")
        // Four workers more than there are cores, and none of them spawned.
        let second = try stage.coordinator(nodes: 4, ["--output", "b"])
        let workers = try stage.workers(4)
        let noise = try stage.coordinator(nodes: 2, ["--spawn", "--output", "noise"])
        #expect(second.end(within: 40) == 0, "\(second.text)")
        #expect(noise.end(within: 40) == 0)
        for worker in workers { #expect(worker.end(within: 5) == 0) }
        #expect(try stage.file("result.json", runs: "a") == stage.file("result.json", runs: "b"))
        #expect(try stage.file("steps.csv", runs: "a") == stage.file("steps.csv", runs: "b"))
        let other = try stage.coordinator(nodes: 4, ["--spawn", "--output", "c", "--seed", "2"])
        #expect(other.end(within: 30) == 0)
        #expect(try stage.file("result.json", runs: "a") != stage.file("result.json", runs: "c"))
    }

    @Test("the steps of steps.csv have the mean step of result.json, compute slowed by communication included")
    func stepTimes() throws {
        let stage = try Stage()
        let slowed = Stage.clusterFile.replacing("workload:\n", with: "workload:\n  overlap_slowdown: 30 %\n")
            .replacing("bucket_size: 100 MiB", with: "bucket_size: 25 MiB")
        try Data(slowed.utf8).write(to: stage.folder.appendingPathComponent("slowed.yaml"))
        let coordinator = try stage.coordinator(nodes: 3, ["--spawn"], config: "slowed.yaml")
        #expect(coordinator.end(within: 30) == 0, "\(coordinator.text)")
        let result = try #require(
            try JSONSerialization.jsonObject(with: Data(try stage.file("result.json").utf8)) as? [String: Any])
        let step = try #require((result["emulated"] as? [String: Any])?["step"] as? [String: Any])
        let lines = try stage.file("steps.csv").components(separatedBy: "\r\n").dropLast()
            .map { $0.components(separatedBy: ",") }
        for name in ["forward_seconds", "backward_seconds", "slowed_compute_seconds", "optimizer_seconds"] {
            let column = try #require(lines[0].firstIndex(of: "emulated_\(name)"))
            let mean = lines.dropFirst().reduce(0) { $0 + Double($1[column])! } / Double(lines.count - 1)
            let whole = try #require(step[name] as? Double)
            #expect(whole > 0 && abs(mean - whole) < 2e-9, "\(name): \(mean) and \(whole)")
        }
    }

    @Test("a run leaves its account for other tools, says so, and equal runs leave equal bytes")
    func exports() throws {
        let stage = try Stage()
        for runs in ["a", "b"] {
            let coordinator = try stage.coordinator(nodes: 2, ["--spawn", "--output", runs])
            #expect(coordinator.end(within: 30) == 0, "\(coordinator.text)")
            let wrote = coordinator.text.range(of: "WROTE").map { coordinator.text[$0.lowerBound...] } ?? ""
            for name in Self.exports { #expect(wrote.contains(name), "\(name) in \(wrote)") }
        }
        for name in Self.exports {
            #expect(try stage.file(name, runs: "a") == stage.file(name, runs: "b"), "\(name)")
        }
        let lines = try stage.file("emissions.csv", runs: "a").split(separator: "\n").map {
            $0.split(separator: ",", omittingEmptySubsequences: false)
        }
        try #require(lines.count == 2 && lines[0].count == 38 && lines[1].count == 38)
        let row = Dictionary(uniqueKeysWithValues: zip(lines[0].map(String.init), lines[1].map(String.init)))
        #expect(row["project_name"] == "tiny" && Double(row["energy_consumed"] ?? "") ?? 0 > 0)
        let sci = try #require(
            try JSONSerialization.jsonObject(with: Data(try stage.file("sci.json", runs: "a").utf8)) as? [String: Any])
        let result = try #require(
            try JSONSerialization.jsonObject(with: Data(try stage.file("result.json", runs: "a").utf8))
                as? [String: Any])
        let total = try #require((result["emulated"] as? [String: Any])?["total"] as? [String: Any])
        #expect(sci["energy_nanojoules"] as? String == total["energy_nanojoules"] as? String)
        let emissions = try #require(total["emissions_micrograms"] as? String)
        let table = try stage.file("emissions-ringwatt.csv", runs: "a").components(separatedBy: "\r\n")
        #expect(table.contains { $0.hasPrefix("total,operational,") && $0.contains(",\(emissions),") })
        #expect(try stage.file("carbontracker.log", runs: "a").contains("Average power usage (W) for gpu: ["))
        #expect(try stage.file("carbontracker_output.log", runs: "a").contains("Actual consumption for 1 epoch(s):"))
    }

    private static let exports = [
        "emissions.csv", "emissions-ringwatt.csv", "carbontracker.log", "carbontracker_output.log", "sci.json",
    ]

    @Test("one process that plays 4 ranks trains the same weights as 4 workers")
    func virtualRanks() throws {
        let stage = try Stage()
        let workers = try stage.coordinator(nodes: 4, ["--spawn", "--output", "a"])
        let alone = try stage.coordinator(nodes: 1, ["--virtual-ranks", "4", "--spawn", "--output", "b"])
        #expect(workers.end(within: 40) == 0 && alone.end(within: 40) == 0)
        let digest = { (runs: String) -> String in
            let object = try #require(
                try JSONSerialization.jsonObject(with: Data(try stage.file("result.json", runs: runs).utf8))
                    as? [String: Any])
            let trained = try #require(object["trained"] as? [String: Any])
            return try #require(trained["weights_digest"] as? String)
        }
        #expect(try digest("a") == digest("b"))
    }
}
