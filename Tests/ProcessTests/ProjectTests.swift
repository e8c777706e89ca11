import Foundation
import Testing

@Suite(.serialized, .timeLimit(.minutes(1))) struct ProjectTests {
    static let hardware = [
        "project", "--parameters", "175B", "--tokens", "300B", "--accelerators", "10000", "--hardware",
        "v100-sxm2-32gb", "--region", "us",
    ]

    @Test("a run on named hardware has its time, energy and emissions, and the formula's work")
    func onHardware() throws {
        let stage = try Stage()
        let project = try RunningProgram(
            "coordinator",
            Self.hardware + ["--mfu", "0.2", "--pue", "1.1", "--power-per-accelerator", "330W", "--json"],
            in: stage)
        #expect(project.end(within: 10) == 0, "\(project.text)")
        let file = try #require(JSONSerialization.jsonObject(with: Data(project.text.utf8)) as? [String: Any])
        #expect(file["training_flops"] as? String == "315000000000000000000000")
        let seconds = try #require(file["time_seconds"] as? Double)
        #expect(abs(seconds - 1_260_000) < 1e-3)
        let joules = try #require(file["energy_joules"] as? Double)
        #expect(abs(joules / (330 * 10_000 * 1_260_000 * 1.1) - 1) < 1e-9)
    }

    @Test("recomputation and unfused attention lower the function's MFU, by what is stated")
    func recomputed() throws {
        func mfu(_ more: [String]) throws -> Double {
            let stage = try Stage()
            let project = try RunningProgram("coordinator", Self.hardware + more + ["--json"], in: stage)
            #expect(project.end(within: 10) == 0, "\(project.text)")
            let file = try JSONSerialization.jsonObject(with: Data(project.text.utf8)) as? [String: Any]
            return try #require(file?["mfu"] as? Double)
        }
        let plain = try mfu([])
        #expect(abs(plain / (try mfu(["--recomputation", "full"])) - 4.0 / 3) < 1e-6)
        #expect(try mfu(["--unfused-attention"]) < plain)
    }

    @Test("--mfu takes the place of a cluster file's own")
    func clusterUtilization() throws {
        let stage = try Stage()
        let project = try RunningProgram(
            "coordinator", ["project", "--config", "tiny.yaml", "--tokens", "1B", "--mfu", "0.123", "--json"], in: stage
        )
        #expect(project.end(within: 10) == 0, "\(project.text)")
        let file = try #require(JSONSerialization.jsonObject(with: Data(project.text.utf8)) as? [String: Any])
        #expect(file["mfu"] as? Double == 0.123 && file["mfu_source"] as? String == "given by --mfu")
    }

    @Test("a cluster file is priced with its network, and pages fit a terminal")
    func onCluster() throws {
        let stage = try Stage()
        let project = try RunningProgram(
            "coordinator", ["project", "--config", "tiny.yaml", "--nodes", "4", "--tokens", "1B"], in: stage)
        #expect(project.end(within: 10) == 0, "\(project.text)")
        for words in ["exposed communication", "data parallel", "embodied", "MFU"] {
            #expect(project.text.contains(words), "\(words) is missing in: \(project.text)")
        }
        #expect(project.text.split(separator: "\n").allSatisfy { $0.count <= 80 }, "\(project.text)")
    }

    @Test(
        "what is missing, unknown or contradictory is one message with its option",
        arguments: [
            (["--hardware", "v100"], "--hardware: the catalog has no 'v100'"),
            (["--region", "uss"], "did you mean 'us'"), (["--mfu", "2"], "--mfu: 2 is not from"),
            (["--pue", "0.9"], "--pue: 0.9 is not from"), (["--tokens", "many"], "--tokens: 'many' is no count"),
            (["--layers", "96"], "belong together"), (["--config", "default"], "does not go with --config"),
            (["--accelerators", "0"], "--accelerators 0"), (["--tensor-parallel", "7"], "--tensor-parallel 7"),
            (["--power-per-accelerator", "330"], "has no unit"), (["--nodes", "3"], "--nodes is for --config"),
            (["--recomputation", "some"], "--recomputation: 'some' is none of none, selective, full"),
            (["--recomputation", "full", "--mfu", "0.3"], "do not go with --mfu"),
        ])
    func refuses(more: [String], words: String) throws {
        let stage = try Stage()
        let project = try RunningProgram("coordinator", Self.hardware + more, in: stage)
        #expect(project.end(within: 10) == 64, "\(project.text)")
        #expect(project.text.hasPrefix("Error: ") && project.text.contains(words), "\(project.text)")
    }
}
