/// What an axis measures: the units in which its numbers may be told. One of them is chosen for all figures of an axis.
package struct Measure: Sendable, Hashable {
    /// One unit: how many base units it has, and from which magnitude in base units on it is used.
    struct Unit: Sendable, Hashable {
        let symbol: String
        let size: Double
        let from: Double
    }

    /// From small to large; empty for a bare number.
    let units: [Unit]
    /// Numbers in a single unit, however large, are not given a power of ten of their own.
    let keepsUnit: Bool

    private init(_ units: [Unit], keepsUnit: Bool = false) { (self.units, self.keepsUnit) = (units, keepsUnit) }

    private init(_ units: [(symbol: String, size: Double)]) {
        // From two on, as 0.8 of a large unit reads worse than 800 of a small one.
        self.init(units.map { Unit(symbol: $0.symbol, size: $0.size, from: 2 * $0.size) })
    }

    /// A number without a unit; from a million on and below a thousandth the axis says its power of ten.
    package static let number = Self([Unit]())

    /// A share of one, told in per cent.
    package static let share = Self([Unit(symbol: "%", size: 0.01, from: 0)], keepsUnit: true)

    /// A unit that takes no prefix, such as `nats` or `nodes`.
    package static func unit(_ symbol: String) -> Self { Self([(symbol, 1)]) }

    /// A base unit with its decimal prefixes, such as `W`, `B` or `bit/s`.
    package static func prefixed(_ symbol: String) -> Self {
        Self(
            [
                ("n", 1e-9), ("µ", 1e-6), ("m", 1e-3), ("", 1), ("k", 1e3), ("M", 1e6), ("G", 1e9), ("T", 1e12),
                ("P", 1e15),
            ].map { ($0.0 + symbol, $0.1) })
    }

    /// Watt-hours and their multiples.
    package static let energy = prefixed("Wh")

    /// Grams, then tonnes: `.mass("CO2e")` is told as `mgCO2e`, `gCO2e`, `kgCO2e`, `tCO2e`.
    package static func mass(_ substance: String) -> Self {
        Self([("µg", 1e-6), ("mg", 1e-3), ("g", 1), ("kg", 1e3), ("t", 1e6)].map { ($0.0 + substance, $0.1) })
    }

    /// Seconds and their parts, then minutes from ten of them on, hours from two and days from two.
    package static let time = Self(
        [
            ("ns", 1e-9), ("µs", 1e-6), ("ms", 1e-3), ("s", 1),
        ].map { Unit(symbol: $0.0, size: $0.1, from: 2 * $0.1) } + [
            Unit(symbol: "min", size: 60, from: 600), Unit(symbol: "h", size: 3600, from: 7200),
            Unit(symbol: "d", size: 86_400, from: 172_800),
        ])

    /// The unit for numbers up to `magnitude`.
    ///
    /// - Returns: what stands in the axis title, and base units in one of it.
    func choose(upTo magnitude: Double) -> ChosenUnit {
        let unit =
            units.last { $0.from <= magnitude } ?? (magnitude == 0 ? units.last { $0.size == 1 } : nil)
            ?? units.first
        guard units.count <= 1, !keepsUnit, magnitude > 0, magnitude >= 1e6 || magnitude < 1e-3 else {
            return ChosenUnit(symbol: unit?.symbol ?? "", size: unit?.size ?? 1, told: nil)
        }
        let exponent = Logarithm.floor(magnitude)
        let third = exponent >= 0 ? exponent / 3 * 3 : -((2 - exponent) / 3 * 3)
        let symbol = ["× " + Digits.powerOfTen(third), unit?.symbol ?? ""].filter { !$0.isEmpty }
        return ChosenUnit(
            symbol: symbol.joined(separator: " "), size: Logarithm.power(third), told: (unit?.symbol ?? "", 1))
    }

    /// The unit without a prefix, where numbers span so many decades that powers of ten stand at the axis.
    var base: ChosenUnit {
        let unit = units.first { $0.size == 1 } ?? units.first
        return ChosenUnit(symbol: unit?.symbol ?? "", size: unit?.size ?? 1, told: nil)
    }
}

/// The unit of all figures of one axis.
struct ChosenUnit: Sendable {
    let symbol: String
    /// Base units in one.
    let size: Double
    /// What single numbers are told in, where the axis has a power of ten instead of a prefix.
    let told: (symbol: String, size: Double)?

    /// A number of base units in this unit.
    func scaled(_ value: Double) -> Double { value / size }

    /// `12.3 kWh`.
    func text(_ value: Double) -> String {
        let symbol = told?.symbol ?? symbol
        return number(value) + (symbol.isEmpty ? "" : " " + symbol)
    }

    /// As `text`, without the unit.
    func number(_ value: Double) -> String { Digits.short(value / (told?.size ?? size)) }

    /// `+12.3 kWh`, `−4 kWh`.
    func signed(_ value: Double) -> String { (value > 0 ? "+" : "") + text(value) }

    /// `12.3 kWh (11.0 to 14.0)`, the range only where there is one.
    func text(_ value: Double, low: Double?, high: Double?) -> String {
        guard let low, let high else { return text(value) }
        return "\(text(value)) (\(number(low)) to \(number(high)))"
    }

    /// `energy (kWh)`.
    func title(_ name: String) -> String {
        guard !symbol.isEmpty else { return name }
        return name.isEmpty ? symbol : "\(name) (\(symbol))"
    }
}
