/// Where a figure will be seen.
package enum ChartUse: Sendable, Hashable {
    /// In a page that has `ChartStyle.page`: the page's theme, and data that the keyboard reaches.
    case inline
    /// A file of its own, on white.
    case standalone
    /// A file of its own, on whatever is beneath it; its inks are those for white.
    case transparent
}

/// A figure: plain values in, SVG text out; the same bytes for the same values on every machine.
///
/// Numbers without a place (not finite, beyond ±1e300, not positive on a logarithmic axis) are left out of the drawing and
/// stand as `–` or `∞` in the table; a figure without any number says so.
package protocol Chart: Sendable {
    var title: String { get }
    /// What the figure shows, in a sentence or two, for those who do not see it.
    var summary: String { get }
    /// The numbers of the figure.
    var table: ChartTable { get }
    /// Draws everything below the title and sets the canvas' height.
    ///
    /// - Parameter top: the first free pixel.
    func draw(on canvas: inout Canvas, from top: Double)
}

extension Chart {
    /// The figure as SVG.
    ///
    /// - Parameters:
    ///   - id: begins the names of its parts, which must differ between the figures of a page; from the title by default.
    ///   - width: in pixels, held between 320 and 900; the height follows.
    ///   - isTitled: false leaves the title to a caption; `<title>` stays.
    package func svg(
        _ use: ChartUse = .inline, id: String? = nil, width: Double = 720, isTitled: Bool = true
    ) -> String {
        canvas(use, id: id, width: width, isTitled: isTitled).document(title: title, description: summary)
    }

    /// The figure in two widths, of which `ChartStyle.page` shows the one that fits the screen: text that shrinks with a
    /// figure cannot be read on a phone.
    package func responsive(id: String? = nil, width: Double = 720, isTitled: Bool = true) -> String {
        let name = XML.identifier(id ?? title)
        return "<div class=\"chart-wide\">\n\(svg(.inline, id: name, width: width, isTitled: isTitled))</div>\n"
            + "<div class=\"chart-narrow\">\n\(svg(.inline, id: name + "-narrow", width: 380, isTitled: isTitled))</div>\n"
    }

    /// The figure before it becomes text, with the places of its words.
    package func canvas(_ use: ChartUse, id: String? = nil, width: Double = 720, isTitled: Bool = true) -> Canvas {
        let held = width.isFinite ? min(max(width, 320), 900).rounded() : 720
        var canvas = Canvas(width: held, use: use, id: XML.identifier(id ?? title))
        var top = 4.0
        if isTitled {
            for line in TextWidth.wrapped(title, room: held - 2, size: 15, lines: 3, bold: true) {
                top += 18
                canvas.text(line, x: 0, y: top - 4, size: 15, bold: true)
            }
            top += 6
        }
        draw(on: &canvas, from: top)
        return canvas
    }
}

extension Canvas {
    /// In place of a figure that has no numbers.
    mutating func sayNothing(from top: Double) {
        line(0, top + 8, width, top + 8, style: "grid")
        text("No data", x: width / 2, y: top + 44, anchor: .middle, style: "muted")
        line(0, top + 72, width, top + 72, style: "grid")
        height = top + 80
    }
}
