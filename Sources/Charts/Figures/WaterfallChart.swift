/// The way from one number to another in named steps, each up or down: from the ideal network to the actual one, say.
/// The end is the start and all steps.
package struct WaterfallChart: Chart {
    package struct Step: Sendable, Hashable {
        package var name: String
        /// What it adds, in base units; negative if it takes away. Steps that are not finite add nothing.
        package var change: Double
        package var low: Double?
        package var high: Double?

        package init(_ name: String, _ change: Double, low: Double? = nil, high: Double? = nil) {
            (self.name, self.change, self.low, self.high) = (name, change, low, high)
        }
    }

    package var title: String
    package var axis: Axis
    package var start: (name: String, value: Double)
    package var steps: [Step]
    package var end: String

    package init(title: String, axis: Axis, start: (name: String, value: Double), steps: [Step], end: String) {
        (self.title, self.axis, self.start, self.steps, self.end) = (title, axis, start, steps, end)
        self.axis.includesZero = true
        self.axis.kind = .linear
    }

    private func counted(_ value: Double) -> Double { axis.shows(value) ? value : 0 }

    /// What is reached at the start and after each step.
    private var levels: [Double] {
        steps.reduce(into: [counted(start.value)]) { $0.append(($0.last ?? 0) + counted($1.change)) }
    }

    /// The number at the end.
    package var endValue: Double { levels.last ?? 0 }

    private var fitted: FittedAxis {
        let ranges = zip(steps, levels).flatMap { step, level in
            [step.low, step.high].compactMap { $0.map { level + $0 } }
        }
        return axis.fitted(to: levels + ranges)
    }

    package var summary: String {
        let unit = fitted.unit
        let told = steps.map { "\($0.name) \(unit.signed($0.change))" }
        return "Waterfall of \(axis.title) from \(start.name), \(unit.text(start.value)), "
            + "to \(end), \(unit.text(endValue)): \(told.joined(separator: ", "))."
    }

    package var table: ChartTable {
        let unit = fitted.unit
        let number = { (value: Double?) in value.map { Digits.plain(unit.scaled($0)) } ?? Digits.none }
        let rows = zip(steps, levels.dropFirst()).map { step, level in
            [step.name, number(step.change), number(step.low), number(step.high), number(level)]
        }
        return ChartTable(
            header: ["step", unit.title("change"), "change, low", "change, high", unit.title(axis.title)],
            rows: [[start.name, Digits.none, Digits.none, Digits.none, number(start.value)]] + rows
                + [[end, Digits.none, Digits.none, Digits.none, number(endValue)]])
    }

    package func draw(on canvas: inout Canvas, from top: Double) {
        guard self.axis.shows(start.value) || steps.contains(where: { self.axis.shows($0.change) }) else {
            return canvas.sayNothing(from: top)
        }
        let axis = fitted
        let levels = levels
        let labels =
            [axis.unit.text(start.value)] + steps.map { axis.unit.signed($0.change) }
            + [axis.unit.text(endValue)]
        let beyond = labels.indices.map { index in
            let level = levels[min(index, levels.count - 1)]
            let high = steps.indices.contains(index - 1) ? levels[index - 1] + (steps[index - 1].high ?? 0) : level
            let from = index == 0 || index > steps.count ? level : levels[index - 1]
            return (value: max(level, from, high), room: TextWidth.of(labels[index], size: 12, bold: true) + 9)
        }
        let room = beyond.reduce(0) { max($0, $1.room) } + 5
        var entries: [(name: String, sample: Legend.Sample)] = [
            ("total", .area(Self.total)), ("adds", .area(Self.more)), ("takes away", .area(Self.less)),
        ]
        if steps.allSatisfy({ counted($0.change) >= 0 }) { entries.remove(at: 2) }
        if steps.contains(where: { $0.low != nil && $0.high != nil }) {
            entries.append(("range of the step", .whisker))
        }
        let first = Legend(entries: entries).draw(on: &canvas, from: top)
        let names = [start.name] + steps.map(\.name) + [end]
        let frame = BarFrame(
            on: &canvas, from: first + 4, names: names, heights: names.map { _ in 24 }, axis: axis,
            leftRoom: axis.low < 0 ? room : 0, beyond: beyond)
        for index in names.indices {
            let isTotal = index == 0 || index == names.count - 1
            let level = levels[min(index, levels.count - 1)]
            let from = isTotal ? 0 : levels[index - 1]
            let words =
                "\(names[index]): \(labels[index])"
                + (isTotal ? "" : ", then \(axis.unit.text(level))")
            canvas.datum(words, isFocusable: names.count <= 60) { canvas in
                bar(index, from: from, to: level, isTotal: isTotal, label: labels[index], in: frame, on: &canvas)
            }
            guard index < names.count - 1 else { continue }
            let place = frame.place(level)
            canvas.line(place, frame.rows[index].bottom, place, frame.rows[index + 1].top, style: "axis dash")
        }
        frame.zero(on: &canvas)
        canvas.height = frame.bottom
    }

    private static let total = Tone.series(0)
    private static let more = Tone.series(4)
    private static let less = Tone.series(2)

    private func bar(
        _ index: Int, from: Double, to: Double, isTotal: Bool, label: String, in frame: BarFrame,
        on canvas: inout Canvas
    ) {
        let row = frame.rows[index]
        let tone = isTotal ? Self.total : to >= from ? Self.more : Self.less
        let (begin, end) = (frame.place(from), frame.place(to))
        canvas.area(begin, row.top, end, row.bottom, tone: tone)
        // What rounds to nothing is still a step.
        if abs(end - begin) < 0.5 { canvas.line(end, row.top, end, row.bottom, style: "rule") }
        var (left, right) = (min(begin, end), max(begin, end))
        if !isTotal, let low = steps[index - 1].low, let high = steps[index - 1].high, axis.shows(low), axis.shows(high)
        {
            frame.whisker(from + low, from + high, y: row.middle, on: &canvas)
            left = min(left, frame.place(from + low))
            right = max(right, frame.place(from + high))
        }
        let isLeft = isTotal && to < 0
        let number = String(label.prefix { $0 != " " })
        frame.label(
            label.contains("×") ? [label] : [label, number], end: isLeft ? left : right, begin: isLeft ? right : left,
            isLeft: isLeft, y: row.middle + 4, style: "halo", bold: isTotal, on: &canvas)
    }
}
