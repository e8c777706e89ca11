internal import ClusterModel
internal import Units

/// What a value is counted in: how it is printed, and what the key of it in a file ends with.
struct ExplainedUnit: Sendable, Hashable {
    let symbol: String
    /// Empty where there is no unit.
    let key: String

    static let grams = Self(symbol: "gCO2e", key: "gco2e")
    static let joules = Self(symbol: "J", key: "joules")
    static let seconds = Self(symbol: "s", key: "seconds")
    static let ratio = Self(symbol: "", key: "ratio")
    static let count = Self(symbol: "", key: "")
    static let watts = Self(symbol: "W", key: "watts")
    static let joulesPerByte = Self(symbol: "J/B", key: "joules_per_byte")
    static let bytes = Self(symbol: "B", key: "bytes")
    static let bytesPerSecond = Self(symbol: "B/s", key: "bytes_per_second")
    static let gramsPerMillionTokens = Self(symbol: "gCO2e/million tokens", key: "gco2e_per_million_tokens")
    static let gramsPerKilowattHour = Self(symbol: "gCO2e/kWh", key: "gco2e_per_kwh")
    static let tokensPerSecond = Self(symbol: "tokens/s", key: "tokens_per_second")
    static let litres = Self(symbol: "L", key: "litres")
    static let nats = Self(symbol: "nat", key: "nats")
    static let flops = Self(symbol: "FLOP", key: "flops")

    /// Of a constant.
    init(_ unit: KeyUnit) {
        let symbols = [
            "watts": "W", "joules": "J", "bytes": "B", "bits_per_second": "bit/s", "seconds": "s", "hours": "h",
            "flop_per_second": "FLOP/s", "gco2e_per_kwh": "gCO2e/kWh", "gco2e": "gCO2e", "litres_per_kwh": "L/kWh",
        ]
        self.init(symbol: symbols[unit.name] ?? unit.name, key: unit.name.isEmpty ? "ratio" : unit.name)
    }

    private init(symbol: String, key: String) {
        self.symbol = symbol
        self.key = key
    }

    /// The value as reports print such a one, beside the number in this unit; `nil` where they are the same.
    func printed(_ value: Double) -> String? {
        guard value.isFinite, abs(value) < 1e20 else { return nil }
        switch self {
        case .grams:
            let micrograms = Int128((value * 1e6).rounded())
            return Scale.emissions(micrograms).string(micrograms) + "CO2e"
        case .joules:
            let nanojoules = Int128((value * 1e9).rounded())
            return Scale.energy(nanojoules).string(nanojoules)
        case .seconds: return Figures.duration(VirtualDuration(attoseconds: Int128((value * 1e18).rounded())))
        case .ratio: return abs(value) <= 1 ? Figures.percent(value) : nil
        case .bytesPerSecond: return Figures.decimal(value / 1e9, places: value < 1e9 ? 4 : 2) + " GB/s"
        case .bytes: return value >= 1000 ? ByteCount(count: Int64(value)).formatted(decimals: 1) : nil
        default: return nil
        }
    }

    /// The number with its unit, and as printed.
    func string(_ value: Double) -> String {
        let number = Formula.digits(Formula.rounded(value, digits: 7)) + (symbol.isEmpty ? "" : " " + symbol)
        return printed(value).map { "\(number) (\($0))" } ?? number
    }
}
