import ClusterModel
import Foundation
import Reporting
import Testing
import Units

@Suite struct TerminalReportTests {
    @Test("the terminal report reads as recorded", arguments: ["default", "10gbe", "1gbe", "laptop"])
    func snapshot(config: String) throws {
        try Snapshot.check(TerminalReport.text(SampleReport.make(config: config)), name: "report-\(config)")
    }

    @Test("the report of shared links, and of other networks beside it, reads as recorded")
    func scenarios() throws {
        let report = try SampleReport.make(
            config: "leaf-spine-3to1", steps: 4, networks: ["10gbe", "ndr", "ideal"],
            disturbances: DisturbanceModel(
                background: .init(share: Ratio(count: 300_000_000), probability: Ratio(count: 500_000_000))))
        try Snapshot.check(TerminalReport.text(report), name: "report-networks")
    }

    @Test("the report of sharded training reads as recorded", arguments: [RepresentedWorkload.Sharding.zero2, .fsdp])
    func sharded(sharding: RepresentedWorkload.Sharding) throws {
        let report = try SampleReport.make(nodes: 3, steps: 4, sharding: sharding)
        try Snapshot.check(TerminalReport.text(report), name: "report-\(sharding.rawValue)")
    }

    @Test("the report of one node reads as recorded: nothing stalls on a network that is not there")
    func oneNode() throws {
        try Snapshot.check(TerminalReport.text(SampleReport.make(nodes: 1, steps: 5)), name: "report-one-node")
    }

    @Test("the report of an interrupted run reads as recorded")
    func interrupted() throws {
        let report = try SampleReport.make(
            nodes: 3, steps: 4, planned: 200, status: .stopped(step: 4, reason: "interrupted by the user"))
        try Snapshot.check(TerminalReport.text(report), name: "report-interrupted")
    }

    @Test("the report of a model that stands for itself reads as recorded")
    func notRepresented() throws {
        let cluster = try ClusterFile.parse(text: SampleClusters.plainSGD, path: "sgd.yaml").cluster
        let text = TerminalReport.text(SampleReport.make(cluster: cluster, config: "my own.yaml", steps: 3))
        try Snapshot.check(text, name: "report-not-represented")
    }

    @Test("a run that stops before its first step says so, and divides by nothing")
    func nothingDone() throws {
        let cluster = try ClusterFile.load(path: "default", overrides: ClusterOverrides(nodes: 2)).cluster
        let report = SampleReport.make(
            cluster: cluster, steps: 0, planned: 9, status: .stopped(step: 0, reason: "rank 1 closed its connection"))
        let text = TerminalReport.text(report)
        #expect(text.hasPrefix("STOPPED              after 0 of 9 steps: rank 1 closed its connection\n"))
        Self.expectReadable(text)
    }

    @Test(
        "no line is wider than eighty columns and no figure is no number, whatever the size of the run",
        arguments: [1, 2, 3, 8, 33])
    func width(nodes: Int) throws {
        for status in [RunStatus.completed, .stopped(step: 2, reason: "rank 1 closed its connection")] {
            let report = try SampleReport.make(nodes: nodes, steps: 2, planned: 9, status: status)
            Self.expectReadable(TerminalReport.text(report))
        }
    }

    @Test("a cluster of very slow or very costly parts still fits", arguments: ["1 kW", "40 W", "0 W"])
    func extremes(base: String) throws {
        let intensity = base == "0 W" ? "0 g/kWh" : base == "1 kW" ? "3000 g/kWh" : "1 g/kWh"
        let text =
            SampleClusters.plainSGD.replacing("memory: 64 GB", with: "memory: 64 GB, base_power: \(base)")
            .replacing("link: 10 Gb/s", with: "link: \(base == "1 kW" ? "1 Mb/s" : "10 Gb/s")")
            + "\nsites: { fr: { pue: 1, intensity: \(intensity) } }\n"
        let cluster = try ClusterFile.parse(text: text, path: "extreme.yaml").cluster
        for steps in [1, 40] {
            Self.expectReadable(TerminalReport.text(SampleReport.make(cluster: cluster, steps: steps)))
        }
    }

    private static func expectReadable(_ text: String) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let margin = String(repeating: " ", count: 21)
        for (line, next) in zip(lines, lines.dropFirst()) {
            #expect(line.count <= 80 && line.last != " ", "\(line)")
            // A comma ends a line only where the list goes on.
            #expect(line.last != "," || next.hasPrefix(margin), "\(line)")
        }
        let words = text.split { !$0.isLetter }.map { $0.lowercased() }
        #expect(words.filter { ["nan", "inf", "infinity"].contains($0) } == [])
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
