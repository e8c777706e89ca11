import ClusterModel
import Collectives
import Reporting
import Testing

@Suite struct CollectiveTextTests {
    @Test("the tables read as recorded", arguments: ["default", "leaf-spine-3to1"])
    func snapshot(config: String) throws {
        let survey = try CollectiveTests.survey(config, size: "16KB")
        try Snapshot.check(CollectiveText.text(survey, file: config), name: "collective-\(config)")
    }

    @Test(
        "no line is wider than eighty columns, and all of it is ASCII",
        arguments: ["4 B", "1 GB", "1 TB"], ["default", "two-sites"])
    func width(size: String, config: String) throws {
        let survey = try CollectiveTests.survey(config, size: size)
        for line in CollectiveText.text(survey, file: config).split(separator: "\n") {
            #expect(line.count <= 80 && line.allSatisfy(\.isASCII) && line.last != " ", "\(line)")
            #expect(!line.contains("nan") && !line.contains("inf"), "\(line)")
        }
    }

    /// Three algorithms in bf16 with invented figures of a host: each takes a hundred times as long as the one before,
    /// the second has wrong elements, and the last has carried no clocks.
    static func executed(
        median: Duration = .nanoseconds(1_234_567), size: String = "16KB", nodes: Int? = nil
    ) throws -> CollectiveSurvey {
        let overrides = ClusterOverrides(nodes: nodes, gradientType: .bf16)
        let cluster = try ClusterFile.load(path: "default", overrides: overrides).cluster
        let question = try CollectiveQuestion(
            collective: "all-reduce", algorithms: "ring,double-binary-tree,sharded-parameter-server",
            sweep: SizeSweep(size: size, minimum: nil, maximum: nil, factor: nil), check: false)
        var index = 0
        return try CollectiveSurvey(cluster: cluster, question: question).executed { row in
            defer { index += 1 }
            let time = median * [1, 100, 10_000][index]
            let payload = Int64(row.hostBytes * 2 * (row.ranks - 1))
            return HostCollective(
                repeats: 7, median: time, shortest: time * 0.9, longest: time * 1.25, payloadSent: payload,
                framingSent: 39_424, carriedClocks: index < 2, wrong: index == 1 ? 12 : 0)
        }
    }

    @Test("the tables of this host stand apart and read as recorded")
    func executedSnapshot() throws {
        try Snapshot.check(
            CollectiveText.text(try Self.executed(), file: "default"), name: "collective-executed-default")
    }

    @Test(
        "the widest figures of this host fit eighty columns, times of hours in seconds",
        arguments: [Duration.milliseconds(1), .seconds(1)])
    func executedWidth(median: Duration) throws {
        let text = CollectiveText.text(try Self.executed(median: median, size: "32MiB", nodes: 64), file: "default")
        let lines = text.split(separator: "\n")
        for line in lines { #expect(line.count <= 80 && line.allSatisfy(\.isASCII) && line.last != " ", "\(line)") }
        let titles = try #require(lines.firstIndex { $0.contains(" least ") })
        #expect(lines[titles + 1].contains(median >= .seconds(1) ? " (s) " : " (us) "), "\(lines[titles + 1])")
    }

    @Test("all tables have the rows in the same order")
    func order() throws {
        let survey = try CollectiveTests.survey(nodes: 3, size: "8KB")
        let rows = CollectiveText.text(survey, file: "default").split(separator: "\n").filter { $0.first == " " }
        let names = rows.map { line in
            String(line.split(separator: " ").first { $0.first?.isLetter == true }!.prefix { $0 != "*" })
        }
        let expected = survey.rows.map(\.algorithm.rawValue)
        #expect(names == expected + expected + expected)
    }

    @Test("docs/collective.md names the keys of the JSON, no more and no fewer")
    func documented() throws {
        let produced = try ["default", "leaf-spine-3to1"].reduce(into: Set<String>()) { paths, config in
            let text = CollectiveFile.text(try CollectiveTests.survey(config, algorithms: "direct", size: "8KB"))
            paths.formUnion(try DocumentedKeys.paths(ofJSON: text))
        }.union(try DocumentedKeys.paths(ofJSON: CollectiveFile.text(try Self.executed())))
        #expect(try DocumentedKeys.page("collective.md").sorted() == produced.sorted())
    }
}
