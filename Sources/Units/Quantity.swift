/// A physical quantity held as an exact integer count of a small unit, with the symbols it may be written in.
///
/// Quantities are written with their unit (`100 Gb/s`, `2 us`, `430 g/kWh`); a bare number where a unit belongs is an
/// error. Decimals are read exactly, never through a binary floating-point number.
package protocol Quantity: Hashable, Comparable, Sendable {
    /// What the quantity is called in messages: "power", "bandwidth".
    static var name: String { get }
    /// Symbols and how many of the small unit each stands for; the first of equal scales is the preferred spelling.
    static var symbols: [UnitSymbol] { get }
    /// An example to show in an error: "400 W".
    static var example: String { get }
    /// The unit of values in files, which stands in their keys.
    static var keyUnit: KeyUnit { get }
    /// The value in the small unit.
    var count: Int64 { get }
    init(count: Int64)
}

/// One spelling of a unit: `symbol` stands for `scale` small units.
package struct UnitSymbol: Sendable {
    package let symbol: String
    package let scale: Int64
    package init(_ symbol: String, _ scale: Int64) {
        self.symbol = symbol
        self.scale = scale
    }
}

extension Quantity {
    package static func < (a: Self, b: Self) -> Bool { a.count < b.count }
    package static var zero: Self { Self(count: 0) }
}

/// Electrical power, counted in microwatts.
package struct Power: Quantity {
    package let count: Int64
    package init(count: Int64) { self.count = count }
    package static let name = "power"
    package static let example = "400 W"
    package static let symbols = [
        UnitSymbol("W", 1_000_000), UnitSymbol("mW", 1000), UnitSymbol("kW", 1_000_000_000),
        UnitSymbol("MW", 1_000_000_000_000),
    ]
    package var microwatts: Int64 { count }
    /// Watts, for printing and statistics only.
    package var watts: Double { Double(count) / 1e6 }
    package static func watts(_ value: Int) -> Self { Self(count: Int64(value) * 1_000_000) }
    package static func + (a: Self, b: Self) -> Self { Self(count: a.count + b.count) }
    package static func - (a: Self, b: Self) -> Self { Self(count: a.count - b.count) }
    package static func * (a: Self, n: Int) -> Self { Self(count: a.count * Int64(n)) }

    /// Energy drawn over `duration`: power × time, rounded half up to a nanojoule. Negative for a negative duration.
    package func energy(over duration: VirtualDuration) -> Energy {
        // 1 µW · 1 as = 1e-24 J = 1e-15 nJ
        Energy(count: Int64(Exact.multiplyDivide(Int128(count), duration.attoseconds, by: 1_000_000_000_000_000)))
    }
}

/// Energy of one ledger entry, counted in nanojoules (Int64: up to 2.56 MWh an entry; sums are Int128).
package struct Energy: Quantity {
    package let count: Int64
    package init(count: Int64) { self.count = count }
    package static let name = "energy"
    package static let example = "12.5 kWh"
    package static let symbols = [
        UnitSymbol("J", 1_000_000_000), UnitSymbol("mJ", 1_000_000), UnitSymbol("kJ", 1_000_000_000_000),
        UnitSymbol("Wh", 3_600_000_000_000), UnitSymbol("kWh", 3_600_000_000_000_000),
    ]
    package var nanojoules: Int64 { count }
}

/// Energy that a whole run may draw, counted in millijoules: a ledger's sum can be more than an `Energy` holds.
package struct EnergyAllowance: Quantity {
    package let count: Int64
    package init(count: Int64) { self.count = count }
    package static let name = "energy"
    package static let example = "1 kWh"
    package static let symbols = [
        UnitSymbol("J", 1000), UnitSymbol("mJ", 1), UnitSymbol("kJ", 1_000_000), UnitSymbol("Wh", 3_600_000),
        UnitSymbol("kWh", 3_600_000_000), UnitSymbol("MWh", 3_600_000_000_000),
        UnitSymbol("GWh", 3_600_000_000_000_000),
    ]
    package var nanojoules: Int128 { Int128(count) * 1_000_000 }
}

/// A number of bytes. Decimal prefixes (MB = 1e6) and binary ones (MiB = 2^20) are told apart.
package struct ByteCount: Quantity {
    package let count: Int64
    package init(count: Int64) { self.count = count }
    package static let name = "size"
    package static let example = "25 MiB"
    package static let symbols = [
        UnitSymbol("B", 1), UnitSymbol("kB", 1000), UnitSymbol("KB", 1000), UnitSymbol("MB", 1_000_000),
        UnitSymbol("GB", 1_000_000_000), UnitSymbol("TB", 1_000_000_000_000), UnitSymbol("PB", 1_000_000_000_000_000),
        UnitSymbol("KiB", 1 << 10), UnitSymbol("MiB", 1 << 20), UnitSymbol("GiB", 1 << 30), UnitSymbol("TiB", 1 << 40),
    ]
    package var bytes: Int64 { count }
    package static func * (a: Self, n: Int) -> Self { Self(count: a.count * Int64(n)) }
}

/// A data rate, counted in bits per second (1 Gb/s = 1e9 bit/s; 1 GB/s = 8e9 bit/s).
package struct Bandwidth: Quantity {
    package let count: Int64
    package init(count: Int64) { self.count = count }
    package static let name = "bandwidth"
    package static let example = "100 Gb/s"
    package static let symbols = [
        UnitSymbol("bit/s", 1), UnitSymbol("b/s", 1), UnitSymbol("kb/s", 1000), UnitSymbol("Mb/s", 1_000_000),
        UnitSymbol("Gb/s", 1_000_000_000), UnitSymbol("Tb/s", 1_000_000_000_000), UnitSymbol("Mbit/s", 1_000_000),
        UnitSymbol("Gbit/s", 1_000_000_000), UnitSymbol("Tbit/s", 1_000_000_000_000), UnitSymbol("B/s", 8),
        UnitSymbol("MB/s", 8_000_000), UnitSymbol("GB/s", 8_000_000_000), UnitSymbol("TB/s", 8_000_000_000_000),
    ]
    package var bitsPerSecond: Int64 { count }
    /// Decimal gigabits per second, for printing only.
    package var gigabitsPerSecond: Double { Double(count) / 1e9 }
    package static func * (a: Self, n: Int) -> Self { Self(count: a.count * Int64(n)) }

    /// The time `bytes` take at this rate, rounded half up to an attosecond.
    package func duration(ofBytes bytes: Int64) -> VirtualDuration {
        VirtualDuration(
            attoseconds: Exact.multiplyDivide(
                Int128(bytes) * 8, VirtualDuration.attosecondsPerSecond, by: Int128(count)))
    }
}

/// A span of time as written in a file (`2 us`, `4 years`), counted in picoseconds.
package struct TimeSpan: Quantity {
    package let count: Int64
    package init(count: Int64) { self.count = count }
    package static let name = "time"
    package static let example = "2 us"
    package static let symbols = [
        UnitSymbol("s", 1_000_000_000_000), UnitSymbol("ms", 1_000_000_000), UnitSymbol("us", 1_000_000),
        UnitSymbol("µs", 1_000_000), UnitSymbol("ns", 1000), UnitSymbol("ps", 1), UnitSymbol("min", 60_000_000_000_000),
        UnitSymbol("h", 3_600_000_000_000_000),
    ]
    package var duration: VirtualDuration { VirtualDuration(attoseconds: Int128(count) * 1_000_000) }
}

/// A lifetime in years of 365.25 days, counted in hours (8,766 to the year).
package struct Lifetime: Quantity {
    package let count: Int64
    package init(count: Int64) { self.count = count }
    package static let name = "lifetime"
    package static let example = "4 years"
    package static let symbols = [UnitSymbol("years", 8766), UnitSymbol("year", 8766), UnitSymbol("h", 1)]
    package var duration: VirtualDuration { VirtualDuration.seconds(Int(count) * 3600) }
}

/// A rate of floating-point operations, counted in FLOP/s.
package struct FLOPRate: Quantity {
    package let count: Int64
    package init(count: Int64) { self.count = count }
    package static let name = "compute rate"
    package static let example = "312 TFLOP/s"
    package static let symbols = [
        UnitSymbol("FLOP/s", 1), UnitSymbol("MFLOP/s", 1_000_000), UnitSymbol("GFLOP/s", 1_000_000_000),
        UnitSymbol("TFLOP/s", 1_000_000_000_000), UnitSymbol("PFLOP/s", 1_000_000_000_000_000),
    ]

    /// The time of `operations` FLOPs at `utilization` of this rate, rounded half up to an attosecond.
    package func duration(of operations: FLOPs, utilization: Ratio = .one) -> VirtualDuration {
        // operations · 1e18 · 1e9 / (rate · billionths): the first two factors are combined in 128 bits.
        VirtualDuration(
            attoseconds: Exact.multiplyDivide(
                operations.count * Int128(Ratio.scale), VirtualDuration.attosecondsPerSecond,
                by: Int128(count) * Int128(utilization.count)))
    }
}

/// A number of floating-point operations (a count, not a rate).
package struct FLOPs: Hashable, Comparable, Sendable {
    package var count: Int128
    package init(_ count: Int128) { self.count = count }
    package static func < (a: Self, b: Self) -> Bool { a.count < b.count }
    package static func + (a: Self, b: Self) -> Self { Self(a.count + b.count) }
    package static func * (a: Self, n: Int) -> Self { Self(a.count * Int128(n)) }
}

/// A dimensionless number such as a PUE or a utilisation, counted in billionths; written plain or as a percentage.
package struct Ratio: Quantity {
    package let count: Int64
    package init(count: Int64) { self.count = count }
    package static let name = "ratio"
    package static let example = "0.4"
    package static let symbols = [UnitSymbol("", 1_000_000_000), UnitSymbol("%", 10_000_000)]
    /// Billionths in one.
    package static let scale: Int64 = 1_000_000_000
    package static let one = Ratio(count: scale)
    package var value: Double { Double(count) / 1e9 }
}

/// Carbon intensity of electricity, counted in micrograms of CO2-equivalent per kWh.
package struct CarbonIntensity: Quantity {
    package let count: Int64
    package init(count: Int64) { self.count = count }
    package static let name = "carbon intensity"
    package static let example = "430 g/kWh"
    package static let symbols = [
        UnitSymbol("g/kWh", 1_000_000), UnitSymbol("gCO2e/kWh", 1_000_000), UnitSymbol("kg/kWh", 1_000_000_000),
        UnitSymbol("kg/MWh", 1_000_000), UnitSymbol("t/MWh", 1_000_000_000),
    ]
    package var gramsPerKilowattHour: Double { Double(count) / 1e6 }

    /// Emissions of `energy`, rounded half up to a microgram.
    package func emissions(of energy: Energy) -> CarbonMass {
        CarbonMass(count: Int64(Exact.multiplyDivide(Int128(energy.count), Int128(count), by: 3_600_000_000_000_000)))
    }
}

/// Water used for each kilowatt-hour of IT energy (water usage effectiveness), counted in microlitres a kilowatt-hour.
package struct WaterUse: Quantity {
    package let count: Int64
    package init(count: Int64) { self.count = count }
    package static let name = "water usage effectiveness"
    package static let example = "1.8 L/kWh"
    package static let symbols = [UnitSymbol("L/kWh", 1_000_000), UnitSymbol("mL/kWh", 1000)]
}

/// A mass of CO2-equivalent, counted in micrograms.
package struct CarbonMass: Quantity {
    package let count: Int64
    package init(count: Int64) { self.count = count }
    package static let name = "carbon mass"
    package static let example = "150 kg"
    package static let symbols = [
        UnitSymbol("g", 1_000_000), UnitSymbol("mg", 1000), UnitSymbol("ug", 1), UnitSymbol("kg", 1_000_000_000),
        UnitSymbol("t", 1_000_000_000_000), UnitSymbol("gCO2e", 1_000_000), UnitSymbol("kgCO2e", 1_000_000_000),
    ]
    package var micrograms: Int64 { count }
    package static func * (a: Self, n: Int) -> Self { Self(count: a.count * Int64(n)) }
    package var grams: Double { Double(count) / 1e6 }
}
