import ClusterModel
import Emulation
import Reporting
import Testing
import Units

@Suite struct TimelineTests {
    private static func timeline(_ config: String, nodes: Int?, step: Int = 2) throws -> StepTimeline {
        let cluster = try ClusterFile.load(path: config, overrides: ClusterOverrides(nodes: nodes)).cluster
        return StepTimeline(job: EmulatedJob(cluster: cluster), step: step)
    }

    @Test(
        "bars of all ranks are equally long, in ASCII, in the order of a step",
        arguments: [("default", 1), ("default", 5), ("1gbe", 3), ("laptop", 12), ("leaf-spine-3to1", nil)]
            as [(String, Int?)])
    func bars(config: String, nodes: Int?) throws {
        let timeline = try Self.timeline(config, nodes: nodes)
        for columns in [1, 17, 60] {
            let chart = TimelineChart(timeline, columns: columns)
            #expect(chart.bars.map(\.rank) == timeline.ranks.map(\.rank) && !chart.leavesOut(timeline))
            let order = " " + String(TimelineChart.Piece.allCases.map(\.rawValue)) + " "
            for bar in chart.bars {
                #expect(bar.pieces.count == columns && bar.hidden.count == columns)
                #expect(bar.hidden.allSatisfy { $0 == " " || $0 == "-" })
                // Every piece is behind those that come before it in a step.
                var rest = Substring(order)
                for piece in bar.pieces { rest = rest.drop { $0 != piece } }
                #expect(!rest.isEmpty, "\(bar.pieces)")
            }
            #expect(chart.axis.ticks.count == columns && chart.axis.labels.count <= columns)
            #expect(chart.axis.ticks.filter { $0 == "+" }.count <= 7 && chart.axis.ticks.first == "+")
        }
    }

    @Test("a column shows what takes most of its time, and the drawn parts follow the step's own")
    func faithful() throws {
        let timeline = try Self.timeline("10gbe", nodes: 2)
        let chart = TimelineChart(timeline, columns: 1000)
        for (bar, rank) in zip(chart.bars, timeline.ranks) {
            let share = { (activities: [TimelinePiece.Activity]) in
                1000 * activities.reduce(0.0) { $0 + rank.time(of: $1).seconds }
                    / (timeline.end - timeline.start).seconds
            }
            let count = { (pieces: String) in Double(bar.pieces.filter { pieces.contains($0) }.count) }
            #expect(abs(count("f") - share([.forward])) <= 2)
            #expect(abs(count("b") - share([.backward])) <= 2)
            #expect(abs(count("#.") - share([.others, .communication])) <= 2)
            let hidden = rank.hidden().seconds / (timeline.end - timeline.start).seconds
            #expect(abs(Double(bar.hidden.filter { $0 == "-" }.count) - 1000 * hidden) <= 4)
        }
    }

    @Test("of more than twelve ranks the fastest and the slowest are drawn")
    func many() throws {
        let timeline = try Self.timeline("laptop", nodes: 13)
        let chart = TimelineChart(timeline)
        let compute = timeline.ranks.map { $0.time(of: .forward) + $0.time(of: .backward) }
        #expect(chart.bars.map { compute[$0.rank] } == [compute.min(), compute.max()])
        #expect(chart.leavesOut(timeline))
    }

    @Test("the printed table of buckets adds up", arguments: ["default", "10gbe", "laptop"])
    func addsUp(config: String) throws {
        let lines = TerminalReport.text(try SampleReport.make(config: config, nodes: 2, steps: 2)).split(
            separator: "\n")
        let first = try #require(lines.firstIndex { $0.hasPrefix("  bucket, mean ms") })
        let last = try #require(lines.indices.first { $0 > first && lines[$0].hasPrefix("    all") })
        let rows = lines[(first + 1)...last].map { line in
            line.split(separator: " ").suffix(3).map { Int($0.filter(\.isNumber))! }
        }
        #expect(rows.count == 7)
        for row in rows { #expect(row[0] + row[1] == row[2]) }
        for column in 0..<3 { #expect(rows.dropLast().reduce(0) { $0 + $1[column] } == rows.last![column]) }
    }
}
