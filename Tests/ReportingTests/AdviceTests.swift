import Accounting
import Advice
import ClusterModel
import Emulation
import Foundation
import Reporting
import Testing

@Suite struct AdviceTests {
    private static func survey(
        _ name: String = "default", overrides: ClusterOverrides = ClusterOverrides(), steps: Int = 3,
        families: [MoveFamily] = MoveFamily.allCases
    ) throws -> AdviceSurvey {
        let loaded = try ClusterFile.load(path: name, overrides: overrides)
        let account = RunAccount.simulated(job: EmulatedJob(cluster: loaded.cluster), steps: steps)
        return AdviceSurvey(
            AdvisedRun(name: "runs/sample", loaded: loaded, account: account), families: families)
    }

    @Test("the advice reads as recorded")
    func snapshot() throws {
        try Snapshot.check(AdviceText.text(try Self.survey(), limit: 10), name: "advice-default")
    }

    @Test(
        "no line is wider than eighty columns",
        arguments: ["default", "1gbe", "laptop", "two-sites"], [1, 4])
    func width(name: String, steps: Int) throws {
        let survey = try Self.survey(name, steps: steps)
        for limit in [0, 3, 100] {
            for line in AdviceText.text(survey, limit: limit).split(separator: "\n") {
                #expect(line.count <= 80 && line.last != " ", "\(line)")
                #expect(!line.split(separator: " ").contains { $0 == "nan" || $0.hasPrefix("inf") }, "\(line)")
            }
        }
    }

    @Test("what saves nothing and what cannot be done is said, with the reason")
    func nothing() throws {
        let text = AdviceText.text(try Self.survey("laptop", families: [.start, .overlap]), limit: 5)
        let words = text.split { $0.isWhitespace }.joined(separator: " ")
        #expect(words.contains("No move that was priced saves a thousandth of it."))
        #expect(words.contains("left out start: no site has an hourly series"))
    }

    @Test("docs/advise.md names the keys of the JSON, no more and no fewer")
    func documented() throws {
        let documented = try DocumentedKeys.page("advise.md")
        let produced = try DocumentedKeys.paths(ofJSON: AdviceFile.text(try Self.survey()))
        let own = produced.filter { !$0.hasPrefix("save_nothing[].") && !$0.hasPrefix("together.") }
        let ofTogether = documented.filter { $0.hasPrefix("together.") }
        #expect(own.sorted() == documented.subtracting(ofTogether).sorted())
        // What is said to be as somewhere else is a part of that.
        let repeated = produced.subtracting(own)
        for path in repeated {
            let place = path.hasPrefix("save_nothing[].") ? "save_nothing[]." : "together."
            let key = path.dropFirst(place.count)
            #expect(
                documented.contains("moves[].\(key)") || documented.contains("together.\(key)")
                    || documented.contains(String(key)), "\(path)")
        }
        #expect(ofTogether.isSubset(of: repeated) && repeated.contains("save_nothing[].move"))
    }
}
