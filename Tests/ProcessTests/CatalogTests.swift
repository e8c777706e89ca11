import Foundation
import Testing

@Suite(.serialized, .timeLimit(.minutes(2))) struct CatalogTests {
    private func run(_ arguments: [String], in stage: Stage, code: Int32 = 0) throws -> String {
        let program = try RunningProgram("coordinator", ["catalog"] + arguments, in: stage)
        #expect(program.end(within: 10) == code, "\(program.text)")
        return program.text
    }

    @Test("catalog lists its sections, and what words find")
    func listing() throws {
        let stage = try Stage()
        let overview = try run([], in: stage)
        for words in ["CATALOG", "built in", "accelerators", "regions", "168 entries"] {
            #expect(overview.contains(words), "\(words) is missing in: \(overview)")
        }
        let found = try run(["v100", "dgx"], in: stage)
        #expect(found.contains("hosts  dgx-1-v100\n") && found.contains("3500 W, 2018, unconfirmed: NVIDIA DGX-1"))
        #expect(try run(["--json", "t4"], in: stage).contains("\"active_power_watts\": {"))
    }

    @Test("what is not in the catalog is one error with near names")
    func notFound() throws {
        let stage = try Stage()
        let text = try run(["h1000"], in: stage, code: 65)
        #expect(text.hasPrefix("error: no name, section or source in the catalog matches 'h1000'; did you mean 'h100-"))
        #expect(try run(["--jsn", "t4"], in: stage, code: 64).contains("Usage: coordinator catalog"))
    }

    @Test("catalog --config says what the catalog beside a cluster file overrides, and where it is wrong")
    func overrides() throws {
        let stage = try Stage()
        let file = stage.folder.appendingPathComponent("catalog.yaml")
        try Data("switches: { sn4600c: { power: 470 W } }\n".utf8).write(to: file)
        let text = try run(["--config", "tiny.yaml"], in: stage)
        #expect(text.contains("built in, under catalog.yaml"))
        let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(
            words.contains(
                "OVERRIDES switches.sn4600c.power: 470 W instead of 466 [400-600] W (catalog.yaml:1)"), "\(text)")
        let wrong = "switches: { sn4600c: { power: { value: 4 W, low: 5 W, high: 6 W } } }\n"
        try Data(wrong.utf8).write(to: file)
        let error = try run(["--config", "tiny.yaml"], in: stage, code: 65)
        #expect(
            error == "catalog.yaml:1:50: error: switches.sn4600c.power.low is 5 W, above the value 4 W; low, value and "
                + "high must not fall: lower it, or raise the value\n1 error\n")
        #expect(try run(["--config", "nowhere.yaml"], in: stage, code: 65).contains("there is no such file"))
    }
}
