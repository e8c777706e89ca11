import Foundation
import Testing

@Suite(.serialized, .timeLimit(.minutes(2))) struct RunsTests {
    private func ask(_ arguments: [String], in stage: Stage, code: Int32 = 0) throws -> String {
        let program = try RunningProgram("coordinator", arguments, in: stage)
        #expect(program.end(within: 30) == code, "\(program.text)")
        return program.text
    }

    @Test("a run that is killed stands in the store up to its last committed step, and can be reported")
    func killed() throws {
        let stage = try Stage()
        let run = try stage.coordinator(nodes: 2, ["--spawn", "--steps", "100000"])
        #expect(run.prints("before training"), "\(run.text)")
        usleep(300_000)
        run.send(SIGKILL)
        #expect(run.end(within: 10) == 128 + SIGKILL)
        let list = try ask(["runs", "--status", "killed", "--json"], in: stage)
        let runs = try #require(
            try JSONSerialization.jsonObject(with: Data(list.utf8)) as? [[String: Any]])
        let done = try #require(runs.first?["steps_done"] as? Int)
        #expect(runs.count == 1 && done >= 1)
        // What was booked is priced again, so the store's sums are those of whole steps.
        let report = try ask(["report"], in: stage)
        #expect(report.contains(" of 100,000 steps: its process was killed"))
        #expect(
            try ask(["runs", "export", "latest", "--table", "steps"], in: stage).split(separator: "\r\n").count == done
                + 1)
    }

    @Test("runs are listed, exported and deleted; what cannot be is one clear error")
    func listed() throws {
        let stage = try Stage()
        #expect(try ask(["runs"], in: stage, code: 65).contains("there is no run in runs/"))
        _ = try stage.coordinator(nodes: 2, ["--spawn", "--quiet"]).end(within: 60)
        let name = try #require(stage.runNames.first)
        #expect(try ask(["runs"], in: stage).contains("\(name) completed"))
        let entries = try ask(["runs", "export", name, "--table", "entries", "--format", "json"], in: stage)
        let rows = try #require(
            try JSONSerialization.jsonObject(with: Data(entries.utf8)) as? [[String: Any]])
        let micrograms = rows.reduce(0) { $0 + ($1["emissions_micrograms"] as? Int ?? 0) }
        #expect(try stage.file("result.json").contains("\"emissions_micrograms\": \"\(micrograms)\""))
        #expect(
            try ask(["runs", "export", name, "--table", "nonsense"], in: stage, code: 64).contains("use run, ranks"))
        #expect(try ask(["runs", "delete", "nobody"], in: stage, code: 65).contains("there is no run 'nobody'"))
        _ = try ask(["runs", "delete", "latest", "--folders"], in: stage)
        #expect(stage.runCount == 0)
        #expect(try ask(["report"], in: stage, code: 65).contains("there is no run in runs/"))
    }

    @Test("a store that is none costs no run: the error comes before any worker is waited for")
    func damaged() throws {
        let stage = try Stage()
        let runs = stage.folder.appendingPathComponent("runs")
        try FileManager.default.createDirectory(at: runs, withIntermediateDirectories: true)
        try Data("no database".utf8).write(to: runs.appendingPathComponent("runs.sqlite"))
        let run = try stage.coordinator(nodes: 2, ["--spawn"])
        #expect(run.end(within: 20) == 65)
        #expect(run.text.contains("runs/runs.sqlite: this is no run store, or it is damaged"))
        #expect(stage.runCount == 0)
    }
}
