import Accounting
import ClusterModel
import Collectives
import Emulation
import Foundation
import Reporting
import Testing
import Units

@Suite struct CollectiveTests {
    static let everyCluster = [
        "default", "10gbe", "1gbe", "laptop", "leaf-spine-3to1", "fat-tree", "rail", "torus", "two-sites", "graph",
    ]

    static func survey(
        _ config: String = "default", nodes: Int? = nil, collective: String = "all-reduce", algorithms: String? = nil,
        size: String = "40KB", check: Bool? = nil
    ) throws -> CollectiveSurvey {
        let cluster = try ClusterFile.load(path: config, overrides: ClusterOverrides(nodes: nodes)).cluster
        let sweep = try SizeSweep(size: size, minimum: nil, maximum: nil, factor: nil)
        return try CollectiveSurvey(
            cluster: cluster,
            question: CollectiveQuestion(collective: collective, algorithms: algorithms, sweep: sweep, check: check))
    }

    @Test("every algorithm ends with the plain sum, and none beats its bound", arguments: [2, 3, 5, 8, 13])
    func rightAndBounded(nodes: Int) throws {
        let survey = try Self.survey(nodes: nodes, size: "4100 B")
        #expect(survey.rows.count == 9)
        for row in survey.rows {
            #expect(row.wrong == 0 && row.shareOfBound <= 1 && row.shareOfBound > 0, "\(row.algorithm)")
            #expect(row.time.total == row.time.latency + row.time.ports + row.time.contention)
        }
    }

    @Test("no shipped topology lets an algorithm beat its bound", arguments: everyCluster)
    func boundOnTopologies(config: String) throws {
        for row in try Self.survey(config, size: "1MB", check: false).rows {
            #expect(row.bound.total <= row.time.total, "\(row.algorithm)")
            #expect(row.wrong == nil)
        }
    }

    @Test("bandwidths are those of nccl-tests", arguments: ["all-reduce", "reduce-scatter", "all-gather"])
    func bandwidths(collective: String) throws {
        let row = try Self.survey(nodes: 5, collective: collective, algorithms: "ring").rows[0]
        let passes = collective == "all-reduce" ? 2.0 : 1.0
        #expect(abs(row.algorithmBandwidth * row.time.total.seconds - 40_000) < 1e-6)
        #expect(abs(row.busBandwidth - row.algorithmBandwidth * passes * 4 / 5) < 1e-6)
        #expect(row.wrong == 0)
    }

    @Test("a ring's halves add up to the whole: time, bytes and energy")
    func halves() throws {
        let rows = try ["all-reduce", "reduce-scatter", "all-gather"].map {
            try Self.survey(nodes: 5, collective: $0, algorithms: "ring").rows[0]
        }
        #expect(rows[0].time.total == rows[1].time.total + rows[2].time.total)
        #expect(rows[0].largestSent == rows[1].largestSent + rows[2].largestSent)
        // Each rounded entry is off by half a nanojoule at most.
        let difference = rows[0].cost.total.nanojoules - rows[1].cost.total.nanojoules - rows[2].cost.total.nanojoules
        #expect(difference.magnitude < 200)
    }

    @Test("auto's choice is the fastest of those that are no servers", arguments: ["1KB", "256KB", "16MB"])
    func choice(size: String) throws {
        let survey = try Self.survey(size: size, check: false)
        let chosen = try #require(survey.rows.first { $0.isChosen })
        #expect(survey.choices == [chosen.algorithm])
        for row in survey.rows where row.algorithm.isPeerToPeer { #expect(chosen.time.total <= row.time.total) }
    }

    @Test("sharing is told apart only where links are shared")
    func sharing() throws {
        let rows = try Self.survey("leaf-spine-3to1", size: "1MB", check: false).rows
        #expect(rows.contains { $0.time.contention > .zero })
        for row in rows where !row.sharesLinks { #expect(row.time.contention == .zero) }
        #expect(try Self.survey(size: "1MB", check: false).rows.allSatisfy { !$0.sharesLinks })
    }

    @Test("a schedule that loses a message is found out")
    func faults() {
        let whole = CollectiveCheck(operation: .allReduce, schedule: RingAllReduce(worldSize: 4), elements: 400)
        #expect(whole.wrongElements() == 0)
        // The first half alone leaves each of four ranks with one right chunk of four, but for coincidences.
        let half = CollectiveCheck(
            operation: .allReduce, schedule: RingReduceScatter(worldSize: 4), elements: 400
        ).wrongElements()
        #expect(half > 1100 && half <= 1200)
    }

    @Test("a size that nothing can be sent in and a cluster without peers are refused with a remedy")
    func refusals() throws {
        #expect(throws: CollectiveQuestionError.self) { try Self.survey(size: "3 B") }
        let alone = #expect(throws: CollectiveQuestionError.self) { try Self.survey(nodes: 1) }
        #expect(alone?.description.contains("--nodes") == true)
    }
}
