/// A figure being drawn: SVG elements in the order of drawing, and where its texts stand.
package struct Canvas: Sendable {
    enum Anchor: String, Sendable {
        case start, middle, end
    }

    /// The room that a text takes.
    package struct Box: Sendable, Hashable {
        package let left: Double
        package let top: Double
        package let right: Double
        package let bottom: Double

        package func meets(_ other: Box) -> Bool {
            left < other.right && other.left < right && top < other.bottom && other.top < bottom
        }

        func holds(_ point: Point) -> Bool {
            point.x >= left && point.x <= right && point.y >= top && point.y <= bottom
        }
    }

    struct Point: Sendable, Hashable {
        let x: Double
        let y: Double
    }

    package let width: Double
    package internal(set) var height = 0.0
    /// Texts drawn so far and what they say.
    package private(set) var texts: [(box: Box, text: String)] = []
    let use: ChartUse
    let id: String
    private var elements: [String] = []
    private var hatches: Set<String> = []
    private var hatchOrder: [(key: String, hatch: Hatch)] = []

    init(width: Double, use: ChartUse, id: String) { (self.width, self.use, self.id) = (width, use, id) }

    /// The room of a text whose baseline begins, has its middle or ends at a point.
    static func box(
        _ text: String, x: Double, y: Double, size: Double = 12, anchor: Anchor = .start, bold: Bool = false
    ) -> Box {
        let width = TextWidth.of(text, size: size, bold: bold)
        let left = anchor == .start ? x : anchor == .middle ? x - width / 2 : x - width
        return Box(left: left, top: y - 0.8 * size, right: left + width, bottom: y + 0.24 * size)
    }

    /// Nothing is drawn for an empty text.
    mutating func text(
        _ text: String, x: Double, y: Double, size: Double = 12, anchor: Anchor = .start, style: String = "",
        bold: Bool = false
    ) {
        guard !text.isEmpty else { return }
        texts.append((Self.box(text, x: x, y: y, size: size, anchor: anchor, bold: bold), text))
        let styles = [style, bold ? "title" : ""].filter { !$0.isEmpty }.joined(separator: " ")
        let anchorText = anchor == .start ? "" : " text-anchor=\"\(anchor.rawValue)\""
        elements.append(
            "<text x=\"\(XML.number(x))\" y=\"\(XML.number(y))\" font-size=\"\(XML.number(size))\"\(anchorText)"
                + (styles.isEmpty ? "" : " class=\"\(styles)\"") + ">\(XML.escaped(text))</text>")
    }

    /// True if a text would stand within the figure's sides and touch no other.
    func isFree(_ box: Box) -> Bool {
        box.left >= 0 && box.right <= width && box.top >= 0 && !texts.contains { $0.box.meets(box) }
    }

    mutating func rectangle(_ left: Double, _ top: Double, _ right: Double, _ bottom: Double, style: String) {
        elements.append(
            "<rect x=\"\(XML.number(min(left, right)))\" y=\"\(XML.number(min(top, bottom)))\" "
                + "width=\"\(XML.number(abs(right - left)))\" height=\"\(XML.number(abs(bottom - top)))\" "
                + "class=\"\(style)\"/>")
    }

    /// An area in a hue, with its hatch.
    mutating func area(_ left: Double, _ top: Double, _ right: Double, _ bottom: Double, tone: Tone) {
        rectangle(left, top, right, bottom, style: "mark f\(tone.key)")
        guard let hatch = tone.hatch else { return }
        if hatches.insert(tone.key).inserted { hatchOrder.append((tone.key, hatch)) }
        elements.append(
            "<rect x=\"\(XML.number(min(left, right)))\" y=\"\(XML.number(min(top, bottom)))\" "
                + "width=\"\(XML.number(abs(right - left)))\" height=\"\(XML.number(abs(bottom - top)))\" "
                + "fill=\"url(#\(id)-h\(tone.key))\"/>")
    }

    mutating func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, style: String) {
        elements.append(
            "<line x1=\"\(XML.number(x1))\" y1=\"\(XML.number(y1))\" x2=\"\(XML.number(x2))\" y2=\"\(XML.number(y2))\" "
                + "class=\"\(style)\"/>")
    }

    /// Straight lines from point to point.
    mutating func path(_ points: [Point], closed: Bool = false, style: String, dash: String? = nil) {
        guard let first = points.first else { return }
        let rest = points.dropFirst().map { "L\(XML.number($0.x)) \(XML.number($0.y))" }.joined()
        elements.append(
            "<path d=\"M\(XML.number(first.x)) \(XML.number(first.y))\(rest)\(closed ? "Z" : "")\" class=\"\(style)\""
                + (dash.map { " stroke-dasharray=\"\($0)\"" } ?? "") + "/>")
    }

    mutating func circle(_ x: Double, _ y: Double, radius: Double, style: String) {
        elements.append(
            "<circle cx=\"\(XML.number(x))\" cy=\"\(XML.number(y))\" r=\"\(XML.number(radius))\" class=\"\(style)\"/>")
    }

    /// What belongs to one number or one row, with the words that a pointer over it or the keyboard's focus on it tells.
    ///
    /// - Parameter isFocusable: reached with the tabulator key, on pages.
    mutating func datum(_ words: String, isFocusable: Bool = true, _ draw: (inout Canvas) -> Void) {
        let text = XML.escaped(words)
        let focus = use == .inline && isFocusable ? " tabindex=\"0\" role=\"img\" aria-label=\"\(text)\"" : ""
        elements.append("<g class=\"datum\"\(focus)><title>\(text)</title>")
        draw(&self)
        elements.append("</g>")
    }

    /// The whole figure.
    func document(title: String, description: String) -> String {
        let size = "viewBox=\"0 0 \(XML.number(width)) \(XML.number(height))\""
        let fixed = use == .inline ? "" : " width=\"\(XML.number(width))\" height=\"\(XML.number(height))\""
        // An image hides what it consists of; on a page its data are to be reached one by one.
        let role = use == .inline ? "role=\"group\" aria-roledescription=\"chart\"" : "role=\"img\""
        var lines = [
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart\" \(size)\(fixed) \(role) "
                + "aria-labelledby=\"\(id)-title \(id)-desc\">",
            "<title id=\"\(id)-title\">\(XML.escaped(title))</title>",
            "<desc id=\"\(id)-desc\">\(XML.escaped(description))</desc>",
        ]
        if use != .inline { lines.append("<style>\n\(ChartStyle.single)\n</style>") }
        if !hatchOrder.isEmpty {
            lines.append("<defs>")
            lines += hatchOrder.map { key, hatch in
                "<pattern id=\"\(id)-h\(key)\" width=\"\(XML.number(hatch.tile))\" height=\"\(XML.number(hatch.tile))\" "
                    + "patternUnits=\"userSpaceOnUse\"><path d=\"\(hatch.path)\" class=\"h\(key)\" "
                    + "stroke-width=\"\(hatch == .dots ? "1.6" : "1")\"/></pattern>"
            }
            lines.append("</defs>")
        }
        if use == .standalone {
            lines.append("<rect width=\"\(XML.number(width))\" height=\"\(XML.number(height))\" class=\"ground\"/>")
        }
        return (lines + elements + ["</svg>"]).joined(separator: "\n") + "\n"
    }
}
