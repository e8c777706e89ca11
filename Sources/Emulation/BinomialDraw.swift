internal import Units

/// How many of a number of independent trials succeed, drawn from bits: integers only, so the same on every machine.
enum BinomialDraw {
    /// Where fewer than this many successes (or failures) are expected the draw inverts the distribution itself.
    private static let inverted: Int128 = 16

    /// Successes among `trials` of the given probability, in 0…`trials`.
    ///
    /// With n trials of probability p ≤ ½ and n·p < 16 the distribution function is inverted, exact to about 1e-9: the
    /// probability of no success is (1−p)ⁿ, that of k+1 is that of k times (n−k)/(k+1)·p/(1−p), in units of 2⁻⁶⁴.
    /// Else it is round(n·p + z·√(n·p·(1−p))) with z approximately standard normal, whose ends lie four deviations away.
    /// Above ½ the failures are drawn. The cost does not grow with `trials`, but for the 2·log₂ n factors of the power.
    ///
    /// - Parameter bits: Well mixed; each value of it stands for one outcome.
    static func successes(trials: Int64, probability: Ratio, bits: UInt64) -> Int64 {
        guard trials > 0, probability > .zero else { return 0 }
        guard probability < .one else { return trials }
        guard 2 * probability.count <= Ratio.scale else {
            let failure = Ratio(count: Ratio.scale - probability.count)
            return trials - successes(trials: trials, probability: failure, bits: bits)
        }
        let mean = Int128(trials) * Int128(probability.count)
        guard mean < inverted * Int128(Ratio.scale) else {
            return approximated(trials: trials, mean: mean, probability: probability, bits: bits)
        }
        let success = UInt128(probability.count)
        let failure = UInt128(Ratio.scale - probability.count)
        var left = UInt128(bits)
        var mass = power((failure << 64) / UInt128(Ratio.scale), trials)
        var count: Int64 = 0
        while left >= mass, count < trials, mass > 0 {
            left -= mass
            // mass < 2⁶⁴ and (n−k)·p < 16e9 < 2³⁴: the product fits.
            mass = mass * (UInt128(trials - count) * success) / (UInt128(count + 1) * failure)
            count += 1
        }
        return count
    }

    private static func approximated(trials: Int64, mean: Int128, probability: Ratio, bits: UInt64) -> Int64 {
        let variance = mean * Int128(Ratio.scale - probability.count)
        let deviation = Int128(SplitHash.normal(bits)) * Int128(squareRoot(UInt128(variance)))
        let count = Exact.divide(mean + (deviation >> 32), by: Int128(Ratio.scale))
        return Int64(max(0, min(Int128(trials), count)))
    }

    /// baseⁿ for a base below 1, in units of 2⁻⁶⁴, each product rounded down: the relative error is below n·2⁻⁶⁰.
    private static func power(_ base: UInt128, _ exponent: Int64) -> UInt128 {
        var result: UInt128 = 1 << 64
        var square = base
        var rest = exponent
        while rest > 0 {
            if rest & 1 == 1 { result = (result * square) >> 64 }
            square = (square * square) >> 64
            rest >>= 1
        }
        return result
    }

    /// ⌊√value⌋, by Newton's method on integers.
    private static func squareRoot(_ value: UInt128) -> UInt128 {
        guard value > 1 else { return value }
        var root: UInt128 = 1 << ((128 - value.leadingZeroBitCount + 1) / 2)
        while true {
            let next = (root + value / root) / 2
            if next >= root { return root }
            root = next
        }
    }
}
