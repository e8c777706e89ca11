internal import ClusterModel
internal import Units

/// The same cluster in another region of the catalog: other electricity, and the PUE of whoever runs that region.
enum RegionMoves {
    /// Regions with little carbon of the large operators, for those whose own operator has none.
    private static let wellKnown = [
        "ca-central-1", "eu-north-1", "europe-north1", "northamerica-northeast1", "norwayeast", "swedencentral",
    ]
    /// How many of the cleanest are priced.
    private static let count = 3

    private struct Candidate {
        let region: Region
        let facility: FacilityOperator

        /// Of an hour of the equipment.
        var weight: Int128 { Int128(region.intensity.central.count) * Int128(facility.pue.central.count) }
    }

    static func proposal(for run: AdvisedRun) -> Proposal {
        let used = run.usedSites
        guard used.count == 1, run.cluster.fabric.wanLinks.isEmpty,
            let site = run.cluster.sites.first(where: { $0.name == used[0] })
        else {
            return .none(
                .region, "the cluster stands at several sites, and the network between them would be another one")
        }
        let catalog = Catalog(of: run.loaded)
        let own = region(of: site, in: catalog)
        let operatorName = own?.operatorName
        let candidates = catalog.regions.values.filter { region in
            region.name != own?.name && region.name != "world"
                && (region.operatorName == operatorName || wellKnown.contains(region.name))
        }.compactMap { region in
            catalog.operators[region.operatorName].map { Candidate(region: region, facility: $0) }
        }.sorted { ($0.weight, $0.region.name) < ($1.weight, $1.region.name) }
        var chosen = Array(candidates.prefix(count))
        if let near = candidates.first(where: { isNear($0.region, to: site) }),
            !chosen.contains(where: { $0.region.name == near.region.name })
        {
            chosen.append(near)
        }
        return Proposal(moves: chosen.map { move(to: $0, from: site) })
    }

    /// The region whose electricity a site takes, or whose name it bears.
    private static func region(of site: Site, in catalog: Catalog) -> Region? {
        let path = site.intensity.name.split(separator: ".")
        let name = path.count > 1 && path[0] == "regions" ? String(path[1]) : site.name
        return catalog.regions[name]
    }

    /// Whether both are known to be in one country.
    private static func isNear(_ region: Region, to site: Site) -> Bool {
        region.place.map { $0.countryCode == site.place?.countryCode } ?? false
    }

    private static func move(to target: Candidate, from site: Site) -> Move {
        let (region, facility) = (target.region, target.facility)
        let place = Site(
            name: site.name, pue: isSame(site.pue, facility.pue) ? site.pue : facility.pue, intensity: region.intensity,
            place: region.place)
        var assumptions = [
            "yearly means of the grids (\(source(region.intensity)); of the run: \(source(site.intensity)))",
            "the same hardware is to be had there, and the data may go there; what moving them takes is not counted",
        ]
        if isNear(region, to: site) { assumptions.append("it is in the same country") }
        if site.series != nil {
            assumptions.append("the hourly series of \(site.name) is lost: there the mean stands for every hour")
        }
        return Move(
            .region, name: "in \(region.name)",
            change: "the nodes stand in \(region.name), \(figures(place)), in place of \(site.name), \(figures(site))",
            assumptions: assumptions
        ) { $0.place = place }
    }

    /// A figure of the file that only repeats the operator's is the same unknown in both places.
    private static func isSame(_ a: Estimate<Ratio>, _ b: Estimate<Ratio>) -> Bool {
        a.low == b.low && a.central == b.central && a.high == b.high
    }

    private static func source(_ intensity: Estimate<CarbonIntensity>) -> String {
        intensity.year == 0 ? intensity.source : "\(intensity.source), \(intensity.year)"
    }

    private static func figures(_ site: Site) -> String {
        "\(site.intensity.central.formatted()) x PUE \(site.pue.central.formatted())"
    }
}
