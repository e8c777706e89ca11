/// The published arithmetic, done again without rounding.
///
/// - energy = accelerators · hours · W · PUE / 10^6, in MWh
/// - emissions = energy · intensity, in t (from kg/kWh) or lb (from lb/kWh)
package enum RunArithmetic {
    /// All rows of a run that something published stands beside: its energy, and its emissions by each accounting.
    package static func rows(_ run: PublishedRun) -> [ValidationRow] {
        let energy = energy(run)
        var rows: [ValidationRow] = []
        if let published = run.energy {
            rows.append(ValidationRow(run: run, quantity: .energy, basis: "", ours: energy, published: published))
        }
        for item in run.emissions {
            // MWh · kg/kWh is t; MWh · lb/kWh is a thousand lb.
            let mass = energy * item.intensity.number
            let ours = item.published.unit == "lb" ? mass * ExactDecimal(1000) : mass
            rows.append(
                ValidationRow(run: run, quantity: .emissions, basis: item.basis, ours: ours, published: item.published))
        }
        return rows
    }

    /// In MWh.
    static func energy(_ run: PublishedRun) -> PrintedNumber {
        let facility = run.pue?.number ?? PrintedNumber(exactly: ExactDecimal(1))
        return (acceleratorHours(run) * run.power.number * facility).shifted(right: 6)
    }

    /// Hours over all accelerators.
    static func acceleratorHours(_ run: PublishedRun) -> PrintedNumber {
        let hours: Int128 =
            switch run.time.unit {
            case "d": 24
            case "Mh": 1_000_000
            default: 1
            }
        return run.time.number * ExactDecimal(Int128(run.accelerators ?? 1) * hours)
    }
}
