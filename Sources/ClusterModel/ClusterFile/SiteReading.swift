internal import Units

/// Resolves the sites that nodes name: an entry of `sites`, a region of the catalog, or a region with changes.
struct SiteReading {
    let catalog: Catalog
    let log: ProblemLog

    private static let keys = ["pue", "intensity", "region", "operator"]

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
            sites.append(Site(name: name, pue: facility.pue, intensity: region.intensity))
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
        let intensity = fields.estimate(
            "intensity", default: region?.intensity,
            in: .zero...CarbonIntensity(count: 3_000_000_000))
        guard let pue, let intensity else { return nil }
        return Site(name: entry.key, pue: pue, intensity: intensity)
    }
}
