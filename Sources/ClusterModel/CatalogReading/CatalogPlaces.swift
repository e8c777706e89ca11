package import Units

/// A grid region with its yearly average.
package struct Region: Hashable, Sendable {
    /// Its name in the catalog.
    package let name: String
    /// Yearly average, location-based.
    package let intensity: Estimate<CarbonIntensity>
    /// Whose PUE holds where the file gives none.
    package let operatorName: String
    /// Where it is; `nil` where that is not told.
    package let place: Place?

    init?(entry: EntryReader, operators: [String: FacilityOperator]) {
        guard let fields = entry.fields("intensity", "operator", "country", "country_name", "place") else { return nil }
        let intensity: Estimate<CarbonIntensity>? = fields.estimate("intensity", in: .nonNegative)
        let facility = fields.required("operator", example: "average").flatMap {
            fields.lookUp($0, fields.name(of: "operator"), in: operators, section: "operators")
        }
        let words = ["country", "country_name", "place"].map { key in
            fields.optional(key).map { fields.text($0, fields.name(of: key)) }
        }
        guard let intensity, let facility, words.allSatisfy({ $0 != .some(nil) }) else { return nil }
        guard let place = Place.written(words, fields, region: entry.name, operatorName: facility.name) else {
            return nil
        }
        self.place = place
        name = entry.name
        self.intensity = intensity
        operatorName = facility.name
    }
}

/// Who runs a data centre, with the published yearly PUE.
package struct FacilityOperator: Hashable, Sendable {
    /// Its name in the catalog.
    package let name: String
    /// Facility energy over IT energy, at least 1.
    package let pue: Estimate<Ratio>

    init?(entry: EntryReader) {
        guard let fields = entry.fields("pue") else { return nil }
        guard let pue: Estimate<Ratio> = fields.estimate("pue", in: .pue) else { return nil }
        name = entry.name
        self.pue = pue
    }
}

extension ClosedRange where Bound == Ratio {
    /// A facility draws at least what its IT equipment draws; beyond five times it the figure is a mistake.
    static var pue: Self { .one...Ratio(count: 5 * Ratio.scale) }
}
