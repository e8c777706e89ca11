package import Charts

/// A figure of a report: in the page, and as files for papers.
package struct ReportFigure: Sendable {
    /// Begins its files' names and its parts' names in the page.
    package let name: String
    package let chart: any Chart
    /// How to read it, in a sentence or two.
    package let caption: String

    /// The figure as a file of its own, and its numbers as tables.
    package var files: [(name: String, text: String)] {
        let table = chart.table
        return [
            (name + ".svg", chart.svg(.standalone, id: name)), (name + ".csv", table.csv),
            (name + ".md", table.markdown),
            (name + ".tex", table.latex),
        ]
    }

    func write(to page: inout Markup) {
        var inner = Markup()
        inner.raw(chart.responsive(id: name, isTitled: false))
        inner.raw(
            Markup.element("figcaption", "<strong>\(Markup.escaped(chart.title)).</strong> \(Markup.escaped(caption))"))
        inner.details("Numbers of this figure") {
            $0.raw("<div class=\"wide\" tabindex=\"0\">\(chart.table.html)</div>")
        }
        page.raw("<figure id=\"figure-\(name)\">\n\(inner.text)</figure>")
    }
}
