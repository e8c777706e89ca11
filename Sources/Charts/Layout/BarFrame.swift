/// Rows with a name at the left and a common axis below: what bars of all kinds lie in. Names have their own column, which
/// leaves them readable where columns would have to turn them.
struct BarFrame {
    struct Row {
        let top: Double
        let bottom: Double

        var middle: Double { (top + bottom) / 2 }
    }

    let fitted: FittedAxis
    /// Takes numbers in the axis' unit.
    let scale: Scale
    let rows: [Row]
    /// Where the names end and the bars' own room begins.
    let left: Double
    /// The first free pixel below the axis.
    let bottom: Double

    /// Draws names, grid and axis.
    ///
    /// - Parameters:
    ///   - heights: what the bars of each row need; rows whose names take more lines are higher.
    ///   - leftRoom: for what stands at the left of the lowest number.
    ///   - rightRoom: for what stands at the right of the highest number.
    ///   - beyond: numbers in base units with the room that is needed at their right.
    init(
        on canvas: inout Canvas, from top: Double, names: [String], heights: [Double], axis: FittedAxis,
        leftRoom: Double = 0, rightRoom: Double = 8, beyond: [(value: Double, room: Double)] = []
    ) {
        let widest = names.reduce(0) { max($0, TextWidth.of($1, size: 12)) }
        let column = min(widest, max(84, canvas.width * 0.3))
        left = names.allSatisfy(\.isEmpty) ? 4 : column + 12
        fitted = axis
        let from = left + min(leftRoom, (canvas.width - left) * 0.35)
        let whole = axis.scale(from: 0, to: 1)
        let to = beyond.reduce(canvas.width - max(rightRoom, 8)) { to, end in
            let share = whole.clamped(axis.unit.scaled(end.value))
            return share > 0 ? min(to, from + (canvas.width - end.room - from) / share) : to
        }
        scale = axis.scale(from: from, to: max(to, from + (canvas.width - from) * 0.3))
        var y = top
        var rows: [Row] = []
        let gap = (heights.min() ?? 0) < 14 ? 2.0 : 8
        var labels: [(line: String, y: Double)] = []
        for (name, height) in zip(names, heights) {
            let lines = TextWidth.wrapped(name, room: column + 1, size: 12, lines: 3)
            // Rows thinner than their names share them out.
            let isThin = height < 14
            let tall = isThin ? height : max(height, Double(lines.count) * 14)
            let row = Row(top: y + gap / 2, bottom: y + gap / 2 + tall)
            rows.append(row)
            y = row.bottom + gap / 2
            let first = row.middle - Double(lines.count - 1) * 7 + 4
            if isThin, let last = labels.last, first - last.y < 14 { continue }
            labels += lines.enumerated().map { ($1, first + Double($0) * 14) }
        }
        self.rows = rows
        bottom = AxisDrawing.horizontal(axis, scale, on: &canvas, top: top, bottom: y)
        for label in labels { canvas.text(label.line, x: column, y: label.y, anchor: .end) }
    }

    /// Where a number in base units stands, held within the frame.
    func place(_ value: Double) -> Double { scale.clamped(fitted.unit.scaled(value)) }

    /// Writes the first of some texts that has room beside a bar: beyond its end, or else behind its beginning. None is
    /// written where none has room; the words of the datum still say it.
    ///
    /// - Parameters:
    ///   - end: where the bar and its range end; the text begins there, or ends there if `isLeft`.
    ///   - begin: where the bar begins.
    func label(
        _ texts: [String], end: Double, begin: Double, isLeft: Bool, y: Double, size: Double = 12, style: String = "",
        bold: Bool = false, on canvas: inout Canvas
    ) {
        let places = [(end, isLeft), (begin, !isLeft)]
        for (x, isLeft) in places {
            let place = isLeft ? x - 6 : x + 6
            let anchor = isLeft ? Canvas.Anchor.end : .start
            for text in texts {
                let box = Canvas.box(text, x: place, y: y, size: size, anchor: anchor, bold: bold)
                guard box.left >= left - 8, canvas.isFree(box) else { continue }
                canvas.text(text, x: place, y: y, size: size, anchor: anchor, style: style, bold: bold)
                return
            }
        }
    }

    /// The line at zero, drawn over the bars.
    func zero(on canvas: inout Canvas) {
        guard let first = rows.first, let last = rows.last, fitted.axis.kind == .linear else { return }
        guard fitted.low <= 0 && fitted.high >= 0, let x = scale.place(0) else { return }
        canvas.line(x, first.top - 4, x, last.bottom + 4, style: "axis")
    }

    /// A range as a line with ends, over or beside a bar.
    func whisker(_ low: Double, _ high: Double, y: Double, on canvas: inout Canvas) {
        guard low.isFinite && high.isFinite else { return }
        let (left, right) = (place(low), place(high))
        canvas.line(left, y, right, y, style: "rule")
        for x in [left, right] { canvas.line(x, y - 4, x, y + 4, style: "rule") }
    }
}
