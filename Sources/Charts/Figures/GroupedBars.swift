/// Bars side by side: one group a scenario, one bar a quantity, with ranges where they are given.
package struct GroupedBars: Chart {
    package struct Value: Sendable, Hashable {
        /// In base units.
        package var value: Double
        package var low: Double?
        package var high: Double?

        package init(_ value: Double, low: Double? = nil, high: Double? = nil) {
            (self.value, self.low, self.high) = (value, low, high)
        }
    }

    package struct Series: Sendable, Hashable {
        package var name: String
        /// One a group; nil where there is none.
        package var values: [Value?]

        package init(_ name: String, _ values: [Value?]) { (self.name, self.values) = (name, values) }
    }

    package var title: String
    package var axis: Axis
    package var groups: [String]
    package var series: [Series]

    /// - Precondition: each series has as many values as there are groups.
    package init(title: String, axis: Axis, groups: [String], series: [Series]) {
        precondition(series.allSatisfy { $0.values.count == groups.count }, "a series has one value for each group")
        (self.title, self.axis, self.groups, self.series) = (title, axis, groups, series)
        self.axis.includesZero = true
        self.axis.kind = .linear
    }

    private var fitted: FittedAxis {
        axis.fitted(to: series.flatMap(\.values).flatMap { [$0?.value, $0?.low, $0?.high].compactMap { $0 } })
    }

    package var summary: String {
        let unit = fitted.unit
        let told = series.prefix(4).map { series in
            let known = groups.indices.compactMap { group in
                series.values[group].flatMap { axis.shows($0.value) ? (groups[group], $0.value) : nil }
            }
            guard let low = known.min(by: { $0.1 < $1.1 }), let high = known.max(by: { $0.1 < $1.1 }) else {
                return "\(series.name): no data"
            }
            return "\(series.name): from \(unit.text(low.1)) (\(low.0)) to \(unit.text(high.1)) (\(high.0))"
        }
        return "Bars of \(axis.title) for \(groups.count) groups. \(told.joined(separator: "; "))."
    }

    package var table: ChartTable {
        let unit = fitted.unit
        let number = { (value: Double?) in value.map { Digits.plain(unit.scaled($0)) } ?? Digits.none }
        let ranged = series.map { $0.values.contains { $0?.low != nil && $0?.high != nil } }
        return ChartTable(
            header: [unit.title(axis.title)]
                + zip(series, ranged).flatMap { series, ranged in
                    [series.name] + (ranged ? ["\(series.name), low", "\(series.name), high"] : [])
                },
            rows: groups.indices.map { group in
                [groups[group]]
                    + zip(series, ranged).flatMap { series, ranged in
                        let value = series.values[group]
                        return [number(value?.value)] + (ranged ? [number(value?.low), number(value?.high)] : [])
                    }
            })
    }

    package func draw(on canvas: inout Canvas, from top: Double) {
        let values = series.flatMap(\.values)
        guard values.contains(where: { $0.map { self.axis.shows($0.value) } ?? false }) else {
            return canvas.sayNothing(from: top)
        }
        let axis = fitted
        var entries =
            series.count > 1
            ? series.enumerated().map { (name: $1.name, sample: Legend.Sample.area(.series($0))) } : []
        if values.contains(where: { $0?.low != nil && $0?.high != nil }) { entries.append(("range", .whisker)) }
        let start = Legend(entries: entries).draw(on: &canvas, from: top)
        let room = values.compactMap { $0 }.reduce(0) { max($0, TextWidth.of(axis.unit.text($1.value), size: 11)) } + 14
        let beyond = values.compactMap { $0 }.map { value in
            (value: max(value.value, value.high ?? 0, 0), room: TextWidth.of(axis.unit.text(value.value), size: 11) + 8)
        }
        let hasNegative = values.contains { ($0?.value ?? 0) < 0 }
        let thick = series.count == 1 ? 22.0 : 17
        let frame = BarFrame(
            on: &canvas, from: start + 4, names: groups, heights: groups.map { _ in Double(series.count) * thick },
            axis: axis, leftRoom: hasNegative ? room : 0, beyond: beyond)
        for group in groups.indices {
            let row = frame.rows[group]
            let first = row.middle - Double(series.count) * thick / 2
            for (index, series) in series.enumerated() {
                guard let value = series.values[group], self.axis.shows(value.value) else { continue }
                let words =
                    (self.series.count > 1 ? "\(groups[group]), \(series.name)" : groups[group])
                    + ": \(axis.unit.text(value.value, low: value.low, high: value.high))"
                canvas.datum(words, isFocusable: values.count <= 60) { canvas in
                    bar(value, tone: .series(index), top: first + Double(index) * thick, thick, in: frame, on: &canvas)
                }
            }
        }
        frame.zero(on: &canvas)
        canvas.height = frame.bottom
    }

    private func bar(
        _ value: Value, tone: Tone, top: Double, _ thick: Double, in frame: BarFrame, on canvas: inout Canvas
    ) {
        let (zero, end) = (frame.place(0), frame.place(value.value))
        canvas.area(zero, top + 1, end, top + thick - 1, tone: tone)
        var (left, right) = (min(zero, end), max(zero, end))
        if let low = value.low, let high = value.high, axis.shows(low), axis.shows(high) {
            frame.whisker(low, high, y: top + thick / 2, on: &canvas)
            (left, right) = (min(left, frame.place(low)), max(right, frame.place(high)))
        }
        let isNegative = value.value < 0
        let unit = frame.fitted.unit
        frame.label(
            [unit.text(value.value), unit.number(value.value)], end: isNegative ? left : right,
            begin: isNegative ? right : left, isLeft: isNegative, y: top + thick / 2 + 4, size: 11, on: &canvas)
    }
}
