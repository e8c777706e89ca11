internal import Units

/// A unit and a number of places, chosen once for figures that stand together: g → kg → t, so that they can be compared
/// and added on the screen.
struct Scale: Sendable, Hashable {
    let unit: String
    /// Small units in one of `unit`.
    let size: Int128
    let decimals: Int

    /// Small units in the last place that is printed.
    var quantum: Int128 { (0..<decimals).reduce(size) { size, _ in size / 10 } }

    /// For emissions in micrograms; the largest figure gets four or five digits.
    static func emissions(_ micrograms: Int128) -> Self {
        choose(
            micrograms,
            [("ug", 1), ("mg", 1000), ("g", 1_000_000), ("kg", 1_000_000_000), ("t", 1_000_000_000_000)])
    }

    /// For energy in nanojoules: Wh and its multiples; below one, thousandths of a Wh and more places as it shrinks.
    static func energy(_ nanojoules: Int128) -> Self {
        let wattHour: Int128 = 3_600_000_000_000
        let magnitude = Int128(nanojoules.magnitude)
        if magnitude < wattHour && magnitude >= wattHour / 1000 {
            return Scale(
                unit: "Wh", size: wattHour,
                decimals: magnitude >= wattHour / 10 ? 3 : magnitude >= wattHour / 100 ? 4 : 5)
        }
        return choose(
            nanojoules,
            [
                ("uWh", wattHour / 1_000_000), ("mWh", wattHour / 1000), ("Wh", wattHour), ("kWh", wattHour * 1000),
                ("MWh", wattHour * 1_000_000), ("GWh", wattHour * 1_000_000_000),
            ])
    }

    /// For times in attoseconds below some minutes; a step of some seconds is still told in milliseconds.
    static func time(_ attoseconds: Int128) -> Self {
        if attoseconds.magnitude >= 1_000_000_000_000_000_000 && attoseconds.magnitude < 10_000_000_000_000_000_000 {
            return Scale(unit: "ms", size: 1_000_000_000_000_000, decimals: 1)
        }
        return choose(
            attoseconds,
            [
                ("ns", 1_000_000_000), ("us", 1_000_000_000_000), ("ms", 1_000_000_000_000_000),
                ("s", 1_000_000_000_000_000_000),
            ])
    }

    private static func choose(_ value: Int128, _ units: [(unit: String, size: Int128)]) -> Self {
        let magnitude = Int128(value.magnitude)
        let (unit, size) = units.last { $0.size <= magnitude } ?? units[0]
        let digits = magnitude >= 100 * size ? 1 : magnitude >= 10 * size ? 2 : 3
        let places = (0..<digits).reduce((Int128(1), 0)) { found, place in
            size % (found.0 * 10) == 0 ? (found.0 * 10, place + 1) : found
        }
        return Scale(unit: unit, size: size, decimals: places.1)
    }

    /// To the nearest quantum, a half upwards.
    func quanta(_ value: Int128) -> Int128 { Exact.divide(value, by: quantum) }

    /// The number alone, from quanta.
    func text(quanta: Int128) -> String {
        let power = (0..<decimals).reduce(Int128(1)) { power, _ in power * 10 }
        let (whole, rest) = quanta.magnitude.quotientAndRemainder(dividingBy: power.magnitude)
        let digits = decimals == 0 ? "" : "." + Figures.padded(String(rest), to: decimals, with: "0")
        return (quanta < 0 ? "-" : "") + Figures.grouped(Int(clamping: whole)) + digits
    }

    /// The number alone.
    func number(_ value: Int128) -> String { text(quanta: quanta(value)) }

    /// A part among others of this scale, without its unit; one that they round away is told in a unit of its own.
    ///
    /// - Parameter scale: chooses that unit.
    func part(quanta: Int128, exact: Int128, by scale: (Int128) -> Scale) -> String {
        guard quanta == 0 && exact != 0 else { return text(quanta: quanta) }
        let own = scale(exact)
        let isShort = exact.magnitude < 10 * own.size.magnitude && own.size % 10 == 0
        return Scale(unit: own.unit, size: own.size, decimals: isShort ? 1 : 0).string(exact)
    }

    /// The number with its unit.
    func string(_ value: Int128) -> String { number(value) + " " + unit }

    /// A floating-point count of small units, such as an end of a range, in as many places but about three digits.
    func approximate(_ value: Double) -> String {
        let scaled = value / Double(size)
        let magnitude = abs(scaled)
        let places = magnitude >= 100 ? 0 : magnitude >= 10 ? 1 : magnitude >= 1 ? 2 : magnitude >= 0.1 ? 3 : 4
        return Figures.decimal(scaled, places: min(decimals, places))
    }
}
