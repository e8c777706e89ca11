/// Double-precision functions in a fixed order of operations: the same bits on every machine, without libm.

/// ln 2.
package let logarithmOfTwo = 0.693_147_180_559_945_3

/// ln x for x ≥ 0, with a relative error below 1e-14; −∞ at 0, not a number below it.
///
/// x = m·2ᵉ with m in [√½, √2); ln m = 2 artanh s, s = (m − 1)/(m + 1), by its series to s²³ (|s| ≤ 0.172).
package func naturalLogarithm(_ x: Double) -> Double {
    if x == 0 { return -.infinity }
    guard x > 0, x.isFinite else { return x > 0 ? x : .nan }
    var exponent = Double(x.exponent)
    var m = x.significand
    if m > 1.414_213_562_373_095_1 {
        m *= 0.5
        exponent += 1
    }
    let s = (m - 1) / (m + 1)
    let square = s * s
    var series = 0.0
    var odd = 23.0
    while odd > 0 {
        series = series * square + 1 / odd
        odd -= 2
    }
    return exponent * logarithmOfTwo + 2 * s * series
}

/// cos(2πt) for any finite t, with an absolute error below 1e-14.
///
/// t is reduced to [−½, ½], folded to [0, ¼], and cos taken by its Taylor series to x²⁴.
package func cosineOfTurns(_ t: Double) -> Double {
    var turn = (t - t.rounded()).magnitude
    var sign = 1.0
    if turn > 0.25 {
        turn = 0.5 - turn
        sign = -1
    }
    let x = turn * 6.283_185_307_179_586
    let square = x * x
    var series = 1.0
    var k = 24.0
    while k > 0 {
        series = 1 - series * square / (k * (k - 1))
        k -= 2
    }
    return sign * series
}

/// baseⁿ for a whole n ≥ 0, by repeated squaring.
package func power(_ base: Double, _ exponent: Int) -> Double {
    precondition(exponent >= 0, "a negative exponent \(exponent)")
    var (result, square, rest) = (1.0, base, exponent)
    while rest > 0 {
        if rest & 1 == 1 { result *= square }
        square *= square
        rest >>= 1
    }
    return result
}
