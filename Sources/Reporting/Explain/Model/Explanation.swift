/// Where one number of a run comes from.
package struct Explanation: Sendable {
    /// A value, or what stands for it where it is no number.
    enum Value: Sendable, Hashable {
        case number(Double, ExplainedUnit)
        case text(String)
    }

    /// What a value without a formula rests on.
    enum Origin: Sendable, Hashable {
        /// It follows from the formula.
        case formula
        /// The sum of entries of the ledger, each of them rounded once.
        case ledger
        /// The emulation's clocks, which no formula replaces.
        case clocks
        /// Another pricing of the run, as the meaning says.
        case repricing
        /// The cluster file or the command line.
        case configuration
        /// Really measured: training, or the host.
        case measured
        /// The catalog or the cluster file.
        case constant(ConstantFacts)
    }

    /// Range and source of a constant, as text.
    struct ConstantFacts: Sendable, Hashable {
        let low: String
        let central: String
        let high: String
        let source: String
        /// 0 where it is not given.
        let year: Int
        let confidence: String
    }

    /// The dotted path, as in `result.json` where it is there; what is one of an array is named in brackets.
    let name: String
    /// In formulas.
    let symbol: String
    /// Short names, as printed; lower case.
    let aliases: [String]
    /// Where a reader meets it.
    let place: String
    /// One line.
    let meaning: String
    let value: Value
    let origin: Origin
    /// `nil` where it follows from no others.
    let formula: Formula?
    /// How far the formula may be from the value, and why: roundings of so many entries; `nil` where it is exact.
    let rounding: Rounding?
    /// Other paths of keys that this is the explanation of; one that ends with a dot is of all below it.
    let keys: [String]
    /// Names of explanations that are no inputs but belong to it.
    let related: [String]

    /// Entries that were each rounded once, to `quantum` in the value's unit.
    struct Rounding: Sendable, Hashable {
        let entries: Int
        let quantum: Double
        /// "a microgram".
        let unit: String
    }

    init(
        _ name: String, _ value: Double, _ unit: ExplainedUnit, symbol: String? = nil, aliases: [String] = [],
        place: String, meaning: String, origin: Origin = .formula, formula: Formula? = nil, rounding: Rounding? = nil,
        keys: [String] = [], related: [String] = []
    ) {
        self.init(
            name, value: .number(value, unit), symbol: symbol, aliases: aliases, place: place, meaning: meaning,
            origin: origin, formula: formula, rounding: rounding, keys: keys, related: related)
    }

    init(
        _ name: String, value: Value, symbol: String? = nil, aliases: [String] = [], place: String, meaning: String,
        origin: Origin, formula: Formula? = nil, rounding: Rounding? = nil, keys: [String] = [],
        related: [String] = []
    ) {
        self.name = name
        self.symbol = symbol ?? Self.symbol(of: name)
        self.aliases = aliases
        self.place = place
        self.meaning = meaning
        self.value = value
        self.origin = origin
        self.formula = formula
        self.rounding = rounding
        self.keys = keys
        self.related = related
    }

    /// The number; `nil` where it is none.
    var number: Double? { if case .number(let number, _) = value { number } else { nil } }

    /// Number, unit, and as printed.
    var shown: String {
        switch value {
        case .number(let number, let unit): unit.string(number)
        case .text(let text): text
        }
    }

    /// The name with nothing between its brackets: the path of the key in `result.json`.
    var pattern: String { Self.pattern(of: name) }

    static func pattern(of name: String) -> String {
        var (text, isInside) = ("", false)
        for character in name {
            if character == "]" { isInside = false }
            if !isInside { text.append(character) }
            if character == "[" { isInside = true }
        }
        return text
    }

    /// The last part of a path that says something.
    private static func symbol(of name: String) -> String {
        let parts = name.split(separator: ".").map(String.init)
        let plain = ["total", "emissions_gco2e", "energy_joules", "gco2e", "ratio"]
        let telling = parts.last { !plain.contains($0) } ?? name
        return telling.map { $0.isLetter || $0.isNumber || $0 == "_" ? String($0) : "_" }.joined()
            .split(separator: "_").joined(separator: "_")
    }
}
