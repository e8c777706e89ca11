import Foundation
import Reporting
import Testing

@Suite struct FileTests {
    @Test("result.json parses and is the same for the same run, whatever the host did", arguments: [1, 3])
    func result(nodes: Int) throws {
        let text = ResultFile.text(try SampleReport.make(nodes: nodes, steps: 3))
        #expect(text == ResultFile.text(try SampleReport.make(nodes: nodes, steps: 3)))
        let object = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        #expect(object["emulated"] != nil && object["trained"] != nil)
        #expect(!text.contains("fortunes") && !text.contains("test-run") && !text.contains("avx2"))
    }

    @Test("steps.csv tells trained and emulated columns apart")
    func steps() {
        let columns = StepsFile.text([]).dropLast().split(separator: ",")
        #expect(columns.first == "step" && StepsFile.text([]).hasSuffix("\r\n"))
        #expect(columns.dropFirst().allSatisfy { $0.hasPrefix("trained_") || $0.hasPrefix("emulated_") })
    }
}
