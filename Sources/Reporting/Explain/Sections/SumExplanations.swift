internal import Accounting

extension ExplanationBook {
    /// Energy and emissions of a sum of ledger entries, facility included unless the meaning says else.
    ///
    /// - Parameters:
    ///   - energyAliases: `nil` for the aliases with the word energy behind each.
    ///   - energy, emissions: formulas; `nil` where it is the ledger's sum and nothing else.
    ///   - rounding: entries that the formula does not round; `nil` where it is exact.
    mutating func addSums(
        _ name: String, _ total: LedgerTotal, aliases: [String] = [], energyAliases: [String]? = nil,
        symbol: String? = nil, place: String, meaning: String,
        origin: Explanation.Origin = .ledger, energy: Formula? = nil, emissions: Formula? = nil,
        entries: Int? = nil, related: [String] = []
    ) {
        let rounding = { (quantum: Double, unit: String) in
            entries.map { Explanation.Rounding(entries: $0, quantum: quantum, unit: unit) }
        }
        add(
            Explanation(
                "\(name).emissions_gco2e", total.grams, .grams, symbol: symbol, aliases: aliases, place: place,
                meaning: "emissions " + meaning, origin: emissions == nil ? origin : .formula, formula: emissions,
                rounding: rounding(1e-6, "a microgram"), keys: ["\(name).emissions_micrograms"],
                related: ["\(name).energy_joules"] + related))
        add(
            Explanation(
                "\(name).energy_joules", Double(total.energy) / 1e9, .joules, symbol: symbol,
                aliases: energyAliases ?? aliases.map { $0 + " energy" }, place: place,
                meaning: "energy " + meaning, origin: energy == nil ? origin : .formula, formula: energy,
                rounding: rounding(1e-9, "a nanojoule"), keys: ["\(name).energy_nanojoules"],
                related: ["\(name).emissions_gco2e"] + related))
    }
}

extension LedgerTotal {
    static func - (a: Self, b: Self) -> Self {
        Self(energy: a.energy - b.energy, emissions: a.emissions - b.emissions)
    }
}

extension Component {
    /// As tables call it.
    var word: String {
        switch self {
        case .accelerator: "accelerators"
        case .cpu: "CPU"
        case .memory: "memory"
        case .hostBase: "node base"
        case .storage: "storage"
        case .nic: "NIC"
        case .switch: "switches"
        case .optics: "optics"
        case .wan: "WAN links"
        case .facility: "facility"
        }
    }
}
