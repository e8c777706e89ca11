package import ClusterModel

/// A training run whose energy and emissions were published, and what they were computed from.
package struct PublishedRun: Sendable {
    /// Emissions by one way of accounting.
    package struct Emissions: Sendable {
        /// "net" or "gross" where both were published, else empty.
        package let basis: String
        /// Mass of CO2-equivalent over energy, in kg/kWh or lb/kWh.
        package let intensity: PublishedFigure
        /// In t or lb.
        package let published: PublishedFigure
    }

    /// The model, and what tells runs of it apart.
    package let name: String
    /// Accelerator family, as in the table of throughputs.
    package let hardware: String
    /// `nil` where `time` is the sum over all accelerators.
    package let accelerators: Int?
    /// In d, h or millions of hours.
    package let time: PublishedFigure
    /// Of an accelerator with its share of the host, or of the whole machine.
    package let power: PublishedFigure
    /// `nil` where the intensities hold it already.
    package let pue: PublishedFigure?
    /// In MWh; `nil` if only emissions were published.
    package let energy: PublishedFigure?
    /// At least one.
    package let emissions: [Emissions]
    /// Why the row proves no model, if it does not.
    package let circular: String?
    /// What else a reader of the row should know.
    package let note: String?
    /// Where the figures stand.
    package let source: String
    /// Of the source.
    package let year: Int
    /// How far the figures can be trusted to be those of the source.
    package let confidence: Confidence
}

extension PublishedRun {
    /// Reads the figures of an entry.
    init(_ entry: PublishedRunEntry) throws(PublishedTableError) {
        let exact = entry.exact ?? []
        func figure(_ text: String, _ key: String, _ units: [String]) throws(PublishedTableError) -> PublishedFigure {
            try PublishedFigure(text, isExact: exact.contains(key), units: units, of: "\(entry.name).\(key)")
        }
        let known = ["time", "power", "pue", "intensity"]
        guard exact.allSatisfy(known.contains) else {
            throw PublishedTableError(description: "\(entry.name).exact: only \(known.joined(separator: ", "))")
        }
        guard let confidence = Confidence(rawValue: entry.confidence), !entry.source.isEmpty else {
            throw PublishedTableError(description: "\(entry.name): a source and a known confidence are needed")
        }
        guard !entry.emissions.isEmpty, entry.accelerators ?? 1 > 0 else {
            throw PublishedTableError(description: "\(entry.name): accelerators and emissions must be at least one")
        }
        name = entry.name
        hardware = entry.hardware
        accelerators = entry.accelerators
        time = try figure(entry.time, "time", ["d", "h", "Mh"])
        power = try figure(entry.power, "power", ["W"])
        if let text = entry.pue { pue = try figure(text, "pue", [""]) } else { pue = nil }
        if let text = entry.energy { energy = try figure(text, "energy", ["MWh"]) } else { energy = nil }
        var emissions: [Emissions] = []
        for item in entry.emissions {
            let intensity = try figure(item.intensity, "intensity", ["kg/kWh", "lb/kWh"])
            let unit = intensity.unit == "kg/kWh" ? "t" : "lb"
            emissions.append(
                Emissions(
                    basis: item.basis ?? "", intensity: intensity,
                    published: try figure(item.published, "published", [unit])))
        }
        self.emissions = emissions
        circular = entry.circular
        note = entry.note
        source = entry.source
        year = entry.year
        self.confidence = confidence
    }
}
