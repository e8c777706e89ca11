/// Powers and logarithms from the basic operations in a fixed order, so that a figure has the same bytes everywhere.
package enum Logarithm {
    /// log₁₀ of a positive number, to about 1e-15; minus infinity for 0 and below.
    package static func ten(_ value: Double) -> Double {
        guard value > 0 else { return -.infinity }
        guard value.isFinite else { return value }
        var (mantissa, exponent) = (value.significand, Double(value.exponent))
        if mantissa > 1.414_213_562_373_095_1 { (mantissa, exponent) = (mantissa / 2, exponent + 1) }
        // ln m = 2 artanh t with |t| < 0.172: the 13th term is below the last bit.
        let t = (mantissa - 1) / (mantissa + 1)
        let square = t * t
        var sum = 0.0
        for term in stride(from: 25.0, through: 1.0, by: -2.0) { sum = sum * square + 1 / term }
        return exponent * 0.301_029_995_663_981_2 + 2 * t * sum * 0.434_294_481_903_251_83
    }

    /// 10ⁿ; exact up to 10²², and correctly rounded down to 10⁻²².
    package static func power(_ exponent: Int) -> Double {
        let product = (0..<abs(exponent)).reduce(1.0) { product, _ in product * 10 }
        return exponent < 0 ? 1 / product : product
    }

    /// The n with 10ⁿ ≤ value < 10ⁿ⁺¹.
    ///
    /// - Precondition: positive and finite.
    package static func floor(_ value: Double) -> Int {
        precondition(value > 0 && value.isFinite, "only positive numbers have a logarithm")
        var exponent = Int(ten(value).rounded(.down))
        while power(exponent + 1) <= value { exponent += 1 }
        while power(exponent) > value { exponent -= 1 }
        return exponent
    }
}
