/// Numbers to places along a line; grows strictly where `to` is beyond `from`.
package struct Scale: Sendable {
    let low: Double
    let high: Double
    let isLogarithmic: Bool
    let from: Double
    let to: Double

    /// - Precondition: low < high, and low > 0 on a logarithmic scale.
    package init(_ low: Double, _ high: Double, isLogarithmic: Bool = false, from: Double, to: Double) {
        precondition(low < high && (!isLogarithmic || low > 0), "a scale spans something")
        (self.low, self.high, self.isLogarithmic, self.from, self.to) = (low, high, isLogarithmic, from, to)
    }

    /// The place of a number; beyond the ends for numbers beyond them, nil for what has no place.
    package func place(_ value: Double) -> Double? {
        guard value.isFinite, !isLogarithmic || value > 0 else { return nil }
        let share =
            isLogarithmic
            ? (Logarithm.ten(value) - Logarithm.ten(low)) / (Logarithm.ten(high) - Logarithm.ten(low))
            : (value - low) / (high - low)
        return from + share * (to - from)
    }

    /// As `place`, kept between the ends; what has no place stands at the low end.
    package func clamped(_ value: Double) -> Double {
        guard let place = place(value) else { return value == .infinity ? to : from }
        return min(max(place, min(from, to)), max(from, to))
    }
}
