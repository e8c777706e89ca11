import Testing
import Units

@Suite("Quantities are read exactly")
struct QuantityParsingTests {
    @Test(
        "A number with its unit is read",
        arguments: [
            ("400 W", 400_000_000), ("2.5kW", 2_500_000_000), ("  1_000 mW ", 1_000_000), ("0.000001 W", 1),
            ("-3 W", -3_000_000), ("+3 W", 3_000_000), (".5 W", 500_000), ("0 W", 0),
        ] as [(String, Int64)])
    func power(text: String, microwatts: Int64) throws {
        #expect(try Power(parsing: text).microwatts == microwatts)
    }

    @Test("Decimal and binary prefixes are told apart")
    func prefixes() throws {
        #expect(try ByteCount(parsing: "25 MiB").bytes == 26_214_400)
        #expect(try ByteCount(parsing: "25 MB").bytes == 25_000_000)
        #expect(try Bandwidth(parsing: "1 GB/s").bitsPerSecond == 8_000_000_000)
        #expect(try Bandwidth(parsing: "1 Gb/s").bitsPerSecond == 1_000_000_000)
    }

    @Test("A ratio is a plain number or a percentage")
    func ratios() throws {
        #expect(try Ratio(parsing: "0.4") == Ratio(parsing: "40 %"))
        #expect(try Ratio(parsing: "1.10").count == 1_100_000_000)
    }

    @Test("A lifetime in years has 8,766 hours a year")
    func lifetimes() throws {
        #expect(try Lifetime(parsing: "4 years").count == 35_064)
        #expect(try EnergyAllowance(parsing: "1.5 MWh").nanojoules == 5_400_000_000_000_000_000)
        #expect(try EnergyAllowance(parsing: "1kWh").formatted() == "1 kWh")
        #expect(try Lifetime(parsing: "0.5 years").duration == .seconds(4383 * 3600))
    }

    @Test(
        "Odd input is refused with the reason",
        arguments: [
            ("100", "'100' has no unit: a power is written like 400 W"),
            ("100 Gbps", "unknown unit 'Gbps' in '100 Gbps': a power takes W, mW, kW, MW"),
            ("1e3 W", "'1e3 W' has an exponent: write the digits out, like 400 W"),
            ("1.5.2 W", "'1.5.2' in '1.5.2 W' is not a decimal number"),
            ("1..2 W", "'1..2' in '1..2 W' is not a decimal number"),
            ("1__0 W", "'1__0' in '1__0 W' is not a decimal number"),
            ("1_ W", "'1_' in '1_ W' is not a decimal number"),
            ("- W", "'-' in '- W' is not a decimal number"),
            ("3-2 W", "'3-2' in '3-2 W' is not a decimal number"),
            ("", "the power is empty: it is written like 400 W"),
            ("   ", "the power is empty: it is written like 400 W"),
            ("watts", "'watts' is not a power: it is written like 400 W"),
            ("٣ W", "'٣ W' is not a power: it is written like 400 W"),
            ("99999999999999999999 W", "'99999999999999999999 W' is out of range or finer than a power is kept"),
            ("9223372036854.775808 W", "'9223372036854.775808 W' is out of range or finer than a power is kept"),
            ("0.0000001 W", "'0.0000001 W' is out of range or finer than a power is kept"),
            (
                "1111111111111111111111111111111111111111 W",
                "'1111111111111111111111111111111111111111' in '1111111111111111111111111111111111111111 W' is not a decimal number"
            ),
        ])
    func refused(text: String, reason: String) {
        let error = #expect(throws: QuantityError.self) { try Power(parsing: text) }
        #expect(error?.description == reason)
    }

    @Test("The largest value that fits is read")
    func largest() throws {
        #expect(try Power(parsing: "9223372036854.775807 W").count == .max)
    }
}

@Suite("Quantities are printed for readers")
struct QuantityFormattingTests {
    @Test("The largest unit in which the value is at least one is chosen, and zeros are dropped")
    func units() throws {
        #expect(Power.watts(400).formatted() == "400 W")
        #expect(Power.watts(10_200).formatted() == "10.2 kW")
        #expect(Power(count: -1_500).formatted() == "-1.5 mW")
        #expect(Power.zero.formatted() == "0 W")
        #expect(ByteCount(count: 24_921_779_200).formatted(decimals: 1) == "24.9 GB")
        #expect(ByteCount(count: 26_214_400).formatted() == "26.214 MB")
        #expect(try Bandwidth(parsing: "12.5 GB/s").formatted() == "100 Gb/s")
        #expect(try CarbonIntensity(parsing: "430 g/kWh").formatted() == "430 g/kWh")
        #expect(try Ratio(parsing: "40 %").formatted() == "0.4")
        #expect(Power(count: 1_999_999).formatted(decimals: 0) == "2 W")
    }

    @Test(
        "What was printed with all its places reads back as the same value",
        arguments: [1, 17, 999, 123_456_789] as [Int64])
    func roundTrip(count: Int64) throws {
        #expect(try Power(parsing: Power(count: count).formatted(decimals: 9)).count == count)
        #expect(try TimeSpan(parsing: TimeSpan(count: count).formatted(decimals: 12)).count == count)
    }

    @Test("A text's unit is known apart from its number, and numbers stand in a unit that is given")
    func writtenUnits() throws {
        #expect(Bandwidth.unit(of: " 2040 GB/s ")?.symbol == "GB/s")
        #expect(Ratio.unit(of: "0.4")?.symbol == "" && Ratio.unit(of: "2 %")?.symbol == "%")
        #expect(Power.unit(of: "4 kg")?.symbol == nil && Power.unit(of: "4")?.symbol == nil)
        let rate = try #require(Bandwidth.unit(of: "1 GB/s"))
        #expect(try Bandwidth(parsing: "0.9 Tb/s").number(in: rate) == "112.5")
        #expect(Power.zero.number(in: Power.symbols[0]) == "0")
        #expect(try ByteCount(parsing: "1 B").number(in: UnitSymbol("KiB", 1024)) == "0.000976563")
    }

    @Test("The unit of a key stands for as many small units as its symbol")
    func keyUnits() {
        #expect(Power.watts(3).count == 3 * Power.keyUnit.scale && Ratio.one.count == Ratio.keyUnit.scale)
        #expect(Lifetime(count: 8766).count / Lifetime.keyUnit.scale == 8766)
        #expect(TimeSpan.keyUnit.scale == TimeSpan.symbols.first { $0.symbol == "s" }?.scale)
        #expect(Energy.keyUnit.scale == Energy.symbols.first { $0.symbol == "J" }?.scale)
        #expect(EnergyAllowance.keyUnit.scale == EnergyAllowance.symbols.first { $0.symbol == "J" }?.scale)
        #expect(CarbonMass.keyUnit.scale == CarbonMass.symbols.first { $0.symbol == "g" }?.scale)
        #expect(CarbonIntensity.keyUnit.scale == CarbonIntensity.symbols.first { $0.symbol == "g/kWh" }?.scale)
        #expect(WaterUse.keyUnit.scale == WaterUse.symbols.first { $0.symbol == "L/kWh" }?.scale)
    }
}
