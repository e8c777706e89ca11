import Charts
import Testing

@Suite struct DrawingTests {
    @Test(arguments: SampleChart.all)
    func `each kind of figure is drawn as recorded`(sample: SampleChart) throws {
        try Snapshot.check(sample.chart.svg(.inline, id: sample.name), name: "\(sample.name).svg")
    }

    @Test func `a single file is drawn as recorded, with its style`() throws {
        let chart = try #require(SampleChart.all.first { $0.name == "grouped-bars" }).chart
        try Snapshot.check(chart.svg(.standalone, id: "figure", width: 500, isTitled: false), name: "standalone.svg")
        try Snapshot.check(ChartStyle.page, name: "page.css")
    }

    @Test(arguments: 1...60, [360.0, 720, 900])
    func `no two texts touch and none leaves the figure`(seed: Int, width: Double) {
        var random = RandomCharts(seed: UInt64(seed))
        for chart in random.all() {
            let canvas = chart.canvas(.inline, width: width)
            let texts = canvas.texts
            #expect(!texts.isEmpty)
            for (index, text) in texts.enumerated() {
                #expect(
                    text.box.left >= -0.5 && text.box.right <= canvas.width + 0.5 && text.box.top >= 0
                        && text.box.bottom <= canvas.height,
                    "seed \(seed): \(type(of: chart)) \(text.text) at \(text.box) in \(canvas.width) × \(canvas.height)"
                )
                for other in texts[..<index] where other.box.meets(text.box) {
                    Issue.record("seed \(seed), \(width): \(type(of: chart)) '\(text.text)' on '\(other.text)'")
                }
            }
        }
    }

    @Test func `the width is held between 320 and 900`() {
        let chart = SampleChart.all[0].chart
        #expect(chart.svg(width: 10_000).contains("viewBox=\"0 0 900 "))
        #expect(chart.svg(width: -1).contains("viewBox=\"0 0 320 "))
        #expect(chart.svg(width: .nan).contains("viewBox=\"0 0 720 "))
    }

    @Test func `a title is left to the caption on request and stays the accessible name`() {
        let chart = SampleChart.all[0].chart
        let svg = chart.svg(isTitled: false)
        #expect(!svg.contains(">Energy by component</text>"))
        #expect(svg.contains("-title\">Energy by component</title>"))
    }
}
