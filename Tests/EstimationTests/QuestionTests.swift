import ClusterModel
import Estimation
import Testing
import Units

@Suite struct QuestionTests {
    @Test(
        "an unknown name is refused with a suggestion",
        arguments: [
            ("a100-sxm4-80g", "us-central1", "--hardware", "did you mean 'a100-sxm4-80gb'?"),
            ("t4", "us-central", "--region", "did you mean 'us-central1'?"),
            ("abacus", "fr", "--hardware", "known: a100-sxm4-40gb"),
        ])
    func names(hardware: String, region: String, option: String, remedy: String) throws {
        let error = #expect(throws: EstimationError.self) { try Questions.make(hardware, region: region) }
        let problem = try #require(error?.problems.first)
        #expect(error?.problems.count == 1)
        #expect(problem.hasPrefix(option) && problem.contains(remedy), "\(problem)")
    }

    @Test(
        "a bad value of an option is one problem that names it",
        arguments: [
            ("--count", "0", "from 1 to 1000000"), ("--hours", "0", "plain number above 0"),
            ("--hours", "100 h", "plain number"), ("--hours", "50%", "plain number"),
            ("--hours", "1000000.1", "plain number"), ("--pue", "0.9", "from 1 to 5"), ("--pue", "one", "such as 1.1"),
            ("--utilization", "90", "did you mean '90%'?"), ("--utilization", "-1%", "from 0 to 100 %"),
            ("--cpu-load", "110%", "write it like 90%"), ("--memory", "512", "has no unit"),
            ("--memory", "1 MB", "from 1 GB"), ("--tdp", "400 J", "takes W"), ("--per-node", "0", "from 1 to 64"),
            ("--sockets", "17", "from 1 to 16"), ("--cpu", "epyc-7741", "did you mean 'epyc-7742'?"),
            ("--host", "dgx-a10", "did you mean 'dgx-a100'?"), ("--nic", "token-ring", "under nics"),
            ("--storage", "tape", "under storage"),
        ])
    func values(option: String, value: String, words: String) throws {
        let error = #expect(throws: EstimationError.self) {
            try Questions.make { options in
                switch option {
                case "--count": options.count = Int(value) ?? 1
                case "--hours": options.hours = value
                case "--pue": options.pue = value
                case "--utilization": options.utilization = value
                case "--cpu-load": options.cpuLoad = value
                case "--memory": options.memory = value
                case "--tdp": options.tdp = value
                case "--per-node": options.perNode = Int(value)
                case "--sockets": options.sockets = Int(value)
                case "--cpu": options.cpu = value
                case "--host": options.host = value
                case "--nic": options.nic = value
                default: options.storage = value
                }
            }
        }
        let problem = try #require(error?.problems.first)
        #expect(error?.problems.count == 1 && problem.hasPrefix(option) && problem.contains(words), "\(problem)")
    }

    @Test("all problems come at once")
    func together() {
        let error = #expect(throws: EstimationError.self) {
            try Questions.make("t5", count: 0, hours: "x", region: "xx") { $0.cpu = "z80" }
        }
        #expect(error?.problems.count == 5)
    }

    @Test("an unknown method is refused with a suggestion")
    func method() {
        let error = #expect(throws: EstimationError.self) { try EstimationMethod(parsing: "codecarbn") }
        #expect(error?.description == "--method cannot be 'codecarbn'; did you mean 'codecarbon'?")
    }

    @Test(
        "what is not said is assumed, and said to be",
        arguments: [
            ("a100-sxm4-80gb", 8, "dgx-a100", "epyc-7742", 2, "1.024 TB"),
            ("h100-sxm5-80gb", 64, "dgx-h100", "xeon-8480+", 2, "1.024 TB"),
            ("t4", 4, "gpu-server", "epyc-7742", 2, "512 GB"), ("t4", 1, "rack-server", "epyc-7742", 1, "128 GB"),
            ("cpu-only", 3, "laptop", "laptop", 1, "16 GB"),
        ])
    func assumed(
        hardware: String, count: Int, host: String, cpu: String, sockets: Int, memory: String
    ) throws {
        let machine = try Questions.make(hardware, count: count).machine
        #expect(machine.host.name == host && machine.cpu.name == cpu && machine.sockets == sockets)
        #expect(machine.memory.formatted() == memory)
        #expect(machine.assumed.count == 5 && machine.assumed.contains("memory \(memory)"))
        let said = try Questions.make(hardware, count: count) {
            $0.host = host
            $0.cpu = cpu
            $0.sockets = sockets
            $0.memory = memory
            $0.nic = "10g"
            $0.storage = "hdd"
        }
        #expect(said.machine.assumed == [])
    }

    @Test("a method that needs a TDP says where to give one; among all it is noted, and the others answer")
    func withoutRating() throws {
        var bare = try Questions.make("t4", count: 1)
        bare.tdp = nil
        for method in [EstimationMethod.mlco2, .greenAlgorithms] {
            let error = #expect(throws: EstimationError.self) { try EstimateSurvey(bare, method: method) }
            #expect(error?.description.contains("give it with --tdp") == true)
        }
        let answers = try EstimateSurvey(bare).answers.map { (try? $0.result.get()) != nil }
        #expect(answers == [false, false, true, true])
    }
}
