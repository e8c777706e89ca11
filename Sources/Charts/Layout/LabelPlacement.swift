/// Places for the names of points.
enum LabelPlacement {
    /// Draws a text beside a point, where it touches no other text and covers the fewest obstacles.
    ///
    /// - Parameters:
    ///   - obstacles: places of lines and other points; what leads from a point to a name further away joins them.
    ///   - frame: what the text must stay in.
    ///   - limit: how many obstacles it may cover.
    /// - Returns: false if there is no place; nothing is drawn.
    static func draw(
        _ text: String, beside point: Canvas.Point, avoiding obstacles: inout [Canvas.Point], in frame: PlotFrame,
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
                let isFar = reach > distance
                let crossed = isFar ? leader(from: point, to: box) : []
                if crossed.contains(where: { spot in canvas.texts.contains { $0.box.holds(spot) } }) { continue }
                if best.map({ hits < $0.hits }) ?? true { best = (hits, x, y, anchor, isFar) }
            }
        }
        guard let best else { return false }
        if best.isFar {
            let box = Canvas.box(text, x: best.x, y: best.y, size: 11, anchor: best.anchor)
            let spots = leader(from: point, to: box)
            canvas.path([point] + spots.suffix(1), style: "axis")
            // More than any limit, so that no later name covers it.
            obstacles += spots.flatMap { Array(repeating: $0, count: 5) }
        }
        canvas.text(text, x: best.x, y: best.y, size: 11, anchor: best.anchor, style: style)
        return true
    }

    /// Points along the line from a point to the nearest place of its name.
    private static func leader(from point: Canvas.Point, to box: Canvas.Box) -> [Canvas.Point] {
        let near = Canvas.Point(
            x: min(max(point.x, box.left - 2), box.right + 2), y: min(max(point.y, box.top - 1), box.bottom + 1))
        return along([point, near])
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
