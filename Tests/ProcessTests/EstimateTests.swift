import Foundation
import Testing

@Suite(.serialized, .timeLimit(.minutes(2))) struct EstimateTests {
    private static let question = ["--hardware", "a100-sxm4-80gb", "--count", "8", "--hours", "100"]

    @Test("estimate prints all four methods, their numbers and why they differ from ours")
    func all() throws {
        let stage = try Stage()
        let estimate = try RunningProgram(
            "coordinator", ["estimate"] + Self.question + ["--region", "us-central1"], in: stage)
        #expect(estimate.end(within: 10) == 0)
        // Lines are filled word by word.
        let text = estimate.text.split { $0.isWhitespace }.joined(separator: " ")
        for words in [
            "400 W x 8 x 100 h / 1000 = 320 kWh", "137.6 kg", "169.40 kgCO2e", "298.850000 kWh", "196.957 kg",
            "no host base (-43.00 kg)", "no PUE (-17.91 kg)",
        ] { #expect(text.contains(words), "\(words) is missing in: \(text)") }
        #expect(stage.runCount == 0)
    }

    @Test("one method alone, as JSON")
    func json() throws {
        let stage = try Stage()
        let estimate = try RunningProgram(
            "coordinator", ["estimate"] + Self.question + ["--region", "us-central1", "--method", "mlco2", "--json"],
            in: stage)
        #expect(estimate.end(within: 10) == 0)
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(estimate.text.utf8)) as? [String: Any])
        let methods = try #require(object["methods"] as? [[String: Any]])
        #expect(methods.count == 1 && methods[0]["emissions_kgco2e"] as? Double == 137.6)
    }

    @Test("a catalog of one's own is laid over the built-in one, and told where it is wrong")
    func ownCatalog() throws {
        let stage = try Stage()
        let file = stage.folder.appendingPathComponent("mine.yaml")
        let own = """
            accelerators: { a100-sxm4-80gb: { tdp: 300 W } }
            regions: { desk: { operator: none, intensity: 100 g/kWh } }
            """
        try Data(own.utf8).write(to: file)
        let run = { (catalog: String) in
            try RunningProgram(
                "coordinator",
                ["estimate"] + Self.question + ["--region", "desk", "--method", "mlco2", "--catalog", catalog],
                in: stage)
        }
        let estimate = try run("mine.yaml")
        #expect(estimate.end(within: 10) == 0)
        #expect(estimate.text.contains("300 W x 8 x 100 h / 1000 = 240 kWh"), "\(estimate.text)")
        try Data(own.replacing("300 W", with: "300").utf8).write(to: file)
        let wrong = try run("mine.yaml")
        #expect(wrong.end(within: 10) == 65)
        #expect(wrong.text.contains("mine.yaml:1:40: error: accelerators.a100-sxm4-80gb.tdp: '300' has no unit"))
        let missing = try run("none.yaml")
        #expect(missing.end(within: 10) == 65)
        #expect(missing.text.contains("none.yaml: error: there is no such file; give the path of a catalog"))
    }

    @Test(
        "a wrong question is one message an option, with the usage, and exit code 64",
        arguments: [
            (
                ["--region", "us-central"],
                "Error: --region: the catalog has no 'us-central' under regions; did you mean"
            ),
            (
                ["--region", "fr", "--utilization", "90"],
                "Error: --utilization 90: from 0 to 100 %; did you mean '90%'?"
            ),
            (["--region", "fr", "--method", "mlco"], "Error: --method cannot be 'mlco'; did you mean 'mlco2'?"),
            (["--region", "fr", "--cpu", "z80", "--pue", "0"], "Error: --pue 0"), ([], "--region"),
        ])
    func wrong(arguments: [String], words: String) throws {
        let stage = try Stage()
        let estimate = try RunningProgram("coordinator", ["estimate"] + Self.question + arguments, in: stage)
        #expect(estimate.end(within: 10) == 64)
        #expect(estimate.text.contains(words), "\(estimate.text)")
        #expect(estimate.text.contains("See 'coordinator estimate --help'"), "\(estimate.text)")
    }
}
