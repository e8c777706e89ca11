internal import Units

/// Exact integers as plain decimals for files that programs read: no thousands separators, no exponents.
enum ExactDecimal {
    /// `count` · 10⁻ᵖˡᵃᶜᵉˢ; zeros at the end are dropped but for so many decimals.
    static func text(_ count: Int128, places: Int, atLeast kept: Int = 1) -> String {
        let power = (0..<places).reduce(UInt128(1)) { power, _ in power * 10 }
        let (whole, rest) = count.magnitude.quotientAndRemainder(dividingBy: power)
        var digits = places == 0 ? "" : Figures.padded("\(rest)", to: places, with: "0")
        while digits.count > kept, digits.last == "0" { digits.removeLast() }
        digits += String(repeating: "0", count: max(0, kept - digits.count))
        return (count < 0 ? "-" : "") + "\(whole)" + (digits.isEmpty ? "" : "." + digits)
    }

    /// Kilowatt-hours with 15 decimals; their last place is 3.6 nJ, as no number of decimals would be exact.
    static func kilowattHours(_ nanojoules: Int128) -> String {
        text(kilowattHourQuanta(nanojoules), places: kilowattHourPlaces)
    }

    static let kilowattHourPlaces = 15

    /// 10⁻¹⁵ kWh, rounded half up.
    static func kilowattHourQuanta(_ nanojoules: Int128) -> Int128 { Exact.multiplyDivide(nanojoules, 5, by: 18) }

    /// Grams, exactly.
    static func grams(_ micrograms: Int128) -> String { text(micrograms, places: 6) }

    /// Mean power in watts with six decimals; 0 over no time.
    static func watts(_ nanojoules: Int128, over duration: VirtualDuration) -> String {
        text(perTime(nanojoules, 1_000_000_000_000_000, duration), places: 6)
    }

    /// amount · scale / attoseconds, rounded half up; 0 over no time.
    static func perTime(_ amount: Int128, _ scale: Int128, _ duration: VirtualDuration) -> Int128 {
        duration.attoseconds > 0 ? Exact.multiplyDivide(amount, scale, by: duration.attoseconds) : 0
    }

    /// A floating-point figure, such as an end of a range, in so many decimals; empty for what is no number.
    static func rounded(_ value: Double, places: Int) -> String {
        let power = (0..<places).reduce(1.0) { power, _ in power * 10 }
        guard let count = Int128(exactly: (value * power).rounded()) else { return "" }
        return text(count, places: places)
    }
}
