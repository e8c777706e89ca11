/// A place on an axis that has a label: an exact decimal.
package struct Tick: Sendable, Hashable {
    package let mantissa: Int
    package let exponent: Int

    package var value: Double {
        exponent < 0
            ? Double(mantissa) / Logarithm.power(-exponent) : Double(mantissa) * Logarithm.power(exponent)
    }
    /// With as many decimals as all ticks of its axis have; 0 is bare.
    package var label: String { Digits.exact(mantissa, exponent: exponent) }
}

package enum Ticks {
    /// Multiples of 1, 2 or 5 times a power of ten between two numbers, about `count` of them and never more than
    /// `count + 2`.
    ///
    /// - Parameter whole: no steps below one, for counts.
    /// - Precondition: low < high, both finite, and their difference more than a billionth of the larger one.
    package static func linear(_ low: Double, _ high: Double, count: Int, whole: Bool = false) -> [Tick] {
        let (factor, exponent) = step(high - low, count: count, whole: whole)
        let size = Tick(mantissa: factor, exponent: exponent).value
        let first = Int((low / size - 1e-9).rounded(.up))
        let last = Int((high / size + 1e-9).rounded(.down))
        guard first <= last else { return [] }
        return (first...last).map { Tick(mantissa: $0 * factor, exponent: exponent) }
    }

    /// The range, widened to the multiples of the step that `linear` takes.
    package static func rounded(_ low: Double, _ high: Double, count: Int, whole: Bool = false) -> (Double, Double) {
        let (factor, exponent) = step(high - low, count: count, whole: whole)
        let size = Tick(mantissa: factor, exponent: exponent).value
        let first = Int((low / size + 1e-9).rounded(.down)) * factor
        let last = Int((high / size - 1e-9).rounded(.up)) * factor
        return (Tick(mantissa: first, exponent: exponent).value, Tick(mantissa: last, exponent: exponent).value)
    }

    private static func step(_ span: Double, count: Int, whole: Bool) -> (factor: Int, exponent: Int) {
        let raw = span / Double(max(1, count))
        let exponent = Logarithm.floor(raw)
        let ratio = raw / Logarithm.power(exponent) * (1 - 1e-12)
        let found =
            ratio <= 1 ? (1, exponent) : ratio <= 2 ? (2, exponent) : ratio <= 5 ? (5, exponent) : (1, exponent + 1)
        return whole && found.1 < 0 ? (1, 0) : found
    }

    /// Powers of ten between two positive numbers, every n-th if there are many; below two decades with their 2- and
    /// 5-fold, below two thirds of one as `linear`.
    package static func logarithmic(_ low: Double, _ high: Double, count: Int) -> [Tick] {
        let decades = Logarithm.ten(high) - Logarithm.ten(low)
        let (first, last) = (Logarithm.floor(low), Logarithm.floor(high))
        if decades < 0.67 { return linear(low, high, count: count).filter { $0.mantissa > 0 } }
        let factors = decades < 2 ? [1, 2, 5] : [1]
        let stride = max(1, (last - first + count) / max(1, count))
        var ticks: [Tick] = []
        for exponent in first...last where factors.count > 1 || exponent % stride == 0 {
            ticks += factors.map { Tick(mantissa: $0, exponent: exponent) }
        }
        return ticks.filter { $0.value >= low * (1 - 1e-9) && $0.value <= high * (1 + 1e-9) }
    }
}
