import Foundation
import Testing

@Suite(.serialized, .timeLimit(.minutes(1))) struct ValidateTests {
    @Test("validate prints ours beside theirs, and exits with 0 since every row agrees")
    func table() throws {
        let stage = try Stage()
        let validate = try RunningProgram("coordinator", ["validate"], in: stage)
        #expect(validate.end(within: 10) == 0, "\(validate.text)")
        for words in [
            "T5-11B", "CO2e net", "CO2e gross", ", circ.", "circular", "mean absolute error", "independent runs",
        ] {
            #expect(validate.text.contains(words), "\(words) is missing in: \(validate.text)")
        }
        #expect(validate.text.split(separator: "\n").allSatisfy { $0.count <= 80 }, "\(validate.text)")
    }

    @Test("validate --json says of every figure whether it agrees")
    func json() throws {
        let stage = try Stage()
        let validate = try RunningProgram("coordinator", ["validate", "--json"], in: stage)
        #expect(validate.end(within: 10) == 0)
        let file = try #require(
            JSONSerialization.jsonObject(with: Data(validate.text.utf8)) as? [String: Any])
        let rows = try #require(file["rows"] as? [[String: Any]])
        #expect(rows.count == file["figures"] as? Int && rows.count == file["figures_that_agree"] as? Int)
        let projected = try #require(file["projected"] as? [String: Any])
        #expect((projected["rows"] as? [[String: Any]])?.count == 11)
        let mean = try #require(projected["mean_absolute_error_percent"] as? Double)
        #expect(mean > 3 && mean < 20)
        #expect(rows.allSatisfy { $0["agrees"] as? Bool == true && ($0["source"] as? String)?.isEmpty == false })
    }
}
