import Accounting
import ClusterModel
import Foundation
import Reporting
import Testing
import Units

/// A run's folder, opened again.
@Suite struct ReopeningTests {
    /// A folder as a run of `report` leaves it.
    private func folder(
        _ report: RunReport, config: String, overrides: ClusterOverrides, _ body: (URL) throws -> Void
    ) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let host = HostFile.text(
            report, host: try #require(report.host), started: "2026-01-01T00:00:00Z", ended: "2026-01-01T00:01:52Z",
            version: "1")
        let config = try ClusterFile.load(path: config, overrides: overrides).wholeText
        for (name, text) in [
            ("result.json", ResultFile.text(report)), ("host.json", host), ("config.yaml", config),
        ] {
            try text.write(to: folder.appendingPathComponent(name), atomically: true, encoding: .utf8)
        }
        try body(folder)
    }

    @Test(arguments: ["default", "two-sites"]) func `a reopened run says what it said`(config: String) throws {
        let report = try SampleReport.make(config: config, steps: 12, networks: ["10gbe", "ideal"])
        try folder(report, config: config, overrides: ClusterOverrides(steps: 12)) { folder in
            let again = try ReopenedRun(path: folder.path).report()
            #expect(ResultFile.text(again) == ResultFile.text(report))
            let host = { (report: RunReport) in
                HostFile.text(report, host: try #require(report.host), started: "a", ended: "b", version: "1")
            }
            let (first, second) = (try host(report), try host(again))
            #expect(
                second.replacingOccurrences(of: folder.path, with: "runs/test-run")
                    == first.replacingOccurrences(of: folder.path, with: "runs/test-run"))
        }
    }

    @Test func `a run that a budget stopped is reopened as it ended`() throws {
        let budget = Budget(emissions: .init(count: 12_000_000), energy: .init(count: 1_000_000_000))
        let stop = BudgetStop(limit: .carbon, steps: 5, withNextStep: LedgerTotal(energy: 7, emissions: 12_500_000))
        let report = try SampleReport.make(
            nodes: 2, steps: 5, planned: 20, status: .stopped(step: 5, reason: "budget"), budget: budget,
            budgetStop: stop)
        try folder(report, config: "default", overrides: ClusterOverrides(nodes: 2, steps: 5)) { folder in
            let again = try ReopenedRun(path: folder.path + "/result.json").report()
            #expect(ResultFile.text(again) == ResultFile.text(report))
        }
    }

    @Test func `a changed configuration or a damaged result is one clear error`() throws {
        let report = try SampleReport.make(nodes: 2, steps: 3)
        try folder(report, config: "default", overrides: ClusterOverrides(nodes: 2, steps: 3)) { folder in
            func expect(_ file: String, says words: String, _ change: (String) -> String) throws {
                let url = folder.appendingPathComponent(file)
                let text = try String(contentsOf: url, encoding: .utf8)
                try change(text).write(to: url, atomically: true, encoding: .utf8)
                defer { try? text.write(to: url, atomically: true, encoding: .utf8) }
                let error = #expect(throws: ReopeningError.self) { _ = try ReopenedRun(path: folder.path) }
                #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
            }
            try expect("config.yaml", says: "priced again, its configuration comes to") {
                $0.replacingOccurrences(of: "430 g/kWh", with: "431 g/kWh")
            }
            try expect("result.json", says: "this is no JSON") { String($0.dropLast(9)) }
            try expect("result.json", says: "emulated.course is missing") {
                $0.replacingOccurrences(of: "\"course\"", with: "\"curse\"")
            }
            try expect("result.json", says: "'straining'") {
                $0.replacingOccurrences(of: "\"training\"", with: "\"straining\"")
            }
            try expect("result.json", says: "its format is 2") {
                $0.replacingOccurrences(of: "\"format\": 1", with: "\"format\": 2")
            }
        }
        #expect(throws: ReopeningError.self) { try ReopenedRun(path: "/nowhere") }
    }
}
