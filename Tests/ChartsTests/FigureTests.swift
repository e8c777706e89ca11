import Charts
import Testing

@Suite struct FigureTests {
    @Test(arguments: 1...40)
    func `the front is what no point beats`(seed: Int) {
        var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15
        let points = (0..<25).map { index in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            // Few values, so that some are equal.
            return ScatterChart.Point("\(index)", Double(state >> 60), Double(state >> 56 & 15))
        }
        let chart = ScatterChart(title: "t", x: Axis("x"), y: Axis("y"), points: points)
        let expected = points.indices.filter { index in
            !points.indices.contains { other in
                let (a, b) = (points[other], points[index])
                return a.x <= b.x && a.y <= b.y && (a.x < b.x || a.y < b.y || other < index)
            }
        }
        #expect(chart.front.sorted() == expected, "seed \(seed)")
    }

    @Test func `points without a place are not on the front`() {
        let chart = ScatterChart(
            title: "t", x: Axis("x", kind: .logarithmic), y: Axis("y"),
            points: [.init("zero", 0, 0), .init("none", .nan, 0), .init("a", 2, 1)])
        #expect(chart.front == [2])
        #expect(chart.table.rows.map(\.last) == ["no", "no", "yes"])
    }

    @Test func `a waterfall ends at its start and all steps`() {
        let chart = WaterfallChart(
            title: "t", axis: Axis("y", .energy), start: ("a", 10),
            steps: [.init("b", 5), .init("c", -7), .init("d", .nan)],
            end: "e")
        #expect(chart.endValue == 8)
        #expect(chart.table.rows.map(\.last) == ["10", "15", "8", "8", "8"])
        #expect(chart.summary == "Waterfall of y from a, 10 Wh, to e, 8 Wh: b +5 Wh, c −7 Wh, d – Wh.")
    }

    @Test func `a tornado has its widest factor on top`() {
        let chart = TornadoChart(
            title: "t", axis: Axis("y"), center: 5,
            factors: [
                .init("small", atLow: 5, atHigh: 6), .init("none", atLow: .nan, atHigh: 6),
                .init("wide", atLow: 9, atHigh: 1), .init("same", atLow: 4, atHigh: 5),
            ])
        #expect(chart.table.rows.map { $0[0] } == ["central values", "wide", "small", "same", "none"])
        let names = chart.canvas(.inline).texts.map(\.text).filter { ["wide", "small", "same", "none"].contains($0) }
        #expect(names == ["wide", "small", "same"])
    }

    @Test func `a line breaks where a point has no place`() {
        let chart = LineChart(
            title: "t", x: Axis("x"), y: Axis("y"),
            series: [.init("s", [.init(0, 1), .init(1, 2), .init(2, .nan), .init(3, 1), .init(4, 2)])])
        let lines = chart.svg().split(separator: "\n").filter { $0.contains("class=\"line l1\"") }
        #expect(lines.count == 2)
    }

    @Test func `long series are one stop of the keyboard, short ones a stop a point`() {
        let chart = { (count: Int) in
            LineChart(
                title: "t", x: Axis("x"), y: Axis("y"),
                series: [.init("s", (0..<count).map { .init(Double($0), Double($0 % 7)) })])
        }
        let stops = { (svg: String) in svg.split(separator: "\n").count { $0.contains("tabindex=") } }
        #expect(stops(chart(12).svg()) == 12)
        #expect(stops(chart(200).svg()) == 1)
    }

    @Test func `tables become CSV, Markdown, LaTeX and HTML`() {
        let table = ChartTable(header: ["name", "share (%)"], rows: [["a, \"b\"", "12.5"], ["x_1 & <y>|z", "–"]])
        #expect(table.csv == "name,share (%)\n\"a, \"\"b\"\"\",12.5\nx_1 & <y>|z,–\n")
        #expect(
            table.markdown
                == "| name | share (%) |\n| --- | --- |\n| a, \"b\" | 12.5 |\n| x\\_1 &amp; &lt;y>\\|z | – |\n")
        #expect(
            table.latex
                == "\\begin{tabular}{lr}\n\\toprule\nname & share (\\%) \\\\\n\\midrule\na, \"b\" & 12.5 \\\\\n"
                + "x\\_1 \\& <y>|z & -- \\\\\n\\bottomrule\n\\end{tabular}\n")
        #expect(table.html.contains("<th scope=\"row\">x_1 &amp; &lt;y&gt;|z</th><td>–</td>"))
    }

    @Test(arguments: SampleChart.all)
    func `every figure has the numbers behind it`(sample: SampleChart) {
        let table = sample.chart.table
        #expect(!table.rows.isEmpty && table.rows.allSatisfy { $0.count == table.header.count })
    }
}
