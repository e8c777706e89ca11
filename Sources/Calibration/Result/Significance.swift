/// Rounding of fitted values to what measurements support.
enum Significance {
    /// `value` in small units, rounded to six significant digits (or to a whole unit), at least 0.
    static func rounded(_ value: Double) -> Int64 {
        guard value >= 1 else { return value >= 0.5 ? 1 : 0 }
        var step = 1.0
        while value / step >= 1e6 { step *= 10 }
        return Int64((value / step).rounded()) * Int64(step)
    }
}
