import Charts

/// Figures with random numbers, names and sizes; the same for the same seed.
struct RandomCharts {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1 }

    private mutating func unit() -> Double {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Double(state >> 11) / 9_007_199_254_740_992
    }

    private mutating func count(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + Int(unit() * Double(range.count))
    }

    private mutating func name() -> String {
        let words = [
            "NDR", "100 Gb/s Ethernet", "bandwidth", "rank 17", "Québec, hydro", "W",
            "carbon_intensity_of_the_grid_now",
        ]
        return (0..<count(1...3)).map { _ in words[count(0...words.count - 1)] }.joined(separator: " ")
    }

    private mutating func number(_ size: Double, signed: Bool) -> Double { (unit() - (signed ? 0.4 : 0)) * size }

    /// One of each kind.
    mutating func all() -> [any Chart] {
        let size = [1e-9, 1e-3, 1, 250, 4e5, 1e12][count(0...5)]
        let signed = unit() < 0.4
        let axis = Axis("emissions per million tokens", [.energy, .mass("CO2e"), .number, .share][count(0...3)])
        let kind: Axis.Kind = unit() < 0.5 ? .linear : .logarithmic
        return [
            stacked(axis, size, signed), grouped(axis, size, signed), waterfall(axis, size),
            lines(axis, kind, size, signed),
            timeline(size), scatter(axis, kind, size), tornado(axis, size, signed),
        ]
    }

    private mutating func stacked(_ axis: Axis, _ size: Double, _ signed: Bool) -> any Chart {
        let parts = (0..<count(1...12)).map { _ in name() }
        let bars = (0..<count(1...6)).map { _ in
            let values = parts.map { _ in number(size, signed: signed) }
            let total = values.reduce(0, +)
            return StackedBars.Bar(name(), values, low: total - size / 3, high: unit() < 0.5 ? nil : total + size / 2)
        }
        return StackedBars(title: name(), axis: axis, parts: parts, bars: bars)
    }

    private mutating func grouped(_ axis: Axis, _ size: Double, _ signed: Bool) -> any Chart {
        let groups = (0..<count(1...6)).map { _ in name() }
        let series = (0..<count(1...4)).map { _ in
            GroupedBars.Series(
                name(),
                groups.map { _ in
                    let value = number(size, signed: signed)
                    return unit() < 0.1 ? nil : .init(value, low: value - size / 5, high: value + size / 4)
                })
        }
        return GroupedBars(title: name(), axis: axis, groups: groups, series: series)
    }

    private mutating func waterfall(_ axis: Axis, _ size: Double) -> any Chart {
        let steps = (0..<count(0...9)).map { _ in
            let change = number(size, signed: true)
            return WaterfallChart.Step(name(), change, low: change - size / 4, high: change + size / 4)
        }
        return WaterfallChart(
            title: name(), axis: axis, start: (name(), number(size, signed: false)), steps: steps, end: name())
    }

    private mutating func lines(_ axis: Axis, _ kind: Axis.Kind, _ size: Double, _ signed: Bool) -> any Chart {
        var up = axis
        up.kind = kind
        let series = (0..<count(1...8)).map { _ in
            LineChart.Series(
                name(),
                (0..<count(1...12)).map { index in
                    let y = number(size, signed: signed)
                    return .init(Double(index) * size + size, y, low: y * 0.9, high: y * 1.2)
                })
        }
        let references = (0..<count(0...4)).map { _ in
            LineChart.Reference(unit() < 0.5 ? .x : .y, at: (unit() + 0.1) * size, name())
        }
        let markers = (0..<count(0...3)).map { _ in
            LineChart.Marker((unit() + 0.1) * 5 * size, (unit() + 0.1) * size, name())
        }
        return LineChart(
            title: name(), x: Axis("nodes", kind: kind), y: up, series: series, references: references, markers: markers
        )
    }

    private mutating func timeline(_ size: Double) -> any Chart {
        let rows = (0..<count(1...70)).map { row in
            var time = 0.0
            return GanttChart.Row(
                "rank \(row)",
                GanttChart.Kind.allCases.map { kind in
                    let start = time
                    time += unit() * size
                    return .init(kind, from: start, to: time)
                })
        }
        return GanttChart(title: name(), rows: rows)
    }

    private mutating func scatter(_ axis: Axis, _ kind: Axis.Kind, _ size: Double) -> any Chart {
        var up = axis
        up.kind = kind
        let points = (0..<count(1...40)).map { _ in
            ScatterChart.Point(
                name(), unit() * size, unit() * size, group: unit() < 0.2 ? nil : "group \(count(1...6))")
        }
        return ScatterChart(title: name(), x: Axis("time", .time, kind: kind), y: up, points: points)
    }

    private mutating func tornado(_ axis: Axis, _ size: Double, _ signed: Bool) -> any Chart {
        let factors = (0..<count(1...9)).map { _ in
            TornadoChart.Factor(
                name(), atLow: number(size, signed: signed), atHigh: number(size, signed: signed), lowEnd: name(),
                highEnd: name())
        }
        return TornadoChart(title: name(), axis: axis, center: number(size, signed: signed), factors: factors)
    }
}
