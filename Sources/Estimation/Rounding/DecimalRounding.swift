/// Decimal rounding of binary floating-point numbers as other languages do it: by the number's exact binary value.
package enum DecimalRounding {
    /// Where the value lies exactly between two decimals.
    package enum Tie {
        /// Upwards: `Number.prototype.toFixed` of JavaScript.
        case up
        /// To the even neighbour: `format` of Python.
        case even
    }

    /// The whole number nearest to `value · 10^places`.
    ///
    /// The fraction times a power of ten is a product and its exact error (a fused multiply-add), so that no rounding on the
    /// way decides.
    ///
    /// - Precondition: `0 ≤ value < 10^18` and `0 ≤ places ≤ 22`.
    package static func units(_ value: Double, places: Int, tie: Tie) -> Int128 {
        let scaled = Scaled(value, places: places)
        switch tie {
        case .up: return scaled.aboveHalf >= 0 ? scaled.units + 1 : scaled.units
        case .even:
            let isUp = scaled.aboveHalf > 0 || (scaled.aboveHalf == 0 && scaled.units % 2 != 0)
            return isUp ? scaled.units + 1 : scaled.units
        }
    }

    /// `value · 10^places`, exactly enough to compare with whole numbers and halves.
    private struct Scaled {
        /// A whole number at most one above the product.
        let units: Int128
        /// The sign of the product's distance from `units` + 1/2.
        let aboveHalf: Double
        /// Rounded down.
        let floor: Int128

        init(_ value: Double, places: Int) {
            precondition(value >= 0 && value < 1e18 && (0...22).contains(places), "\(value) to \(places) places")
            let scale = (0..<places).reduce(Int128(1)) { power, _ in power * 10 }
            let whole = value.rounded(.down)
            let fraction = value - whole
            let product = fraction * Double(scale)
            let error = (-product).addingProduct(fraction, Double(scale))
            let below = product.rounded(.down)
            units = Int128(whole) * scale + Int128(below)
            aboveHalf = (product - below - 0.5) + error
            floor = product == below && error < 0 ? units - 1 : units
        }
    }

    /// With so many decimals: `137.60`.
    package static func fixed(_ value: Double, places: Int, tie: Tie = .even) -> String {
        let digits = String(units(value, places: places, tie: tie))
        guard places > 0 else { return digits }
        let padded = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
        return padded.dropLast(places) + "." + padded.suffix(places)
    }

    /// Three digits and a power of ten as Python's `.2e` writes them: `1.23e+03`.
    ///
    /// - Precondition: `value` is 0, or from 10⁻¹⁹ to below 10¹⁸.
    package static func scientific(_ value: Double) -> String {
        guard value > 0 else { return "0.00e+00" }
        var exponent = 0
        var digits: Int128 = 0
        if value < 1000 {
            var places = 0
            while places < 22, Scaled(value, places: places).floor < 100 { places += 1 }
            digits = units(value, places: places, tie: .even)
            exponent = 2 - places
        } else {
            let whole = Int128(value.rounded(.down))
            exponent = String(whole).count - 1
            let divisor = (2..<exponent).reduce(Int128(1)) { power, _ in power * 10 }
            let (quotient, remainder) = whole.quotientAndRemainder(dividingBy: divisor)
            let hasFraction = value != value.rounded(.down)
            let twice = 2 * remainder
            let isUp = twice > divisor || (twice == divisor && (hasFraction || quotient % 2 != 0))
            digits = quotient + (isUp ? 1 : 0)
        }
        if digits >= 1000 { (digits, exponent) = (digits / 10, exponent + 1) }
        let rest = String(digits % 100)
        let power = String(exponent.magnitude)
        return "\(digits / 100)." + (rest.count < 2 ? "0" : "") + rest + "e" + (exponent < 0 ? "-" : "+")
            + (power.count < 2 ? "0" : "") + power
    }

    /// `Number(Number(x).toFixed(2))` of JavaScript.
    package static func twoDigits(_ value: Double) -> Double { Double(units(value, places: 2, tie: .up)) / 100 }

    /// The shortest text that reads back as the same number, whole ones without a point: `320`, `137.6`.
    package static func shortest(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e15 ? String(Int64(value)) : "\(value)"
    }
}
