/// A plane with an axis at the left and one below.
struct PlotFrame {
    let x: FittedAxis
    let y: FittedAxis
    /// Take numbers in the axes' units.
    let across: Scale
    let upwards: Scale
    /// The first free pixel below the axis.
    let bottom: Double

    var left: Double { across.from }
    var right: Double { across.to }
    var top: Double { upwards.to }

    /// Draws grid and axes, the upward one's title above it.
    ///
    /// - Parameter strip: pixels to leave free between that title and the plane.
    init(
        on canvas: inout Canvas, from top: Double, x: FittedAxis, y: FittedAxis, height: Double, rightRoom: Double,
        strip: Double = 0
    ) {
        (self.x, self.y) = (x, y)
        let title = TextWidth.cut(y.title, room: canvas.width - 4, size: 12)
        canvas.text(title, x: 0, y: top + 12)
        let ceiling = top + (title.isEmpty ? 8 : 24) + strip
        let floor = ceiling + height
        upwards = y.scale(from: floor, to: ceiling)
        let ticks = AxisDrawing.stacked(y, upwards)
        across = x.scale(from: Self.left(of: y, height: height), to: canvas.width - max(rightRoom, 10))
        bottom = AxisDrawing.horizontal(x, across, on: &canvas, top: ceiling, bottom: floor)
        for tick in ticks {
            canvas.line(across.from - 4, tick.y, across.to, tick.y, style: "grid")
            canvas.text(tick.text, x: across.from - 7, y: tick.y + 4, size: 11, anchor: .end, style: "muted")
        }
        canvas.line(across.from, floor, across.to, floor, style: "axis")
        if y.axis.kind == .linear, y.low < 0, y.high > 0, let zero = upwards.place(0) {
            canvas.line(across.from, zero, across.to, zero, style: "axis")
        }
    }

    /// Where the plane begins, which the labels of the upward axis decide.
    static func left(of y: FittedAxis, height: Double) -> Double {
        let ticks = AxisDrawing.stacked(y, y.scale(from: height, to: 0))
        return ticks.reduce(0) { max($0, TextWidth.of($1.text, size: 11)) } + 10
    }

    /// Where numbers in base units stand; nil if they have no place.
    func point(_ x: Double, _ y: Double) -> Canvas.Point? {
        guard self.x.axis.shows(x), self.y.axis.shows(y) else { return nil }
        guard let across = across.place(self.x.unit.scaled(x)), let up = upwards.place(self.y.unit.scaled(y)) else {
            return nil
        }
        return .init(x: across, y: up)
    }
}
