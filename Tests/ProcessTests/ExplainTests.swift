import Foundation
import Testing

@Suite(.serialized, .timeLimit(.minutes(2))) struct ExplainTests {
    @Test("a number of the newest run is traced to its inputs; one that is not there, or no run, is one clear error")
    func newest() throws {
        let stage = try Stage()
        let none = try RunningProgram("coordinator", ["explain", "attributed"], in: stage)
        #expect(none.end(within: 10) == 65)
        #expect(none.text.contains("there is no run in runs/; do one first"))
        let run = try stage.coordinator(nodes: 2, ["--spawn", "--quiet"])
        #expect(run.end(within: 60) == 0, "\(run.text)")
        let one = try RunningProgram("coordinator", ["explain", "attributed"], in: stage)
        #expect(one.end(within: 20) == 0, "\(one.text)")
        #expect(one.text.contains("attributed = latency + bandwidth + contention"))
        let wrong = try RunningProgram("coordinator", ["explain", "no", "such", "thing"], in: stage)
        #expect(wrong.end(within: 20) == 65)
        #expect(wrong.text.contains("no number of this run is called 'no such thing'"))
    }
}
