/// Bars made of parts, one below the other: energy by component or by cause, of one run or of several scenarios.
/// Negative parts lie to the left of zero. The total stands at a bar's end, with its range where one is given.
package struct StackedBars: Chart {
    package struct Bar: Sendable, Hashable {
        package var name: String
        /// One number a part, in base units; numbers that are not finite count as absent.
        package var values: [Double]
        /// The range of the total.
        package var low: Double?
        package var high: Double?

        package init(_ name: String, _ values: [Double], low: Double? = nil, high: Double? = nil) {
            (self.name, self.values, self.low, self.high) = (name, values, low, high)
        }

        var total: Double { values.reduce(0) { $1.isFinite && abs($1) <= 1e300 ? $0 + $1 : $0 } }
    }

    package var title: String
    package var axis: Axis
    /// Names of the parts in the order of drawing.
    package var parts: [String]
    package var bars: [Bar]

    /// - Precondition: each bar has as many values as there are parts.
    package init(title: String, axis: Axis, parts: [String], bars: [Bar]) {
        precondition(bars.allSatisfy { $0.values.count == parts.count }, "a bar has one value for each part")
        (self.title, self.axis, self.parts, self.bars) = (title, axis, parts, bars)
        self.axis.includesZero = true
        self.axis.kind = .linear
    }

    package var summary: String {
        let unit = fitted.unit
        let told = bars.prefix(6).map { bar in
            let largest = bar.values.indices.filter { bar.values[$0].isFinite }.max { bar.values[$0] < bar.values[$1] }
            let part = largest.map { ", most of it \(parts[$0]) with \(unit.text(bar.values[$0]))" } ?? ""
            return "\(bar.name): \(unit.text(bar.total, low: bar.low, high: bar.high))\(part)"
        }
        let more = bars.count > 6 ? " And \(bars.count - 6) more." : ""
        return "Stacked bars of \(axis.title) by \(parts.count) parts. \(told.joined(separator: "; ")).\(more)"
    }

    package var table: ChartTable {
        let unit = fitted.unit
        let ranged = bars.contains { $0.low != nil && $0.high != nil }
        let numbers = { (value: Double?) in value.map { Digits.plain(unit.scaled($0)) } ?? Digits.none }
        return ChartTable(
            header: [unit.title(axis.title)] + parts + ["total"] + (ranged ? ["total, low", "total, high"] : []),
            rows: bars.map { bar in
                [bar.name] + bar.values.map(numbers) + [numbers(bar.total)]
                    + (ranged ? [numbers(bar.low), numbers(bar.high)] : [])
            })
    }

    private var fitted: FittedAxis {
        let sums = bars.flatMap { bar -> [Double] in
            let shown = bar.values.filter(axis.shows)
            return [shown.filter { $0 < 0 }.reduce(0, +), shown.filter { $0 > 0 }.reduce(0, +)]
                + [bar.low, bar.high].compactMap { $0 }
        }
        return axis.fitted(to: sums)
    }

    package func draw(on canvas: inout Canvas, from top: Double) {
        guard bars.contains(where: { $0.values.contains(where: self.axis.shows) }) else {
            return canvas.sayNothing(from: top)
        }
        let axis = fitted
        let shown = parts.indices.filter { part in bars.contains { $0.values[part].isFinite && $0.values[part] != 0 } }
        var entries = shown.map { (name: parts[$0], sample: Legend.Sample.area(.series($0))) }
        if bars.contains(where: { $0.low != nil && $0.high != nil }) {
            entries.append(("range of the total", .whisker))
        }
        let start = Legend(entries: entries).draw(on: &canvas, from: top)
        let labels = bars.map { axis.unit.text($0.total) }
        let isRanged = bars.contains { $0.low != nil && $0.high != nil }
        let beyond = zip(bars, labels).map { bar, label in
            let positive = bar.values.filter { self.axis.shows($0) && $0 > 0 }.reduce(0, +)
            return (value: max(positive, bar.high ?? 0), room: TextWidth.of(label, size: 12, bold: true) + 9)
        }
        let frame = BarFrame(
            on: &canvas, from: start + 4, names: bars.map(\.name),
            heights: bars.map { _ in (bars.count == 1 ? 38 : 24) + (isRanged ? 9 : 0) }, axis: axis, beyond: beyond)
        let focusable = bars.count * shown.count <= 60
        for (index, bar) in bars.enumerated() {
            let end = draw(bar, in: frame, row: frame.rows[index], isFocusable: focusable, on: &canvas)
            frame.label(
                [labels[index], axis.unit.number(bar.total)], end: end, begin: frame.left, isLeft: false,
                y: frame.rows[index].middle + 4, bold: true, on: &canvas)
        }
        frame.zero(on: &canvas)
        canvas.height = frame.bottom
    }

    /// - Returns: where the bar and its range end.
    private func draw(
        _ bar: Bar, in frame: BarFrame, row: BarFrame.Row, isFocusable: Bool, on canvas: inout Canvas
    ) -> Double {
        var (below, above) = (0.0, 0.0)
        // A range would not be seen over the hatches.
        let hasRange = bars.contains { $0.low != nil && $0.high != nil }
        let area = BarFrame.Row(top: row.top, bottom: row.bottom - (hasRange ? 9 : 0))
        for (part, value) in bar.values.enumerated() where axis.shows(value) && value != 0 {
            let from = value < 0 ? below : above
            if value < 0 { below += value } else { above += value }
            let (left, right) = (frame.place(min(from, from + value)), frame.place(max(from, from + value)))
            // Neighbours are parted by a line of the ground.
            let gap = right - left > 4 ? 0.5 : 0
            let share = bar.total > 0 && value > 0 ? ", \(Digits.short(value / bar.total * 100)) % of the total" : ""
            let words = "\(bar.name), \(parts[part]): \(frame.fitted.unit.text(value))\(share)"
            canvas.datum(words, isFocusable: isFocusable) { canvas in
                canvas.area(left + gap, area.top, right - gap, area.bottom, tone: .series(part))
                label(
                    part, value, room: right - left - 10, x: (left + right) / 2, y: area.middle + 4, of: frame,
                    on: &canvas)
            }
        }
        var end = frame.place(max(above, 0))
        if let low = bar.low, let high = bar.high, axis.shows(low), axis.shows(high) {
            frame.whisker(low, high, y: row.bottom - 4, on: &canvas)
            end = max(end, frame.place(high))
        }
        return end
    }

    /// The part's name and number, or its number, where one has room.
    private func label(
        _ part: Int, _ value: Double, room: Double, x: Double, y: Double, of frame: BarFrame, on canvas: inout Canvas
    ) {
        let number = Digits.short(frame.fitted.unit.scaled(value))
        let candidates = ["\(parts[part]) \(number)", number]
        guard let text = candidates.first(where: { TextWidth.of($0, size: 11) <= room }) else { return }
        canvas.text(text, x: x, y: y, size: 11, anchor: .middle, style: "t\(Tone.series(part).key)")
    }
}
