/// What runs along one side of a figure. Numbers that are not finite, or are beyond ±1e300, have no place on it; neither
/// have zero and negative numbers on a logarithmic axis.
package struct Axis: Sendable, Hashable {
    package enum Kind: Sendable, Hashable {
        case linear
        case logarithmic
    }

    package var title: String
    package var measure: Measure
    package var kind: Kind
    /// A linear axis begins or ends at zero if all numbers are of one sign.
    package var includesZero: Bool
    /// Only whole numbers are labelled.
    package var isWhole: Bool
    /// Places to label instead of round numbers, in base units: the node counts of a study, say.
    package var ticks: [Double]?

    package init(
        _ title: String, _ measure: Measure = .number, kind: Kind = .linear, includesZero: Bool = false,
        isWhole: Bool = false, ticks: [Double]? = nil
    ) {
        (self.title, self.measure, self.kind) = (title, measure, kind)
        (self.includesZero, self.isWhole, self.ticks) = (includesZero, isWhole, ticks)
    }

    /// True if `value` has a place on this axis.
    func shows(_ value: Double) -> Bool { value.isFinite && abs(value) <= 1e300 && (kind == .linear || value > 0) }

    /// Unit and ends for these numbers.
    ///
    /// - Parameters:
    ///   - values: in base units; those without a place are passed over.
    ///   - isTight: the ends are those of the numbers, not round.
    func fitted(to values: [Double], isTight: Bool = false, count: Int = 5) -> FittedAxis {
        let shown = values.filter(shows)
        let magnitude = shown.reduce(0) { max($0, abs($1)) }
        let unit =
            kind == .logarithmic
            ? logarithmicUnit(shown) : measure.choose(upTo: magnitude < Digits.smallest ? 0 : magnitude)
        let scaled = shown.map(unit.scaled)
        let ends = kind == .logarithmic ? Self.decades(scaled) : linearEnds(scaled, isTight: isTight, count: count)
        return FittedAxis(axis: self, unit: unit, low: ends.0, high: ends.1)
    }

    /// A logarithmic axis spans decades: its middle, not its end, chooses the unit, and many decades take none.
    private func logarithmicUnit(_ values: [Double]) -> ChosenUnit {
        guard let low = values.min(), let high = values.max(), measure.units.count > 1, high / low < 1e6 else {
            return measure.base
        }
        return measure.choose(upTo: low.squareRoot() * high.squareRoot())
    }

    /// The numbers' own ends with some room; half a decade each side of a single one.
    private static func decades(_ values: [Double]) -> (Double, Double) {
        guard let low = values.min(), let high = values.max() else { return (1, 10) }
        guard high > low * 1.12 else { return (low / 3, high * 3) }
        let room = high > low * 1000 ? 1.3 : high > low * 10 ? 1.12 : 1.04
        return (low / room, high * room)
    }

    private func linearEnds(_ values: [Double], isTight: Bool, count: Int) -> (Double, Double) {
        guard var low = values.min(), var high = values.max() else { return (0, 1) }
        if includesZero { (low, high) = (min(low, 0), max(high, 0)) }
        let size = max(abs(low), abs(high))
        if size < Digits.smallest { (low, high) = (0, 1) }
        // A single number stands in the middle, of which zero is one end.
        if high - low <= size * 1e-9 { (low, high) = low > 0 ? (0, 2 * low) : (2 * low, 0) }
        return isTight ? (low, high) : Ticks.rounded(low, high, count: count, whole: isWhole)
    }
}

/// An axis with its unit and its ends, both in that unit.
struct FittedAxis: Sendable {
    let axis: Axis
    let unit: ChosenUnit
    let low: Double
    let high: Double

    var title: String { unit.title(axis.title) }

    func scale(from: Double, to: Double) -> Scale {
        Scale(low, high, isLogarithmic: axis.kind == .logarithmic, from: from, to: to)
    }

    /// About `count` labelled places, in the axis' unit.
    func ticks(_ count: Int) -> [(value: Double, label: String)] {
        if let given = axis.ticks {
            return given.filter(axis.shows).map(unit.scaled).filter { $0 >= low && $0 <= high }.map {
                ($0, Digits.short($0))
            }
        }
        switch axis.kind {
        case .linear:
            return Ticks.linear(low, high, count: count, whole: axis.isWhole).map { ($0.value, $0.label) }
        case .logarithmic:
            let ticks = Ticks.logarithmic(low, high, count: count)
            // One form for all labels of an axis.
            let usesPowers = ticks.contains { $0.exponent > 5 || $0.exponent < -4 }
            return ticks.map { tick in
                guard usesPowers, tick.mantissa == 1 else { return (tick.value, tick.label) }
                return (tick.value, Digits.powerOfTen(tick.exponent))
            }
        }
    }
}
