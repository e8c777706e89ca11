/// How a line chart is drawn: bands, lines, names at the lines' ends or in a legend, reference lines, marked points.
struct LineDrawing {
    let chart: LineChart
    let width: Double

    private typealias Point = Canvas.Point

    private var height: Double { width < 500 ? 230 : 290 }
    private var pointCount: Int { chart.series.reduce(0) { $0 + $1.points.count } }
    /// Names stand at the lines' ends where there is room for them.
    private var isDirect: Bool { width >= 560 && (2...7).contains(chart.series.count) }

    func draw(on canvas: inout Canvas, from top: Double) {
        let (x, y) = chart.fitted
        var entries: [(name: String, sample: Legend.Sample)] = []
        if !isDirect && chart.series.count > 1 {
            entries = chart.series.enumerated().map { ($1.name, .line($0)) }
        }
        if chart.series.contains(where: { $0.points.contains { $0.low != nil && $0.high != nil } }) {
            entries.append((chart.band, .band))
        }
        let start = Legend(entries: entries).draw(on: &canvas, from: top)
        let names = chart.series.map { TextWidth.cut($0.name, room: width * 0.26, size: 12) }
        let room = isDirect ? names.reduce(0) { max($0, TextWidth.of($1, size: 12)) } + 22 : 16
        let upright = chart.references.filter { $0.direction == .x && chart.x.shows($0.value) }
        let strips = stripRows(
            upright, x.scale(from: PlotFrame.left(of: y, height: height), to: width - room), x.unit)
        let frame = PlotFrame(
            on: &canvas, from: start, x: x, y: y, height: height, rightRoom: room,
            strip: strips.isEmpty ? 0 : Double(strips.count) * 15 + 4)
        for (row, labels) in strips.enumerated() {
            for reference in labels { self.upright(reference, row: row, of: strips.count, in: frame, on: &canvas) }
        }
        let runs = chart.series.map { self.runs($0.points, in: frame) }
        for (index, series) in chart.series.enumerated() { band(series, index, in: frame, on: &canvas) }
        for reference in chart.references where reference.direction == .y {
            canvas.path(line(reference, in: frame), style: "rule dash")
        }
        for index in chart.series.indices { lines(index, runs[index], in: frame, on: &canvas) }
        if isDirect { endNames(names, runs: runs, in: frame, on: &canvas) }
        var obstacles = runs.flatMap { $0 }.flatMap { LabelPlacement.along($0) }
        obstacles += chart.references.flatMap { LabelPlacement.along(line($0, in: frame)) }
        for marker in chart.markers { ring(marker, avoiding: &obstacles, in: frame, on: &canvas) }
        for reference in chart.references where reference.direction == .y {
            level(reference, avoiding: obstacles, in: frame, on: &canvas)
        }
        canvas.height = frame.bottom
    }

    // MARK: Lines

    /// Points with a place, cut where one has none.
    private func runs(_ points: [LineChart.Point], in frame: PlotFrame) -> [[Canvas.Point]] {
        points.reduce(into: [[]]) { runs, point in
            guard let place = frame.point(point.x, point.y) else {
                if runs.last?.isEmpty == false { runs.append([]) }
                return
            }
            runs[runs.count - 1].append(place)
        }.filter { !$0.isEmpty }
    }

    private func lines(_ index: Int, _ runs: [[Canvas.Point]], in frame: PlotFrame, on canvas: inout Canvas) {
        let series = chart.series[index]
        let key = Tone.series(index).key
        let isSingly = pointCount <= 60
        canvas.datum(chart.words(series, frame.x, frame.y), isFocusable: !isSingly) { canvas in
            for run in runs {
                canvas.path(run, style: "line l\(key)", dash: LineStyle.dash(index))
                // A line that is one point long is invisible.
                if run.count == 1 && !isSingly, let point = run.first {
                    LineStyle.marker(index, x: point.x, y: point.y, radius: 2, on: &canvas)
                }
            }
        }
        guard pointCount <= 400 else { return }
        for point in series.points {
            guard let place = frame.point(point.x, point.y) else { continue }
            let words =
                "\(series.name): \(frame.y.unit.text(point.y, low: point.low, high: point.high)) "
                + "at \(frame.x.unit.text(point.x))"
            canvas.datum(words, isFocusable: isSingly) { canvas in
                if isSingly {
                    LineStyle.marker(index, x: place.x, y: place.y, on: &canvas)
                } else {
                    canvas.circle(place.x, place.y, radius: 5, style: "hit")
                }
            }
        }
    }

    private func band(_ series: LineChart.Series, _ index: Int, in frame: PlotFrame, on canvas: inout Canvas) {
        var (lower, upper): ([Canvas.Point], [Canvas.Point]) = ([], [])
        let close = { (canvas: inout Canvas) in
            if lower.count == 1 {
                canvas.line(lower[0].x, lower[0].y, upper[0].x, upper[0].y, style: "rule")
            } else {
                canvas.path(upper + lower.reversed(), closed: true, style: "band f\(Tone.series(index).key)")
            }
            (lower, upper) = ([], [])
        }
        for point in series.points {
            if let low = point.low, let high = point.high, frame.point(point.x, point.y) != nil,
                let bottom = frame.point(point.x, low), let top = frame.point(point.x, high)
            {
                lower.append(bottom)
                upper.append(top)
            } else if !lower.isEmpty {
                close(&canvas)
            }
        }
        if !lower.isEmpty { close(&canvas) }
    }

    /// Names beside the lines' last points, moved apart; a thin line leads to those that had to move.
    private func endNames(_ names: [String], runs: [[[Canvas.Point]]], in frame: PlotFrame, on canvas: inout Canvas) {
        var labels = names.indices.compactMap { index -> (index: Int, end: Canvas.Point, y: Double)? in
            runs[index].last?.last.map { (index, $0, $0.y) }
        }.sorted { ($0.y, $0.index) < ($1.y, $1.index) }
        let step = 15.0
        for index in labels.indices.dropFirst() { labels[index].y = max(labels[index].y, labels[index - 1].y + step) }
        let floor = frame.upwards.from
        for index in labels.indices.reversed() {
            let limit = index == labels.count - 1 ? floor : labels[index + 1].y - step
            labels[index].y = min(labels[index].y, limit)
        }
        for label in labels {
            let x = frame.right + 18
            let isNear = abs(label.y - label.end.y) < 3 && label.end.x > frame.right - 2
            if !isNear {
                canvas.path(
                    [label.end, .init(x: frame.right + 4, y: label.end.y), .init(x: x - 3, y: label.y)], style: "grid")
            }
            canvas.text(names[label.index], x: x, y: label.y + 4, style: "m\(Tone.series(label.index).key)")
        }
    }

    // MARK: References and markers

    /// Upright reference lines by the row in which their labels have room.
    private func stripRows(
        _ references: [LineChart.Reference], _ scale: Scale, _ unit: ChosenUnit
    ) -> [[LineChart.Reference]] {
        var rows: [(ends: [Canvas.Box], references: [LineChart.Reference])] = []
        for reference in references.sorted(by: { $0.value < $1.value }) {
            let box = labelBox(reference, at: scale.clamped(unit.scaled(reference.value)), y: 0)
            let wide = Canvas.Box(left: box.left - 10, top: box.top, right: box.right + 10, bottom: box.bottom)
            if let row = rows.indices.first(where: { !rows[$0].ends.contains { $0.meets(wide) } }) {
                rows[row].ends.append(box)
                rows[row].references.append(reference)
            } else {
                rows.append(([box], [reference]))
            }
        }
        return rows.map(\.references)
    }

    /// The ends of a reference line; none if it has no place.
    private func line(_ reference: LineChart.Reference, in frame: PlotFrame) -> [Canvas.Point] {
        switch reference.direction {
        case .x:
            guard chart.x.shows(reference.value) else { return [] }
            let x = frame.across.clamped(frame.x.unit.scaled(reference.value))
            return [.init(x: x, y: frame.top), .init(x: x, y: frame.upwards.from)]
        case .y:
            guard chart.y.shows(reference.value) else { return [] }
            let y = frame.upwards.clamped(frame.y.unit.scaled(reference.value))
            return [.init(x: frame.left, y: y), .init(x: frame.right, y: y)]
        }
    }

    private func shortLabel(_ reference: LineChart.Reference) -> String {
        TextWidth.cut(reference.label, room: width - 8, size: 11)
    }

    private func labelBox(_ reference: LineChart.Reference, at x: Double, y: Double) -> Canvas.Box {
        let half = TextWidth.of(shortLabel(reference), size: 11) / 2
        let middle = min(max(x, half + 2), width - half - 2)
        return Canvas.box(shortLabel(reference), x: middle, y: y, size: 11, anchor: .middle)
    }

    private func upright(
        _ reference: LineChart.Reference, row: Int, of count: Int, in frame: PlotFrame, on canvas: inout Canvas
    ) {
        let place = frame.across.clamped(frame.x.unit.scaled(reference.value))
        let y = frame.top - 8 - Double(count - 1 - row) * 15
        canvas.line(place, y + 4, place, frame.upwards.from, style: "rule dash")
        let box = labelBox(reference, at: place, y: y)
        guard canvas.isFree(box) else { return }
        canvas.text(
            shortLabel(reference), x: (box.left + box.right) / 2, y: y, size: 11, anchor: .middle, style: "halo")
    }

    /// The name of a level line, above or below it, where it covers least.
    private func level(
        _ reference: LineChart.Reference, avoiding obstacles: [Canvas.Point], in frame: PlotFrame,
        on canvas: inout Canvas
    ) {
        guard chart.y.shows(reference.value), let place = frame.upwards.place(frame.y.unit.scaled(reference.value))
        else { return }
        let label = TextWidth.cut(reference.label, room: frame.right - frame.left - 8, size: 11)
        let width = TextWidth.of(label, size: 11)
        var best: (hits: Int, x: Double, y: Double)?
        let middle = (frame.left + frame.right - width) / 2
        for x in [frame.right - width - 4, frame.left + 4, middle] {
            for y in [place - 5, place + 13] {
                let box = Canvas.box(label, x: x, y: y, size: 11)
                guard canvas.isFree(box), box.top > frame.top - 12, box.bottom < frame.upwards.from else { continue }
                let hits = obstacles.count(where: box.holds)
                if best.map({ hits < $0.hits }) ?? true { best = (hits, x, y) }
            }
        }
        guard let best else { return }
        canvas.text(label, x: best.x, y: best.y, size: 11, style: "halo")
    }

    private func ring(
        _ marker: LineChart.Marker, avoiding obstacles: inout [Canvas.Point], in frame: PlotFrame,
        on canvas: inout Canvas
    ) {
        guard let point = frame.point(marker.x, marker.y) else { return }
        let words = "\(marker.label): \(frame.y.unit.text(marker.y)) at \(frame.x.unit.text(marker.x))"
        canvas.datum(words, isFocusable: chart.markers.count <= 20) { canvas in
            canvas.circle(point.x, point.y, radius: 7, style: "rule ring")
            let label = TextWidth.cut(marker.label, room: (frame.right - frame.left) * 0.7, size: 11)
            _ = LabelPlacement.draw(
                label, beside: point, avoiding: &obstacles, in: frame, on: &canvas, distance: 12)
        }
    }
}
