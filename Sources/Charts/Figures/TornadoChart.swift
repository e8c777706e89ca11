/// What a result becomes when one assumption at a time goes to its ends; the widest on top.
package struct TornadoChart: Chart {
    package struct Factor: Sendable, Hashable {
        package var name: String
        /// The result, in base units, with the assumption at its low and at its high end.
        package var atLow: Double
        package var atHigh: Double
        /// The assumption's ends as text, such as `0.15` and `0.8`.
        package var lowEnd: String
        package var highEnd: String

        package init(_ name: String, atLow: Double, atHigh: Double, lowEnd: String = "low", highEnd: String = "high") {
            (self.name, self.atLow, self.atHigh) = (name, atLow, atHigh)
            (self.lowEnd, self.highEnd) = (lowEnd, highEnd)
        }

        var width: Double { abs(atHigh - atLow) }
    }

    package var title: String
    package var axis: Axis
    /// The result with every assumption at its central value, in base units.
    package var center: Double
    /// As given; drawn by width, equals in the order given.
    package var factors: [Factor]

    package init(title: String, axis: Axis, center: Double, factors: [Factor]) {
        (self.title, self.axis, self.center, self.factors) = (title, axis, center, factors)
        self.axis.kind = .linear
    }

    private var shown: [Factor] {
        factors.filter { axis.shows($0.atLow) && axis.shows($0.atHigh) }.enumerated()
            .sorted { ($1.element.width, $0.offset) < ($0.element.width, $1.offset) }.map(\.element)
    }

    private var fitted: FittedAxis { axis.fitted(to: shown.flatMap { [$0.atLow, $0.atHigh] } + [center]) }

    package var summary: String {
        let unit = fitted.unit
        let told = shown.prefix(5).map {
            "\($0.name) (\($0.lowEnd) to \($0.highEnd)): \(unit.text($0.atLow)) to \(unit.text($0.atHigh))"
        }
        return "Sensitivity of \(axis.title), \(unit.text(center)) at the central values. "
            + "Widest first: \(told.isEmpty ? "none" : told.joined(separator: "; "))."
    }

    package var table: ChartTable {
        let unit = fitted.unit
        let number = { (value: Double) in Digits.plain(unit.scaled(value)) }
        let left = factors.filter { !axis.shows($0.atLow) || !axis.shows($0.atHigh) }
        return ChartTable(
            header: [
                "assumption", "low end", "high end", unit.title("\(axis.title) at low end"), unit.title("at high end"),
            ],
            rows: [["central values", Digits.none, Digits.none, number(center), number(center)]]
                + (shown + left).map { [$0.name, $0.lowEnd, $0.highEnd, number($0.atLow), number($0.atHigh)] })
    }

    package func draw(on canvas: inout Canvas, from top: Double) {
        let factors = shown
        guard self.axis.shows(center), !factors.isEmpty else { return canvas.sayNothing(from: top) }
        let axis = fitted
        let start = Legend(entries: [
            ("assumption at its low end", .area(.series(3))), ("at its high end", .area(.series(0))),
        ]).draw(on: &canvas, from: top)
        let room =
            factors.reduce(0) {
                max($0, TextWidth.of($1.lowEnd, size: 11), TextWidth.of($1.highEnd, size: 11))
            } + 12
        let frame = BarFrame(
            on: &canvas, from: start + 22, names: factors.map(\.name), heights: factors.map { _ in 22 }, axis: axis,
            leftRoom: room, rightRoom: room)
        let middle = frame.place(center)
        for (factor, row) in zip(factors, frame.rows) {
            let words =
                "\(factor.name): \(axis.unit.text(factor.atLow)) at \(factor.lowEnd), "
                + "\(axis.unit.text(factor.atHigh)) at \(factor.highEnd)"
            canvas.datum(words, isFocusable: factors.count <= 60) { canvas in
                draw(factor, from: middle, row: row, in: frame, on: &canvas)
            }
        }
        if let first = frame.rows.first, let last = frame.rows.last {
            canvas.line(middle, first.top - 6, middle, last.bottom + 4, style: "rule")
            let label = axis.unit.text(center)
            let half = TextWidth.of(label, size: 12, bold: true) / 2
            let place = min(max(middle, half + 1), canvas.width - half - 1)
            canvas.text(label, x: place, y: first.top - 11, anchor: .middle, bold: true)
        }
        canvas.height = frame.bottom
    }

    /// Both ends; an assumption that moves the result to one side only has both bars on that side, the shorter on top.
    private func draw(
        _ factor: Factor, from middle: Double, row: BarFrame.Row, in frame: BarFrame, on canvas: inout Canvas
    ) {
        let (low, high) = (frame.place(factor.atLow), frame.place(factor.atHigh))
        let isLowFirst = abs(low - middle) >= abs(high - middle)
        let bars = [(low, Tone.series(3)), (high, Tone.series(0))]
        for (end, tone) in isLowFirst ? bars : bars.reversed() {
            canvas.area(middle, row.top, end, row.bottom, tone: tone)
        }
        let (left, right) = low <= high ? (factor.lowEnd, factor.highEnd) : (factor.highEnd, factor.lowEnd)
        let ends = (min(low, high, middle), max(low, high, middle))
        canvas.text(
            TextWidth.cut(left, room: ends.0 - 5 - (frame.left - 8), size: 11), x: ends.0 - 5, y: row.middle + 4,
            size: 11, anchor: .end, style: "muted")
        canvas.text(
            TextWidth.cut(right, room: canvas.width - ends.1 - 6, size: 11), x: ends.1 + 5, y: row.middle + 4, size: 11,
            style: "muted")
    }
}
