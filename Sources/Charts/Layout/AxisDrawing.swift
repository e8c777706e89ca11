/// Axes with their ticks, grid and title.
enum AxisDrawing {
    /// Ticks whose labels stand apart along a horizontal axis, and where those stand.
    private static func spread(_ fitted: FittedAxis, _ scale: Scale, within width: Double) -> [(
        x: Double, label: Canvas.Box, text: String
    )] {
        var count = max(1, Int(abs(scale.to - scale.from) / 50))
        while true {
            let placed = fitted.ticks(count).compactMap { tick -> (x: Double, label: Canvas.Box, text: String)? in
                guard let x = scale.place(tick.value) else { return nil }
                let half = TextWidth.of(tick.label, size: 11) / 2
                let middle = min(max(x, half + 1), width - half - 1)
                return (x, Canvas.box(tick.label, x: middle, y: 0, size: 11, anchor: .middle), tick.label)
            }
            let isClear = zip(placed, placed.dropFirst()).allSatisfy { $0.label.right + 8 <= $1.label.left }
            if isClear { return placed }
            guard count > 1 else {
                // Given ticks, and decades, cannot be made fewer otherwise.
                return placed.reduce(into: []) { kept, tick in
                    if let last = kept.last, last.label.right + 8 > tick.label.left { return }
                    kept.append(tick)
                }
            }
            count -= 1
        }
    }

    /// A horizontal axis: grid lines from `top` to `bottom`, labels and the title below.
    ///
    /// - Returns: the first free pixel below.
    static func horizontal(
        _ fitted: FittedAxis, _ scale: Scale, on canvas: inout Canvas, top: Double, bottom: Double
    ) -> Double {
        for tick in spread(fitted, scale, within: canvas.width) {
            canvas.line(tick.x, top, tick.x, bottom + 4, style: "grid")
            canvas.text(
                tick.text, x: (tick.label.left + tick.label.right) / 2, y: bottom + 17, size: 11, anchor: .middle,
                style: "muted")
        }
        guard !fitted.title.isEmpty else { return bottom + 24 }
        let title = TextWidth.cut(fitted.title, room: canvas.width - 4, size: 12)
        let half = TextWidth.of(title, size: 12) / 2
        let middle = min(max((scale.from + scale.to) / 2, half + 1), canvas.width - half - 1)
        canvas.text(title, x: middle, y: bottom + 35, anchor: .middle)
        return bottom + 42
    }

    /// Ticks of a vertical axis that stand a line apart.
    static func stacked(_ fitted: FittedAxis, _ scale: Scale) -> [(y: Double, text: String)] {
        let placed = fitted.ticks(max(2, Int(abs(scale.to - scale.from) / 48))).compactMap { tick in
            scale.place(tick.value).map { (y: $0, text: tick.label) }
        }
        return placed.reduce(into: []) { kept, tick in
            if let last = kept.last, abs(last.y - tick.y) < 15 { return }
            kept.append(tick)
        }
    }
}
