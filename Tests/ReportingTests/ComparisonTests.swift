import Accounting
import ClusterModel
import Emulation
import Foundation
import Reporting
import RunStore
import Testing

/// Runs and scenarios side by side.
@Suite struct ComparisonTests {
    /// A run from its folder, as `ReopeningTests` make one.
    private func reopened(_ overrides: ClusterOverrides) throws -> ReopenedRun {
        let report = try SampleReport.make(nodes: overrides.nodes, steps: 4, gradientType: overrides.gradientType)
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        var overrides = overrides
        overrides.steps = 4
        let host = HostFile.text(
            report, host: try #require(report.host), started: "2026-01-01T00:00:00Z", ended: "2026-01-01T00:01:52Z",
            version: "1")
        let config = try ClusterFile.load(path: "default", overrides: overrides).wholeText
        for (name, text) in [("result.json", ResultFile.text(report)), ("host.json", host), ("config.yaml", config)] {
            try text.write(to: folder.appendingPathComponent(name), atomically: true, encoding: .utf8)
        }
        return try ReopenedRun(path: folder.path)
    }

    @Test func `a run against itself differs in nothing, and in no draw`() throws {
        let run = try reopened(ClusterOverrides(nodes: 2))
        let json = try object(RunComparison([ComparedRun(run, name: "a"), ComparedRun(run, name: "b")]))
        #expect((json["differences"] as? [Any])?.isEmpty == true)
        let verdict = try #require((json["runs"] as? [[String: Any]])?[1]["against_first"] as? [String: Any])
        #expect(verdict["emits_less_ratio"] as? Double == 0)
        #expect((verdict["difference_gco2e_per_million_tokens"] as? [String: Double])?["p95"] == 0)
    }

    @Test func `figures are those of the ledgers, differences those of the configurations`() throws {
        let run = try reopened(ClusterOverrides(nodes: 2))
        let half = try reopened(ClusterOverrides(nodes: 2, gradientType: .bf16))
        let comparison = RunComparison([
            ComparedRun(run, name: "fp32"), ComparedRun(half, name: "bf16"),
            try ComparedRun(run, network: "10gbe", name: "slow"), try ComparedRun(run, network: "ideal", name: "ideal"),
        ])
        let json = try object(comparison)
        let runs = try #require(json["runs"] as? [[String: Any]])
        #expect(runs[0]["emissions_gco2e"] as? Double == run.account.ledger.total().grams)
        #expect(runs[1]["emissions_gco2e"] as? Double == half.account.ledger.total().grams)
        #expect(runs[3]["emissions_gco2e"] as? Double == run.account.idealLedger.total().grams)
        #expect(runs[3]["exposed_communication_ratio"] as? Double == 0)
        let certainty = runs.dropFirst().map { ($0["against_first"] as? [String: Any])?["emits_less_ratio"] as? Double }
        #expect(certainty == [1, 0, 1])
        let keys = (json["differences"] as? [[String: Any]])?.compactMap { $0["key"] as? String } ?? []
        #expect(keys.contains("represented.gradient_type") && keys.contains("fabric.link_bits_per_second"))
        let text = ComparisonText.text(comparison)
        #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 })
        let rows = ComparisonFile.csv(comparison).split(separator: "\r\n")
        #expect(
            rows.count == 5
                && rows.allSatisfy { $0.split(separator: ",", omittingEmptySubsequences: false).count == 14 })
    }

    private func object(_ comparison: RunComparison) throws -> [String: Any] {
        let data = Data(ComparisonFile.json(comparison).utf8)
        return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    }
}
