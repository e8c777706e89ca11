/// Places for the names of points.
enum LabelPlacement {
    /// Draws a text beside a point, where it touches no other text and covers the fewest obstacles.
    ///
    /// - Parameters:
    ///   - obstacles: places of lines and other points.
    ///   - frame: what the text must stay in.
    ///   - limit: how many obstacles it may cover.
    /// - Returns: false if there is no place; nothing is drawn.
    static func draw(
        _ text: String, beside point: Canvas.Point, avoiding obstacles: [Canvas.Point], in frame: PlotFrame,
        on canvas: inout Canvas, distance: Double = 8, limit: Int = .max, style: String = "halo"
    ) -> Bool {
        var best: (hits: Int, x: Double, y: Double, anchor: Canvas.Anchor, isFar: Bool)?
        for reach in [distance, distance * 2.2] {
            for (across, up, anchor) in directions {
                let (x, y) = (point.x + across * reach, point.y + up * reach + 4 + (up > 0 ? 3 : up < 0 ? -1 : 0))
                let box = Canvas.box(text, x: x, y: y, size: 11, anchor: anchor)
                guard canvas.isFree(box), box.left >= frame.left, box.top >= frame.top, box.bottom <= frame.upwards.from
                else { continue }
                let hits = obstacles.count(where: box.holds)
                guard hits <= limit else { continue }
                if best.map({ hits < $0.hits }) ?? true { best = (hits, x, y, anchor, reach > distance) }
            }
        }
        guard let best else { return false }
        if best.isFar {
            let towards = best.anchor == .start ? best.x - 2 : best.anchor == .end ? best.x + 2 : best.x
            canvas.line(point.x, point.y, towards, best.y - 4 + (best.y < point.y ? 5 : -5), style: "axis")
        }
        canvas.text(text, x: best.x, y: best.y, size: 11, anchor: best.anchor, style: style)
        return true
    }

    /// Right, left, above, below, and between.
    private static let directions: [(Double, Double, Canvas.Anchor)] = [
        (1, 0, .start), (0.8, -0.8, .start), (0.8, 0.8, .start), (-1, 0, .end), (-0.8, -0.8, .end), (-0.8, 0.8, .end),
        (0, -1.1, .middle), (0, 1.1, .middle),
    ]

    /// Points along a line, a few pixels apart.
    static func along(_ points: [Canvas.Point]) -> [Canvas.Point] {
        var result = Array(points.prefix(1))
        for (from, to) in zip(points, points.dropFirst()) {
            let length = max(abs(to.x - from.x), abs(to.y - from.y))
            let parts = max(1, Int(length / 5))
            result += (1...parts).map { part in
                let share = Double(part) / Double(parts)
                return .init(x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share)
            }
        }
        return result
    }
}
