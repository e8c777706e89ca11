import Foundation
import Testing

@Suite(.serialized, .timeLimit(.minutes(5))) struct BadInputTests {
    @Test("all errors of a cluster file come at once, located, and nothing is left behind")
    func clusterFile() throws {
        let stage = try Stage()
        let wrong = Stage.clusterFile.replacing("a100-sxm4-80gb", with: "a100-sxm4-80g")
            .replacing("100 Gb/s, latency", with: "100, latency").replacing("represents:", with: "reprsents:")
        try Data(wrong.utf8).write(to: stage.folder.appendingPathComponent("wrong.yaml"))
        let coordinator = try stage.coordinator(nodes: 2, ["--spawn"], config: "wrong.yaml")
        #expect(coordinator.end(within: 5) == 65)
        for line in [
            "wrong.yaml:4:28: error", "did you mean 'a100-sxm4-80gb'", "wrong.yaml:9:", "'100' has no unit",
            "wrong.yaml:14:3: error", "did you mean 'represents'", "3 errors",
        ] { #expect(coordinator.text.contains(line), "\(line) is missing in: \(coordinator.text)") }
        #expect(stage.runCount == 0)
    }

    @Test(
        "bad flags and missing things are one message each",
        arguments: [
            (["--corpus", "nowhere.txt"], Int32(65), "nowhere.txt does not exist"),
            (["--config", "10gb"], 65, "did you mean '10gbe'"),
            (["--listen", "tcp://0.0.0.0:5555"], 65, "--insecure"),
            (["--listen", "127.0.0.1:5555"], 65, "did you mean tcp://127.0.0.1:5555"),
            (["--virtual-ranks", "3"], 64, "--nodes 1"),
            (["--stpes", "3"], 64, "--steps"),
            (["--gradient-dtype", "fp8"], 64, "fp32, bf16 or fp16"),
            (["--bucket-size", "25"], 64, "25 MiB"),
            (["--micro-batch-per-accelerator", "0"], 65, "is not from 1"),
            (["--silence-limit", "0"], 64, "--silence-limit"),
            (["--host-tdp", "65"], 64, "--host-tdp: '65' has no unit"),
            (["--host-tdp", "0W"], 64, "more than 0 W"),
            (["--host-intensity", "380g"], 64, "--host-intensity"),
            (["--max-carbon", "50"], 64, "--max-carbon: '50' has no unit"),
            (["--max-carbon", "0g"], 64, "above zero"),
            (["--max-carbon=-5 g"], 64, "above zero"),
            (["--max-carbon", "5 Wh"], 64, "unknown unit 'Wh'"),
            (["--max-energy", "0.0 kWh"], 64, "above zero"),
            (["--max-energy", "much"], 64, "not a"),
            (["--max-energy", "1 mJ"], 65, "--max-energy 1 mJ: a single training step"),
            (["--max-carbon", "1 ug"], 65, "--max-carbon 1 ug: a single training step"),
        ])
    func flags(arguments: [String], code: Int32, words: String) throws {
        let stage = try Stage()
        let coordinator = try RunningProgram(
            "coordinator", ["--nodes", "2", "--config", "tiny.yaml", "--corpus", "corpus.txt", "--spawn"] + arguments,
            in: stage)
        #expect(coordinator.end(within: 10) == code, "\(coordinator.text)")
        #expect(coordinator.text.contains(words), "\(coordinator.text)")
        #expect(stage.runCount == 0)
    }

    @Test(
        "wrong usage names the subcommand's own usage and help, whether the parser finds it or the command itself",
        arguments: [
            (["collective", "--foo"], "collective <options>"), (["collective", "--size", "3"], "collective <options>"),
            (["collective", "--repeats", "3"], "collective <options>"),
            (["check", "--nodes", "x"], "check [<options>] <file>"),
            (["check", "tiny.yaml", "--bucket-size", "25"], "check [<options>] <file>"),
            (["calibrate"], "calibrate <options>"), (["calibrate", "--step-time", "3"], "calibrate <options>"),
            (["--bucket-size", "25"], "run <options>"), (["--stpes", "3"], "run <options>"),
        ])
    func usage(arguments: [String], usage: String) throws {
        let stage = try Stage()
        let coordinator = try RunningProgram("coordinator", arguments, in: stage)
        #expect(coordinator.end(within: 10) == 64)
        let name = usage.prefix { $0 != " " }
        let lines = coordinator.text.split(separator: "\n")
        #expect(
            lines.suffix(2) == [
                "Usage: coordinator \(usage)", "  See 'coordinator \(name) --help' for more information.",
            ], "\(coordinator.text)")
        #expect(lines.first?.hasPrefix("Error: ") == true && stage.runCount == 0)
    }

    @Test("a corpus that is too small for the shards says so")
    func smallCorpus() throws {
        let stage = try Stage()
        try Data("Too short.\n".utf8).write(to: stage.folder.appendingPathComponent("short.txt"))
        let coordinator = try stage.coordinator(nodes: 2, ["--spawn", "--corpus", "short.txt"])
        #expect(coordinator.end(within: 5) == 65)
        #expect(coordinator.text.hasPrefix("error: ") && stage.runCount == 0, "\(coordinator.text)")
    }

    @Test("a worker refuses an address that others can reach")
    func worker() throws {
        let stage = try Stage()
        let open = try stage.worker(["--coordinator", "tcp://192.0.2.1:5555"])
        #expect(open.end(within: 5) == 1)
        #expect(open.text.contains("--insecure"), "\(open.text)")
    }

    @Test("a collective says what is wrong or doubtful about the size of its groups")
    func groups() throws {
        let stage = try Stage()
        for (size, code, words) in [
            (5, Int32(65), "--group-size: error: it is 5, but the cluster has 4 nodes"),
            (4, 0, "--group-size: warning: it is 4: one group of all nodes"),
        ] {
            let collective = try RunningProgram(
                "coordinator",
                ["collective", "--config", "tiny.yaml", "--nodes", "4", "--size", "1KB", "--group-size", "\(size)"],
                in: stage)
            #expect(collective.end(within: 10) == code)
            #expect(collective.text.hasPrefix(words), "\(collective.text)")
            #expect(collective.text.contains("two-level ") == (code == 0))
        }
    }

    @Test("check says what a cluster file means without training")
    func check() throws {
        let stage = try Stage()
        let check = try RunningProgram("coordinator", ["check", "tiny.yaml", "--nodes", "4"], in: stage)
        #expect(check.end(within: 5) == 0)
        for words in ["power a node", "all-reduce", "sn4600c", "No warnings."] {
            #expect(check.text.contains(words), "\(words) is missing in: \(check.text)")
        }
        #expect(stage.runCount == 0)
    }
}
