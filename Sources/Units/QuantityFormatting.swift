extension Quantity {
    /// The value for a reader, in the largest decimal unit in which it is at least one: `24.922 GB`, `430 g/kWh`.
    ///
    /// Rounded half up to `decimals` places, trailing zeros dropped; reading it back gives the same value only where
    /// no place was dropped.
    package func formatted(decimals: Int = 3) -> String {
        let candidates = Self.symbols.filter { !Self.isForReadingOnly($0) }
        let magnitude = count.magnitude
        let unit =
            count == 0
            ? Self.symbols[0]
            : candidates.filter { $0.scale.magnitude <= magnitude }.max { $0.scale < $1.scale }
                ?? candidates.min { $0.scale < $1.scale }!
        let number = number(in: unit, decimals: decimals)
        return unit.symbol.isEmpty ? number : number + " " + unit.symbol
    }

    /// The number alone, in a given unit: what stands beside others in the same one.
    package func number(in unit: UnitSymbol, decimals: Int = 9) -> String {
        var power: Int128 = 1
        for _ in 0..<decimals { power *= 10 }
        let rounded = Exact.divide(Int128(count) * power, by: Int128(unit.scale))
        let (whole, fraction) = rounded.magnitude.quotientAndRemainder(dividingBy: power.magnitude)
        var digits = decimals == 0 ? "" : String(fraction)
        digits = String(repeating: "0", count: decimals - digits.count) + digits
        while digits.last == "0" { digits.removeLast() }
        return (rounded < 0 ? "-" : "") + "\(whole)" + (digits.isEmpty ? "" : "." + digits)
    }

    /// Whether another spelling, a percentage, a binary prefix or a rate in bytes, which printing leaves alone.
    private static func isForReadingOnly(_ unit: UnitSymbol) -> Bool {
        unit.symbol.contains("iB") || unit.symbol.hasSuffix("B/s") || unit.symbol == "%"
            || symbols.first { $0.scale == unit.scale }!.symbol != unit.symbol
    }
}
