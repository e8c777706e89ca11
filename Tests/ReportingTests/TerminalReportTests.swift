import Foundation
import Reporting
import Testing

@Suite struct TerminalReportTests {
    @Test("the terminal report reads as recorded", arguments: ["default", "10gbe", "1gbe", "laptop"])
    func snapshot(config: String) throws {
        try Snapshot.check(TerminalReport.text(SampleReport.make(config: config)), name: "report-\(config)")
    }

    @Test("no line is wider than eighty columns, whatever the size of the run", arguments: [1, 2, 3, 8, 33])
    func width(nodes: Int) throws {
        for status in [RunStatus.completed, .stopped(step: 2, reason: "rank 1 closed its connection")] {
            let text = TerminalReport.text(try SampleReport.make(nodes: nodes, steps: 2, planned: 9, status: status))
            #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 })
        }
    }

    @Test("printed rows and columns of the table add up", arguments: ["default", "10gbe", "1gbe", "laptop"])
    func addsUp(config: String) throws {
        let lines = TerminalReport.text(try SampleReport.make(config: config)).split(separator: "\n")
        let first = try #require(lines.firstIndex { $0.contains("useful  net stall") })
        let last = try #require(lines.indices.first { $0 > first && lines[$0].hasPrefix("  total") })
        let rows = lines[(first + 1)...last].map { line in
            // The last decimal place of every figure counts as one.
            line.split(separator: " ").suffix(6).map { $0 == "-" ? 0 : Int($0.filter { $0.isNumber || $0 == "-" })! }
        }
        #expect(rows.count > 4)
        for row in rows { #expect(row[0] + row[1] + row[2] + row[3] == row[4]) }
        for column in 0..<6 { #expect(rows.dropLast().reduce(0) { $0 + $1[column] } == rows.last![column]) }
    }
}
