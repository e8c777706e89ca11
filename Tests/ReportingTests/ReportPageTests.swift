import Accounting
import ClusterModel
import Emulation
import Foundation
import Reporting
import Testing

#if canImport(FoundationXML)
    import FoundationXML
#endif

/// `report.html`.
@Suite struct ReportPageTests {
    private func page(_ report: RunReport) -> ReportPage {
        ReportPage(report, configuration: "name: <a> & \"b\"\nnodes: []\n", version: "0.0.0")
    }

    /// Names of elements, attributes that load something, and figures by key.
    private final class Reader: NSObject, XMLParserDelegate {
        var elements: [String: Int] = [:]
        var loads: [String] = []
        var figures: [String: String] = [:]
        var ids: [String] = []

        func parser(
            _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
            attributes: [String: String]
        ) {
            elements[name, default: 0] += 1
            for key in ["src", "href", "data", "action", "xlink:href"] {
                if let value = attributes[key] { loads.append(value) }
            }
            if let key = attributes["data-key"] { figures[key] = attributes["value"] }
            if let id = attributes["id"] { ids.append(id) }
        }
    }

    private func read(_ text: String) throws -> Reader {
        let reader = Reader()
        let parser = XMLParser(data: Data(text.replacing("<!DOCTYPE html>\n", with: "").utf8))
        parser.delegate = reader
        try #require(parser.parse(), "\(parser.parserError.map { "\($0)" } ?? "") in line \(parser.lineNumber)")
        return reader
    }

    @Test func `the page is well-formed, loads nothing, and its figures are those of result.json`() throws {
        let report = try SampleReport.make(nodes: 4, steps: 6, networks: ["10gbe", "ideal"])
        let page = page(report)
        let reader = try read(page.text)
        #expect(reader.loads.allSatisfy { $0.hasPrefix("#") })
        #expect(!page.text.contains("@import") && !page.text.contains("url(http"))
        #expect(reader.elements["figure"] == page.figures.count && page.figures.count == 8)
        // Each figure in two widths.
        #expect(reader.elements["svg"] == 2 * page.figures.count)
        #expect(Set(reader.ids).count == reader.ids.count, "two parts of the page have one name")
        let data = Data(ResultFile.text(report).utf8)
        let result = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        for (key, text) in reader.figures where key.contains(".") {
            let value = key.split(separator: ".").reduce(result as Any?) { ($0 as? [String: Any])?[String($1)] }
            let (there, here) = (try #require(value as? Double), try #require(Double(text)))
            // Foundation's reader may be off by the last bit.
            #expect(abs(there - here) <= abs(here) * 1e-15, "\(key)")
        }
        #expect(reader.figures.count == 9)
        #expect(self.page(report).text == page.text)
    }

    @Test(arguments: [1, 2]) func `runs that stopped, and runs of one step or node, have a page too`(nodes: Int) throws
    {
        for status in [RunStatus.completed, .stopped(step: 1, reason: "rank 0 said <\"no\"> & left")] {
            let page = page(try SampleReport.make(nodes: nodes, steps: 1, planned: 3, status: status))
            let reader = try read(page.text)
            #expect(reader.elements["figure"] == page.figures.count)
            if case .stopped = status { #expect(page.text.contains("&lt;&quot;no&quot;&gt; &amp; left")) }
        }
    }

    @Test func `names from outside are text, never markup`() throws {
        var cluster = try ClusterFile.load(path: "two-sites", overrides: ClusterOverrides(steps: 2)).cluster
        cluster.name = "<script>alert(\"x\")</script> & 'more' ]]>"
        let text = page(SampleReport.make(cluster: cluster, config: "<b>.yaml", steps: 2)).text
        #expect(!text.contains("<script>alert"))
        _ = try read(text)
    }

    @Test func `figures are files for papers, with their numbers in three forms`() throws {
        let page = page(try SampleReport.make(nodes: 2, steps: 3))
        for figure in page.figures {
            #expect(figure.files.map(\.name) == ["svg", "csv", "md", "tex"].map { "\(figure.name).\($0)" })
            _ = try read(figure.files[0].text)
            #expect(figure.files[1].text.split(separator: "\n").count > 1)
        }
    }
}
