/// Integer arithmetic that never overflows on the way and rounds once.
///
/// Virtual time and the ledger are exact: their values are integers in a small unit (attoseconds, nanojoules,
/// micrograms), and a product such as power × time is formed in 256 bits before one rounded division.
package enum Exact {
    /// `a · b / c`, rounded half up (towards +∞ at exactly one half), with a 256-bit intermediate product.
    ///
    /// - Precondition: `c > 0`, and the quotient fits in 128 bits.
    package static func multiplyDivide(_ a: Int128, _ b: Int128, by c: Int128) -> Int128 {
        precondition(c > 0, "the divisor must be positive")
        let (narrow, overflow) = a.multipliedReportingOverflow(by: b)
        if !overflow { return divide(narrow, by: c) }
        let magnitude = a.magnitude.multipliedFullWidth(by: b.magnitude)
        precondition(magnitude.high < c.magnitude, "the quotient does not fit in 128 bits")
        let (quotient, remainder) = c.magnitude.dividingFullWidth(magnitude)
        let isNegative = (a < 0) != (b < 0)
        // Half up: a positive value rounds up at one half, a negative one rounds (in magnitude) down at one half.
        let isAboveHalf = remainder > c.magnitude - remainder
        let isHalf = remainder == c.magnitude - remainder
        let rounded = quotient + (isAboveHalf || (isHalf && !isNegative) ? 1 : 0)
        precondition(rounded <= Int128.max.magnitude, "the quotient does not fit in 128 bits")
        return isNegative ? -Int128(rounded) : Int128(rounded)
    }

    /// `a / c`, rounded half up.
    ///
    /// - Precondition: `c > 0`.
    package static func divide(_ a: Int128, by c: Int128) -> Int128 {
        precondition(c > 0, "the divisor must be positive")
        let (quotient, remainder) = a.quotientAndRemainder(dividingBy: c)
        let (floorQuotient, floorRemainder) = remainder < 0 ? (quotient - 1, remainder + c) : (quotient, remainder)
        return floorRemainder >= c - floorRemainder ? floorQuotient + 1 : floorQuotient
    }

    /// `value` cut into `parts` integers that differ by at most one and add up to it (largest remainder; the
    /// earlier parts get the surplus). Returns the part with the given index.
    package static func share(_ value: Int64, of index: Int, among parts: Int) -> Int64 {
        precondition(parts > 0 && (0..<parts).contains(index), "share \(index) of \(parts)")
        let count = Int64(parts)
        let (quotient, remainder) = value.quotientAndRemainder(dividingBy: count)
        let (base, surplus) = remainder < 0 ? (quotient - 1, remainder + count) : (quotient, remainder)
        return base + (Int64(index) < surplus ? 1 : 0)
    }
}
