import Charts
import Foundation
import Testing

#if canImport(FoundationXML)
    import FoundationXML
#endif

/// What a parser finds in a figure.
private final class Reading: NSObject, XMLParserDelegate {
    var ids: [String] = []
    var references: [String] = []
    var texts: [String] = []
    var numbers: [String] = []
    private var text = ""

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String] = [:]
    ) {
        text = ""
        if let id = attributes["id"] { ids.append(id) }
        if let fill = attributes["fill"], fill.hasPrefix("url(#") {
            references.append(String(fill.dropFirst(5).dropLast()))
        }
        references += (attributes["aria-labelledby"] ?? "").split(separator: " ").map(String.init)
        numbers += ["x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "width", "height", "d"].compactMap {
            attributes[$0]
        }
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }

    func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
        texts.append(text)
        text = ""
    }

    static func of(_ svg: String) throws -> Reading {
        let (parser, reading) = (XMLParser(data: Data(svg.utf8)), Reading())
        parser.delegate = reading
        let isWellFormed = parser.parse()
        try #require(isWellFormed, "not well-formed: \(String(describing: parser.parserError))")
        return reading
    }
}

@Suite struct MarkupTests {
    @Test(arguments: SampleChart.all, [ChartUse.inline, .standalone, .transparent])
    func `figures are well-formed and refer to their own parts only`(sample: SampleChart, use: ChartUse) throws {
        let reading = try Reading.of(sample.chart.svg(use))
        #expect(Set(reading.ids).count == reading.ids.count)
        #expect(Set(reading.references).isSubset(of: Set(reading.ids)))
        #expect(reading.references.count >= 2)
    }

    @Test func `markup in names stays text`() throws {
        let name = "<script>&\"'\u{1}]]> é 日本 🔌"
        let charts: [any Chart] = [
            StackedBars(title: name, axis: Axis(name), parts: [name], bars: [.init(name, [1])]),
            GroupedBars(title: name, axis: Axis(name), groups: [name], series: [.init(name, [.init(1)])]),
            WaterfallChart(title: name, axis: Axis(name), start: (name, 1), steps: [.init(name, 2)], end: name),
            LineChart(
                title: name, x: Axis(name), y: Axis(name), series: [.init(name, [.init(1, 1), .init(2, 3)])],
                references: [.init(.x, at: 1, name)], markers: [.init(1, 1, name)]),
            GanttChart(title: name, axis: Axis(name), rows: [.init(name, [.init(.forward, from: 0, to: 1)])]),
            ScatterChart(title: name, x: Axis(name), y: Axis(name), points: [.init(name, 1, 1, group: name)]),
            TornadoChart(
                title: name, axis: Axis(name), center: 1,
                factors: [.init(name, atLow: 0, atHigh: 2, lowEnd: name, highEnd: name)]),
        ]
        for chart in charts {
            for use in [ChartUse.inline, .standalone] {
                let svg = chart.svg(use)
                let reading = try Reading.of(svg)
                #expect(!svg.contains("<script"))
                #expect(reading.texts.contains(name.replacingOccurrences(of: "\u{1}", with: "\u{FFFD}")))
            }
        }
    }

    @Test(arguments: SampleChart.all)
    func `on a page each datum can be reached and says what it is`(sample: SampleChart) throws {
        let svg = sample.chart.svg(.inline)
        #expect(svg.contains("tabindex=\"0\" role=\"img\" aria-label=\""))
        #expect(!svg.contains("<style>") && !svg.contains("#005b96"))
        #expect(svg.contains("<desc id="))
        #expect(!sample.chart.summary.isEmpty)
    }

    @Test(arguments: SampleChart.all)
    func `a single file needs no page and no custom properties`(sample: SampleChart) {
        let (white, clear) = (sample.chart.svg(.standalone), sample.chart.svg(.transparent))
        #expect(white.contains("role=\"img\"") && white.contains("<style>") && !white.contains("var("))
        #expect(!white.contains("tabindex"))
        #expect(white.contains("class=\"ground\"/>") && !clear.contains("class=\"ground\"/>"))
    }

    @Test func `both widths of a responsive figure have names of their own`() throws {
        for sample in SampleChart.all {
            let reading = try Reading.of("<div>" + sample.chart.responsive() + "</div>")
            #expect(Set(reading.ids).count == reading.ids.count)
        }
    }

    private static let oddNumbers: [[Double]] = [
        [], [.nan], [.infinity, -.infinity], [0], [0, 0, 0], [-3, -7], [5], [1e12], [1e-9], [1e-9, 1e12],
        [1e300, -1e300],
        [1e308], [.leastNonzeroMagnitude, 1e-305], [7, 7, 7], [1, .nan, 3], [1e15, 1e15 + 1], [-1e-12, 1e6],
    ]

    @Test(arguments: oddNumbers)
    func `odd numbers are drawn or left out`(values: [Double]) throws {
        for kind in [Axis.Kind.linear, .logarithmic] {
            let axis = Axis("y", .energy, kind: kind)
            let points = values.enumerated().map { LineChart.Point(Double($0), $1, low: $1 * 2, high: .nan) }
            let charts: [any Chart] = [
                StackedBars(
                    title: "a", axis: axis, parts: values.map { "\($0)" },
                    bars: [.init("b", values, low: 0, high: values.first)]),
                GroupedBars(
                    title: "a", axis: axis, groups: ["g"],
                    series: values.map { .init("s", [.init($0, low: $0, high: Double.infinity)]) }),
                WaterfallChart(
                    title: "a", axis: axis, start: ("s", values.first ?? .nan),
                    steps: values.map { .init("t", $0, low: .nan, high: $0) },
                    end: "e"),
                LineChart(
                    title: "a", x: Axis("x"), y: axis, series: [.init("s", points), .init("none", [])],
                    references: values.map { .init(.y, at: $0, "r") }, markers: values.map { .init(1, $0, "m") }),
                LineChart(
                    title: "a", x: axis, y: Axis("x"), series: [.init("s", points.map { .init($0.y, $0.x) })],
                    references: values.map { .init(.x, at: $0, "r") }),
                GanttChart(title: "a", rows: [.init("r", values.map { .init(.forward, from: 0, to: $0) })]),
                ScatterChart(title: "a", x: axis, y: axis, points: values.map { .init("p", $0, $0) }),
                TornadoChart(
                    title: "a", axis: axis, center: values.first ?? .nan,
                    factors: values.map { .init("f", atLow: $0, atHigh: -$0) }),
            ]
            for chart in charts {
                let reading = try Reading.of(chart.svg())
                #expect(reading.numbers.allSatisfy { !$0.contains("nan") && !$0.contains("inf") && !$0.contains("e") })
                #expect(chart.table.rows.allSatisfy { $0.count == chart.table.header.count })
                let hasNumber = values.contains { $0.isFinite && abs($0) <= 1e300 }
                if !hasNumber { #expect(reading.texts.contains("No data")) }
            }
        }
    }

    @Test func `numbers on a linear axis are not taken for none`() throws {
        for values in [[0.0], [-3, -7], [1e12], [1e-9]] {
            let chart = GroupedBars(
                title: "a", axis: Axis("y"), groups: values.map { "\($0)" },
                series: [.init("s", values.map { .init($0) })])
            let texts = try Reading.of(chart.svg()).texts
            #expect(!texts.contains("No data"))
        }
    }
}
