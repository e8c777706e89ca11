import Foundation
import Testing

@Suite(.serialized, .timeLimit(.minutes(2))) struct AdviseTests {
    @Test("advise opens a run's folder, ranks what would have saved, and writes it as JSON")
    func whole() throws {
        let stage = try Stage()
        let run = try stage.coordinator(nodes: 2, ["--spawn"])
        #expect(run.end(within: 30) == 0, "\(run.text)")
        let name = try #require(stage.runNames.first)
        let advise = try RunningProgram("coordinator", ["advise", "--json", "advice.json"], in: stage)
        #expect(advise.end(within: 30) == 0, "\(advise.text)")
        for words in [name, "in northamerica-northeast1", "Assumed: ", "left out        start: no site has"] {
            #expect(advise.text.contains(words), "\(words) is missing in: \(advise.text)")
        }
        let data = try Data(contentsOf: stage.folder.appendingPathComponent("advice.json"))
        let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        let moves = try #require(object["moves"] as? [[String: Any]])
        #expect(moves.map { $0["rank_by_emissions"] as? Int } == (1...moves.count).map { $0 })

        let only = try RunningProgram(
            "coordinator", ["advise", "runs/\(name)", "--only", "nodes", "--limit", "0"], in: stage)
        #expect(only.end(within: 30) == 0 && !only.text.contains("northamerica"), "\(only.text)")
    }

    @Test(
        "a wrong question is one message and its exit code",
        arguments: [
            (["./nowhere"], 65, "nowhere: there is no such folder"),
            (["./"], 65, "this is no folder of a run"),
            (["nowhere"], 65, "there is no run in runs/; do one first"),
            ([".", "--only", "regoin"], 64, "--only: there is no such move as 'regoin'; did you mean 'region'?"),
            ([".", "--limit", "-1"], 64, "--limit"),
        ] as [([String], Int32, String)])
    func wrong(arguments: [String], code: Int32, words: String) throws {
        let stage = try Stage()
        let advise = try RunningProgram("coordinator", ["advise"] + arguments, in: stage)
        #expect(advise.end(within: 10) == code)
        #expect(advise.text.contains(words), "\(advise.text)")
    }
}
