/// Numbers as text for people, the same on every machine.
package enum Digits {
    /// What stands for a number that is none.
    package static let none = "–"

    /// `value` to three digits or, above a thousand, to the whole number: `0.0123`, `12.3`, `12,345`, `1.23 × 10⁹`.
    package static func short(_ value: Double) -> String { text(value, digits: 3, grouped: true) }

    /// `value` to six digits without grouping, for tables that programs read; `1.23457e-09` where it needs an exponent.
    package static func plain(_ value: Double) -> String { text(value, digits: 6, grouped: false) }

    private static func text(_ value: Double, digits: Int, grouped: Bool) -> String {
        guard value.isFinite else { return value.isNaN ? none : value < 0 ? "−∞" : "∞" }
        guard abs(value) >= smallest else { return "0" }
        let magnitude = Logarithm.floor(abs(value))
        let kept = (0..<6).contains(magnitude) ? max(digits, magnitude + 1) : digits
        var exponent = magnitude - kept + 1
        let scaled = exponent < 0 ? abs(value) * Logarithm.power(-exponent) : abs(value) / Logarithm.power(exponent)
        var mantissa = Int(scaled.rounded(.toNearestOrAwayFromZero))
        while mantissa % 10 == 0 && mantissa != 0 { (mantissa, exponent) = (mantissa / 10, exponent + 1) }
        return exact(value < 0 ? -mantissa : mantissa, exponent: exponent, grouped: grouped)
    }

    /// What is nearer to zero counts as zero, so that no scale divides by it.
    static let smallest = 1e-300

    /// mantissa · 10ᵉˣᵖᵒⁿᵉⁿᵗ with all its digits; in scientific form from 10⁹ on and below 10⁻⁴.
    ///
    /// - Parameter grouped: with thousands separators, a real minus sign and raised exponents.
    package static func exact(_ mantissa: Int, exponent: Int, grouped: Bool = true) -> String {
        guard mantissa != 0 else { return "0" }
        let sign = mantissa < 0 ? (grouped ? "−" : "-") : ""
        let digits = String(mantissa.magnitude)
        let leading = digits.count - 1 + exponent
        guard leading < 9 && leading >= -4 else {
            var fraction = digits.dropFirst()
            while fraction.last == "0" { fraction.removeLast() }
            let head = String(digits.prefix(1)) + (fraction.isEmpty ? "" : "." + fraction)
            guard grouped else { return "\(sign)\(head)e\(leading)" }
            return sign + (head == "1" ? "" : head + " × ") + powerOfTen(leading)
        }
        guard exponent < 0 else {
            let whole = digits + String(repeating: "0", count: exponent)
            return sign + (grouped ? separated(whole) : whole)
        }
        let padded = String(repeating: "0", count: max(0, 1 - exponent - digits.count)) + digits
        let whole = String(padded.dropLast(-exponent))
        return sign + (grouped ? separated(whole) : whole) + "." + String(padded.suffix(-exponent))
    }

    /// `10⁹`.
    package static func powerOfTen(_ exponent: Int) -> String {
        let raised: [Character] = ["⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"]
        let digits = String(exponent.magnitude).map { raised[$0.wholeNumberValue ?? 0] }
        return "10" + (exponent < 0 ? "⁻" : "") + String(digits)
    }

    private static func separated(_ whole: String) -> String {
        var text = ""
        for (index, digit) in whole.enumerated() {
            if index > 0 && (whole.count - index) % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return text
    }
}
