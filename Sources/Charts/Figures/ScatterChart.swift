/// Points in a plane, such as time against carbon, with the front of those that no other beats in both.
package struct ScatterChart: Chart {
    package struct Point: Sendable, Hashable {
        package var name: String
        /// In base units.
        package var x: Double
        package var y: Double
        package var xRange: ClosedRange<Double>?
        package var yRange: ClosedRange<Double>?
        /// Points of one group share a colour and a shape; nil where there are no groups.
        package var group: String?

        package init(
            _ name: String, _ x: Double, _ y: Double, xRange: ClosedRange<Double>? = nil,
            yRange: ClosedRange<Double>? = nil, group: String? = nil
        ) {
            (self.name, self.x, self.y) = (name, x, y)
            (self.xRange, self.yRange, self.group) = (xRange, yRange, group)
        }
    }

    package var title: String
    package var x: Axis
    package var y: Axis
    package var points: [Point]
    /// Whether to draw the front; less is better on both axes.
    package var hasFront: Bool

    package init(title: String, x: Axis, y: Axis, points: [Point], hasFront: Bool = true) {
        (self.title, self.x, self.y, self.points, self.hasFront) = (title, x, y, points, hasFront)
    }

    private var shown: [Int] { points.indices.filter { x.shows(points[$0].x) && y.shows(points[$0].y) } }

    /// Points for which no other has less of one and not more of the other, by growing x; of equal points the first.
    package var front: [Int] {
        var best = Double.infinity
        return shown.sorted { (points[$0].x, points[$0].y, $0) < (points[$1].x, points[$1].y, $1) }.filter { index in
            guard points[index].y < best else { return false }
            best = points[index].y
            return true
        }
    }

    /// Groups in the order in which they come.
    private var groups: [String] {
        points.reduce(into: []) { groups, point in
            if let group = point.group, !groups.contains(group) { groups.append(group) }
        }
    }

    private func tone(_ point: Point) -> Int { point.group.flatMap { groups.firstIndex(of: $0) } ?? 0 }

    private var fitted: (x: FittedAxis, y: FittedAxis) {
        let shown = shown.map { points[$0] }
        return (
            x.fitted(to: shown.flatMap { [$0.x, $0.xRange?.lowerBound ?? $0.x, $0.xRange?.upperBound ?? $0.x] }),
            y.fitted(to: shown.flatMap { [$0.y, $0.yRange?.lowerBound ?? $0.y, $0.yRange?.upperBound ?? $0.y] })
        )
    }

    private func words(_ point: Point, _ x: FittedAxis, _ y: FittedAxis) -> String {
        let across = x.unit.text(point.x, low: point.xRange?.lowerBound, high: point.xRange?.upperBound)
        let up = y.unit.text(point.y, low: point.yRange?.lowerBound, high: point.yRange?.upperBound)
        return "\(point.name): \(x.axis.title) \(across), \(y.axis.title) \(up)"
    }

    package var summary: String {
        let (x, y) = fitted
        let best = front.prefix(8).map { words(points[$0], x, y) }
        return "\(points.count) points of \(self.y.title) against \(self.x.title)."
            + (hasFront && !best.isEmpty ? " No other is better in both than: \(best.joined(separator: "; "))." : "")
    }

    package var table: ChartTable {
        let (x, y) = fitted
        let best = Set(front)
        let ranged = points.contains { $0.xRange != nil || $0.yRange != nil }
        let number = { (axis: FittedAxis, value: Double?) in
            value.map { Digits.plain(axis.unit.scaled($0)) } ?? Digits.none
        }
        return ChartTable(
            header: ["name"] + (groups.isEmpty ? [] : ["group"]) + [x.title, y.title]
                + (ranged ? [x.axis.title, y.axis.title].flatMap { ["\($0), low", "\($0), high"] } : [])
                + (hasFront ? ["on the front"] : []),
            rows: points.indices.map { index in
                let point = points[index]
                let ranges = [
                    number(x, point.xRange?.lowerBound), number(x, point.xRange?.upperBound),
                    number(y, point.yRange?.lowerBound), number(y, point.yRange?.upperBound),
                ]
                return [point.name] + (groups.isEmpty ? [] : [point.group ?? Digits.none])
                    + [number(x, point.x), number(y, point.y)] + (ranged ? ranges : [])
                    + (hasFront ? [best.contains(index) ? "yes" : "no"] : [])
            })
    }

    package func draw(on canvas: inout Canvas, from top: Double) {
        guard !shown.isEmpty else { return canvas.sayNothing(from: top) }
        let (x, y) = fitted
        let best = hasFront ? front : []
        var entries = groups.enumerated().map { (name: $1, sample: Legend.Sample.marker($0)) }
        if shown.contains(where: { points[$0].xRange != nil || points[$0].yRange != nil }) {
            entries.append(("range", .whisker))
        }
        let start = Legend(entries: entries).draw(on: &canvas, from: top)
        let frame = PlotFrame(
            on: &canvas, from: start, x: x, y: y, height: canvas.width < 500 ? 260 : 320, rightRoom: 20)
        let places = points.map { frame.point($0.x, $0.y) }
        let steps = frontLine(best.compactMap { places[$0] }, in: frame)
        if steps.count > 1 { canvas.path(steps, style: "rule dash") }
        for index in shown { ranges(points[index], in: frame, on: &canvas) }
        for index in shown {
            guard let place = places[index] else { continue }
            let note = best.contains(index) ? ", on the front" : ""
            canvas.datum(words(points[index], x, y) + note, isFocusable: shown.count <= 60) { canvas in
                LineStyle.marker(tone(points[index]), x: place.x, y: place.y, radius: 5, on: &canvas)
                if best.contains(index) { canvas.circle(place.x, place.y, radius: 9, style: "rule ring") }
            }
        }
        // A marker is as wide as a name is high: its sides are obstacles too, and those of the rings.
        var obstacles =
            LabelPlacement.along(steps)
            + shown.flatMap { index -> [Canvas.Point] in
                guard let place = places[index] else { return [] }
                let r = best.contains(index) ? 8.0 : 5
                let sides = [(0, 0), (-r, 0), (r, 0), (0, -r), (0, r), (-r, -r), (r, -r), (-r, r), (r, r)]
                return sides.map { .init(x: place.x + $0.0, y: place.y + $0.1) }
            }
        // The front's names first: they matter most.
        for index in best + shown.filter({ !best.contains($0) }) {
            guard let place = places[index] else { continue }
            let name = TextWidth.cut(points[index].name, room: canvas.width * 0.4, size: 11)
            _ = LabelPlacement.draw(
                name, beside: place, avoiding: &obstacles, in: frame, on: &canvas,
                distance: best.contains(index) ? 14 : 10, limit: 4)
        }
        canvas.height = frame.bottom
    }

    /// The edge of what the front beats: right, then down, from point to point.
    private func frontLine(_ places: [Canvas.Point], in frame: PlotFrame) -> [Canvas.Point] {
        zip(places, places.dropFirst()).reduce(into: Array(places.prefix(1))) { line, pair in
            line += [.init(x: pair.1.x, y: pair.0.y), pair.1]
        }
    }

    private func ranges(_ point: Point, in frame: PlotFrame, on canvas: inout Canvas) {
        if let range = point.xRange, let from = frame.point(range.lowerBound, point.y),
            let to = frame.point(range.upperBound, point.y)
        {
            canvas.line(from.x, from.y, to.x, to.y, style: "axis")
        }
        if let range = point.yRange, let from = frame.point(point.x, range.lowerBound),
            let to = frame.point(point.x, range.upperBound)
        {
            canvas.line(from.x, from.y, to.x, to.y, style: "axis")
        }
    }
}
