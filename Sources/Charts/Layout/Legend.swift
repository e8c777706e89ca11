/// Names of what a figure's colours, hatches and lines mean, set in lines like text.
struct Legend {
    enum Sample: Sendable, Hashable {
        case area(Tone)
        /// A line with its dashes and marker.
        case line(Int)
        /// A marker alone.
        case marker(Int)
        case band
        case whisker
        /// A thin bar.
        case strip(Tone)
    }

    var entries: [(name: String, sample: Sample)]

    /// - Returns: the first free pixel below.
    func draw(on canvas: inout Canvas, from top: Double) -> Double {
        guard !entries.isEmpty else { return top }
        var (x, y) = (0.0, top + 13)
        for entry in entries {
            let name = TextWidth.cut(entry.name, room: canvas.width - 30, size: 12)
            let width = 24 + TextWidth.of(name, size: 12)
            if x > 0 && x + width > canvas.width { (x, y) = (0, y + 19) }
            sample(entry.sample, on: &canvas, x: x, y: y - 4)
            canvas.text(name, x: x + 24, y: y)
            x += width + 18
        }
        return y + 11
    }

    private func sample(_ sample: Sample, on canvas: inout Canvas, x: Double, y: Double) {
        switch sample {
        case .area(let tone): canvas.area(x, y - 6, x + 18, y + 6, tone: tone)
        case .strip(let tone): canvas.area(x, y - 2, x + 18, y + 3, tone: tone)
        case .line(let index):
            LineStyle.draw(index, from: .init(x: x, y: y), to: .init(x: x + 18, y: y), on: &canvas)
            LineStyle.marker(index, x: x + 9, y: y, on: &canvas)
        case .marker(let index): LineStyle.marker(index, x: x + 9, y: y, radius: 5, on: &canvas)
        case .band: canvas.rectangle(x, y - 6, x + 18, y + 6, style: "band f1")
        case .whisker:
            canvas.line(x + 2, y, x + 16, y, style: "rule")
            canvas.line(x + 2, y - 4, x + 2, y + 4, style: "rule")
            canvas.line(x + 16, y - 4, x + 16, y + 4, style: "rule")
        }
    }
}

/// How the lines and points of a series differ from those of another without colour.
enum LineStyle {
    private static let dashes: [String?] = [
        nil, "8 3", "2 3", "9 3 2 3", "5 5", nil, "12 4", "2 5", "9 3 2 3 2 3", "4 2",
    ]

    static func dash(_ index: Int) -> String? { dashes[((index % dashes.count) + dashes.count) % dashes.count] }

    static func draw(_ index: Int, from: Canvas.Point, to: Canvas.Point, on canvas: inout Canvas) {
        canvas.path([from, to], style: "line l\(Tone.series(index).key)", dash: dash(index))
    }

    /// A circle, square, triangle, diamond or triangle on its tip, whose areas are about equal.
    static func marker(_ index: Int, x: Double, y: Double, radius r: Double = 4, on canvas: inout Canvas) {
        let style = "mark m\(Tone.series(index).key)"
        let path = { (points: [(Double, Double)], canvas: inout Canvas) in
            canvas.path(points.map { .init(x: x + $0.0 * r, y: y + $0.1 * r) }, closed: true, style: style)
        }
        switch ((index % 5) + 5) % 5 {
        case 0: canvas.circle(x, y, radius: r, style: style)
        case 1: path([(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)], &canvas)
        case 2: path([(0, -1.25), (1.2, 0.9), (-1.2, 0.9)], &canvas)
        case 3: path([(0, -1.35), (1.35, 0), (0, 1.35), (-1.35, 0)], &canvas)
        default: path([(0, 1.25), (1.2, -0.9), (-1.2, -0.9)], &canvas)
        }
    }
}
