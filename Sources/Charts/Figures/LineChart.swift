/// Lines over a common axis, with bands for ranges, reference lines and marked points.
package struct LineChart: Chart {
    package struct Point: Sendable, Hashable {
        /// In base units; a point without a place interrupts its line.
        package var x: Double
        package var y: Double
        /// The range of y.
        package var low: Double?
        package var high: Double?

        package init(_ x: Double, _ y: Double, low: Double? = nil, high: Double? = nil) {
            (self.x, self.y, self.low, self.high) = (x, y, low, high)
        }
    }

    package struct Series: Sendable, Hashable {
        package var name: String
        /// In the order of drawing.
        package var points: [Point]

        package init(_ name: String, _ points: [Point]) { (self.name, self.points) = (name, points) }
    }

    /// A dashed line through the whole plane at one number.
    package struct Reference: Sendable, Hashable {
        package enum Direction: Sendable, Hashable {
            /// Upright, at a number of the axis below.
            case x
            /// Level, at a number of the axis at the left.
            case y
        }

        package var direction: Direction
        package var value: Double
        package var label: String

        package init(_ direction: Direction, at value: Double, _ label: String) {
            (self.direction, self.value, self.label) = (direction, value, label)
        }
    }

    /// A ring around a point that matters, such as a crossover.
    package struct Marker: Sendable, Hashable {
        package var x: Double
        package var y: Double
        package var label: String

        package init(_ x: Double, _ y: Double, _ label: String) { (self.x, self.y, self.label) = (x, y, label) }
    }

    package var title: String
    package var x: Axis
    package var y: Axis
    package var series: [Series]
    package var references: [Reference]
    package var markers: [Marker]
    /// What the bands are, for the legend.
    package var band: String

    package init(
        title: String, x: Axis, y: Axis, series: [Series], references: [Reference] = [], markers: [Marker] = [],
        band: String = "range"
    ) {
        (self.title, self.x, self.y, self.series) = (title, x, y, series)
        (self.references, self.markers, self.band) = (references, markers, band)
    }

    var fitted: (x: FittedAxis, y: FittedAxis) {
        let points = series.flatMap(\.points).filter { x.shows($0.x) && y.shows($0.y) }
        let lines = { (direction: Reference.Direction) in
            references.filter { $0.direction == direction }.map(\.value)
        }
        return (
            x.fitted(to: points.map(\.x) + lines(.x) + markers.map(\.x), isTight: true),
            y.fitted(to: points.flatMap { [$0.y, $0.low ?? $0.y, $0.high ?? $0.y] } + lines(.y) + markers.map(\.y))
        )
    }

    package var summary: String {
        let (x, y) = fitted
        let told = series.prefix(6).map { words($0, x, y) }
        let lines = references.map { "\($0.label) at \(($0.direction == .x ? x : y).unit.text($0.value))" }
        let points = markers.map { "\($0.label) at \(x.unit.text($0.x)), \(y.unit.text($0.y))" }
        return "Lines of \(self.y.title) against \(self.x.title). "
            + (told + lines + points).map { $0 + "." }.joined(separator: " ")
    }

    /// `name: from 5.5 at 0 to 2.6 at 200, lowest …, highest …`.
    func words(_ series: Series, _ x: FittedAxis, _ y: FittedAxis) -> String {
        let shown = series.points.filter { self.x.shows($0.x) && self.y.shows($0.y) }
        guard let first = shown.first, let last = shown.last else { return "\(series.name): no data" }
        let place = { (point: Point) in "\(y.unit.text(point.y)) at \(x.unit.text(point.x))" }
        guard shown.count > 1 else { return "\(series.name): \(place(first))" }
        let values = shown.map(\.y)
        return "\(series.name): from \(place(first)) to \(place(last)), lowest \(y.unit.text(values.min() ?? 0)), "
            + "highest \(y.unit.text(values.max() ?? 0))"
    }

    package var table: ChartTable {
        let (x, y) = fitted
        let number = { (value: Double?) in value.map { Digits.plain(y.unit.scaled($0)) } ?? Digits.none }
        return ChartTable(
            header: ["series", x.title, y.title, "low", "high"],
            rows: series.flatMap { series in
                series.points.map { point in
                    [
                        series.name, Digits.plain(x.unit.scaled(point.x)), number(point.y), number(point.low),
                        number(point.high),
                    ]
                }
            })
    }

    package func draw(on canvas: inout Canvas, from top: Double) {
        let points = series.flatMap(\.points).filter { x.shows($0.x) && y.shows($0.y) }
        guard !points.isEmpty else { return canvas.sayNothing(from: top) }
        LineDrawing(chart: self, width: canvas.width).draw(on: &canvas, from: top)
    }
}
