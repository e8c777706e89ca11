package import Units

/// A figure of the catalog as it is listed: all of an `Estimate` but the type of its quantity.
package struct CatalogFigure: Hashable, Sendable {
    /// One end of a figure, or its value.
    package struct Point: Hashable, Sendable {
        /// In small units of the quantity.
        package let count: Int64
        /// The number in the figure's unit.
        package let text: String
    }

    /// The path, such as `accelerators.t4.active_power`.
    package let name: String
    package let low: Point
    package let central: Point
    package let high: Point
    /// As the value is written; empty for what has none.
    package let unit: String
    /// For keys of files.
    package let keyUnit: KeyUnit
    /// False for what has no range at all, such as a capacity.
    package let hasRange: Bool
    package let source: String
    /// 0 where the user's file gives none.
    package let year: Int
    package let confidence: Confidence
    /// Where its value is written.
    package let location: Location
    /// Whether it is of the built-in catalog.
    package let isBuiltIn: Bool
}

extension CatalogFigure {
    /// From an estimate and its value as it is written.
    init<Value: Quantity>(_ estimate: Estimate<Value>, written: YAMLValue) {
        self.init(
            points: [estimate.low, estimate.central, estimate.high], name: estimate.name, hasRange: true,
            origin: FigureOrigin(source: estimate.source, year: estimate.year, confidence: estimate.confidence),
            written: written)
    }

    /// From a quantity without a range.
    init<Value: Quantity>(_ value: Value, name: String, origin: FigureOrigin, written: YAMLValue) {
        self.init(points: [value, value, value], name: name, hasRange: false, origin: origin, written: written)
    }

    /// From a count.
    init(count: Int, name: String, origin: FigureOrigin, written: YAMLValue) {
        let point = Point(count: Int64(count), text: "\(count)")
        self.init(
            name: name, low: point, central: point, high: point, unit: "", keyUnit: KeyUnit("", 1), hasRange: false,
            source: origin.source, year: origin.year, confidence: origin.confidence, location: written.location,
            isBuiltIn: written.isBuiltIn)
    }

    /// - Parameter points: low, value and high.
    private init<Value: Quantity>(
        points: [Value], name: String, hasRange: Bool, origin: FigureOrigin, written: YAMLValue
    ) {
        var unit = Value.symbols[0]
        if case .scalar(let text, _) = written.content { unit = Value.unit(of: text) ?? unit }
        let ends = points.map { Point(count: $0.count, text: $0.number(in: unit)) }
        self.init(
            name: name, low: ends[0], central: ends[1], high: ends[2], unit: unit.symbol, keyUnit: Value.keyUnit,
            hasRange: hasRange, source: origin.source, year: origin.year, confidence: origin.confidence,
            location: written.location, isBuiltIn: written.isBuiltIn)
    }

    /// `312 [280-312] TFLOP/s`, or without a range `80 GB`.
    package var text: String {
        let range = low == high ? "" : " [\(low.text)-\(high.text)]"
        return central.text + range + (unit.isEmpty ? "" : " " + unit)
    }
}

/// The figures that were read, by their names; of one that is read twice, the last.
final class FigureRecord {
    private(set) var figures: [String: CatalogFigure] = [:]

    func keep(_ figure: CatalogFigure) { figures[figure.name] = figure }
}
