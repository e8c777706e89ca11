import Estimation
import Foundation
import Reporting
import Testing

@Suite struct EstimateTests {
    private static func survey(
        _ hardware: String = "a100-sxm4-80gb", count: Int = 8, hours: String = "100", region: String = "us-central1",
        method: EstimationMethod? = nil, change: (inout EstimateOptions) -> Void = { _ in }
    ) throws -> EstimateSurvey {
        var options = EstimateOptions(hardware: hardware, hours: hours, region: region)
        options.count = count
        change(&options)
        return try EstimateSurvey(EstimateQuestion(options), method: method)
    }

    @Test("the answer reads as recorded")
    func snapshot() throws {
        try Snapshot.check(EstimateText.text(try Self.survey()), name: "estimate-default")
        let named = try Self.survey("h100-sxm5-80gb", count: 64, hours: "24", region: "de") {
            $0.cpu = "xeon-8480+"
            $0.sockets = 2
            $0.memory = "2TB"
            $0.utilization = "90%"
            $0.cpuLoad = "30%"
            $0.pue = "1.2"
        }
        try Snapshot.check(EstimateText.text(named), name: "estimate-named")
    }

    @Test(
        "no line is wider than eighty columns, and all of it is ASCII",
        arguments: ["cpu-only", "t4", "h100-sxm5-80gb"],
        [(1, "0.000001", "no"), (8, "100", "us-central1"), (1_000_000, "999999.5", "australia-southeast1")])
    func width(hardware: String, run: (count: Int, hours: String, region: String)) throws {
        let survey = try Self.survey(hardware, count: run.count, hours: run.hours, region: run.region)
        for line in EstimateText.text(survey).split(separator: "\n") {
            #expect(line.count <= 80 && line.allSatisfy(\.isASCII) && line.last != " ", "\(line)")
            let words = line.split(separator: " ")
            #expect(!words.contains { $0 == "nan" || $0.hasPrefix("inf") || $0.hasPrefix("-inf") }, "\(line)")
        }
    }

    @Test(
        "the printed terms add up to the printed difference",
        arguments: ["t4", "a100-sxm4-80gb", "h100-sxm5-80gb", "rtx-4090"], [1, 3, 8, 100])
    func sentence(hardware: String, count: Int) throws {
        let survey = try Self.survey(hardware, count: count, hours: "37.3", region: "it")
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(EstimateFile.text(survey).utf8)) as? [String: Any])
        let methods = try #require(object["methods"] as? [[String: Any]])
        var checked = 0
        for method in methods {
            guard let comparison = method["against_ringwatt"] as? [String: Any] else { continue }
            let sentence = try #require(comparison["sentence"] as? String)
            let halves = sentence.split(separator: ": ", maxSplits: 1).map(String.init)
            let unit = try #require(halves[0].split(separator: " ").dropFirst().first).description
            // Sizes in brackets with a sign; what rounds to nothing in the common unit has one of its own.
            let sizes = halves[1].matches(of: /\(([+-][0-9.,]+) (\w+)\)/).map { ($0.1, $0.2) }
            #expect(sizes.count == (comparison["terms"] as? [Any])?.count, "\(sentence)")
            let sum = sizes.filter { $0.1 == unit }.reduce(0.0) { $0 + Double($1.0.replacing(",", with: ""))! }
            let whole = try #require(Double(halves[0].prefix { $0 != " " }.replacing(",", with: "")))
            #expect(abs(abs(sum) - whole) < 1e-6, "\(sentence)")
            #expect(halves[0].hasSuffix(sum < 0 ? "below ours" : "above ours"), "\(sentence)")
            checked += 1
        }
        #expect(checked == 3)
    }

    @Test("docs/estimate.md names the keys of the JSON, no more and no fewer")
    func documented() throws {
        var question = try Self.survey().question
        let whole = EstimateFile.text(try EstimateSurvey(question))
        question.tdp = nil
        let partial = EstimateFile.text(try EstimateSurvey(question))
        let produced = try DocumentedKeys.paths(ofJSON: whole).union(DocumentedKeys.paths(ofJSON: partial))
        #expect(try DocumentedKeys.page("estimate.md").sorted() == produced.sorted())
    }
}
