/// A number as it was printed, with the interval that its digits allow: half a unit of the last digit either way.
///
/// Products multiply ends with ends, so all factors are at their low or at their high end together; all are positive.
package struct PrintedNumber: Sendable {
    /// The least that would have been printed so.
    package let low: ExactDecimal
    /// As printed.
    package let value: ExactDecimal
    /// The most that would have been printed so.
    package let high: ExactDecimal

    private init(low: ExactDecimal, value: ExactDecimal, high: ExactDecimal) {
        self.low = low
        self.value = value
        self.high = high
    }

    /// A number that is known exactly.
    package init(exactly value: ExactDecimal) { self.init(low: value, value: value, high: value) }

    /// A number that was rounded to its last digit.
    package init(rounded value: ExactDecimal) {
        let half = ExactDecimal(5, places: value.places + 1)
        self.init(low: value - half, value: value, high: value + half)
    }

    /// True if some number lies in both intervals.
    package func overlaps(_ other: Self) -> Bool { low <= other.high && other.low <= high }

    /// This number × 10^-places.
    package func shifted(right places: Int) -> Self {
        Self(low: low.shifted(right: places), value: value.shifted(right: places), high: high.shifted(right: places))
    }

    package static func * (a: Self, b: Self) -> Self {
        Self(low: a.low * b.low, value: a.value * b.value, high: a.high * b.high)
    }
    package static func * (a: Self, b: ExactDecimal) -> Self { a * Self(exactly: b) }
}
