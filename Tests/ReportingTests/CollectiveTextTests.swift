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
        }
        #expect(try DocumentedKeys.collective().sorted() == produced.sorted())
    }
}
