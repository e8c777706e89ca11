import Accounting
import ClusterModel
import Emulation
import Reporting
import Testing
import Units

@Suite struct StallPowerTests {
    /// A shipped cluster with another fraction, as low, central and high value.
    private static func report(_ low: String, _ central: String, _ high: String) throws -> RunReport {
        var cluster = try ClusterFile.load(path: "10gbe", overrides: ClusterOverrides(nodes: 2, steps: 2)).cluster
        let assumptions = cluster.assumptions
        let fraction = Estimate(
            name: assumptions.stallPowerFraction.name, low: try Ratio(parsing: low),
            central: try Ratio(parsing: central), high: try Ratio(parsing: high), source: "test", year: 2026,
            confidence: .assumption)
        cluster.assumptions = Assumptions(
            stallPowerFraction: fraction, networkProportionality: assumptions.networkProportionality,
            hardwareLifetime: assumptions.hardwareLifetime, computeJitter: assumptions.computeJitter)
        return SampleReport.make(cluster: cluster, steps: 2)
    }

    @Test("the effect of stall power is that of runs with that stall power")
    func asInRunsOfTheirOwn() throws {
        let fractions = ["0.15", "0.5", "0.8"]
        let effect = try #require(try Self.report("0.15", "0.5", "0.8").analysis.stallPower)
        #expect(effect.points.count == 3)
        for (point, fraction) in zip(effect.points, fractions) {
            let own = try Self.report(fraction, fraction, fraction).analysis
            #expect(abs(point.grams / own.total.grams - 1) < 1e-4)
            let share = Double(own.overhead.attributed.emissions) / Double(own.total.emissions)
            #expect(abs(point.networkShare - share) < 1e-4)
        }
    }

    @Test("a fraction without a range has no effect to show")
    func certain() throws {
        let report = try Self.report("0.5", "0.5", "0.5")
        #expect(report.analysis.stallPower == nil)
        #expect(!TerminalReport.text(report).contains("  stall power"))
        #expect(
            TerminalReport.text(try Self.report("0.5", "0.5", "0.6")).contains("  stall power        50 / 50 / 60 %"))
    }

    @Test("compute that communication slows is shown where there is some", arguments: ["0", "0.3"])
    func slowedCompute(share: String) throws {
        let text = SampleClusters.leafSpine.replacing(
            "workload: {", with: "workload: { overlap_slowdown: \(share),")
        let cluster = try ClusterFile.parse(text: text, path: "test.yaml").cluster
        let shown = TerminalReport.text(SampleReport.make(cluster: cluster, steps: 2))
        #expect(shown.contains("compute slowed by") == (share != "0"))
    }
}
