internal import Units

/// Resolves the sites that nodes name: an entry of `sites`, a region of the catalog, or a region with changes.
struct SiteReading {
    let catalog: Catalog
    let log: ProblemLog

    private static let keys = [
        "pue", "intensity", "region", "operator", "hourly", "market_intensity", "marginal_intensity", "wue",
    ]

    /// The sites of the file in its order, then the catalog's regions that nodes name without an entry.
    ///
    /// - Parameter used: Names that nodes give, with their places.
    func sites(_ value: YAMLValue?, used: [(name: String, location: Location)]) -> [Site]? {
        var sites: [Site] = []
        var listed: [String] = []
        var isComplete = true
        if let value {
            guard let reader = MappingReader(named: value, path: "sites", log: log) else { return nil }
            for entry in reader.entries where !listed.contains(entry.key) {
                listed.append(entry.key)
                if let site = site(entry) { sites.append(site) } else { isComplete = false }
                if !used.contains(where: { $0.name == entry.key }) {
                    log.warning(entry.keyLocation, "no node stands at the site '\(entry.key)'")
                }
            }
        }
        for (name, location) in used where !listed.contains(name) {
            listed.append(name)
            guard let region = catalog.regions[name], let facility = catalog.operators[region.operatorName] else {
                log.error(
                    location, "the site '\(name)' is neither under sites nor a known region",
                    remedy: Spelling.nearest(
                        to: name, among: Array(catalog.regions.keys) + listed.filter { $0 != name }
                    )
                    .map { "did you mean '\($0)'?" }
                        ?? "add sites: { \(name): { pue: 1.10, intensity: 430 g/kWh } }")
                isComplete = false
                continue
            }
            sites.append(Site(name: name, pue: facility.pue, intensity: region.intensity, place: region.place))
        }
        return isComplete ? sites : nil
    }

    private func site(_ entry: YAMLValue.Entry) -> Site? {
        let path = "sites.\(entry.key)"
        guard let fields = MappingReader(entry.value, path: path, keys: Self.keys, log: log) else { return nil }
        var region = catalog.regions[entry.key]
        if let value = fields.optional("region") {
            region = fields.lookUp(value, "\(path).region", in: catalog.regions, section: "regions")
            if region == nil { return nil }
        }
        var facility = region.flatMap { catalog.operators[$0.operatorName] }
        if let value = fields.optional("operator") {
            facility = fields.lookUp(value, "\(path).operator", in: catalog.operators, section: "operators")
            if facility == nil { return nil }
        }
        let pue = fields.estimate("pue", default: facility?.pue, in: .pue)
        guard let series = series(fields) else { return nil }
        let intensity: Estimate<CarbonIntensity>?
        if let series {
            intensity = mean(of: series, fields)
        } else {
            intensity = fields.estimate("intensity", default: region?.intensity, in: Limits.intensity)
        }
        guard let market: Estimate<CarbonIntensity>? = optional("market_intensity", fields, in: Limits.intensity),
            let marginal: Estimate<CarbonIntensity>? = optional("marginal_intensity", fields, in: Limits.intensity),
            let water: Estimate<WaterUse>? = optional("wue", fields, in: .zero...WaterUse(count: 100_000_000)),
            let pue, let intensity
        else { return nil }
        return Site(
            name: entry.key, pue: pue, intensity: intensity, series: series, marketIntensity: market,
            marginalIntensity: marginal, waterUse: water, place: region?.place)
    }

    /// A figure that may be absent; the outer `nil` after logging.
    private func optional<Value: Quantity>(
        _ key: String, _ fields: MappingReader, in range: ClosedRange<Value>
    ) -> Estimate<Value>?? {
        guard let value = fields.optional(key) else { return .some(nil) }
        return fields.estimate(value, fields.name(of: key), in: range).map { .some($0) }
    }

    /// The series of `hourly`, which may be absent; the outer `nil` after logging.
    private func series(_ fields: MappingReader) -> IntensitySeries?? {
        guard let value = fields.optional("hourly") else { return .some(nil) }
        if fields.optional("intensity") != nil {
            log.error(
                value.location, "\(fields.path) has both an intensity and an hourly series",
                remedy: "keep one of them: the series has a mean of its own")
        }
        guard let series = SeriesText.series(value, fields.name(of: "hourly"), log: log) else { return nil }
        return .some(series)
    }

    /// The constant that scales the whole series, as uncertain as a yearly figure of the catalog.
    private func mean(of series: IntensitySeries, _ fields: MappingReader) -> Estimate<CarbonIntensity> {
        let mean = series.mean
        let tenth = mean.count / 10
        return Estimate(
            name: fields.name(of: "intensity"), low: CarbonIntensity(count: mean.count - tenth), central: mean,
            high: CarbonIntensity(count: mean.count + tenth),
            source:
                "mean of \(series.values.count) values from \(series.first) on; 10 % either side, as for yearly figures",
            year: 0, confidence: .configured)
    }
}
