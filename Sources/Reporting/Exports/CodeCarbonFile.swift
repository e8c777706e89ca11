internal import Accounting
internal import ClusterModel
internal import Emulation
internal import Language
internal import Units

/// `emissions.csv`: the emulated cluster as CodeCarbon 3.3 would write it, one header line and one row.
///
/// Columns, order and units as CodeCarbon's `EmissionsData`; lines end with a line feed as its own. What Ringwatt does not
/// know is empty, which pandas reads as a missing value. The figures are those of accelerators, CPUs and memory alone:
/// what CodeCarbon has no column for is in `emissions-ringwatt.csv` and in no figure here.
enum CodeCarbonFile {
    static func text(_ report: RunReport, version: String) -> String {
        let columns = columns(report, version: version)
        return CSVLine.text(columns.map(\.name)) + "\n" + CSVLine.text(columns.map(\.value)) + "\n"
    }

    /// Names and values of the columns in CodeCarbon's order.
    static func columns(_ report: RunReport, version: String) -> [(name: String, value: String)] {
        let share = CodeCarbonShare(report.account.ledger)
        let identity = [
            ("timestamp", JobClock(report).end.dropping("Z")), ("project_name", report.cluster.name),
            ("run_id", runID(report)), ("experiment_id", ""),
        ]
        return identity + figures(report, share) + places(report.cluster)
            + [("os", ""), ("python_version", ""), ("codecarbon_version", "ringwatt \(version)")]
            + hardware(report.cluster)
            + [
                ("longitude", ""), ("latitude", ""), ("ram_total_size", memory(report.cluster)),
                ("tracking_mode", "machine"), ("cpu_utilization_percent", ""), ("gpu_utilization_percent", ""),
                ("ram_utilization_percent", ""), ("ram_used_gb", ""),
                ("on_cloud", isOnCloud(report.cluster) ? "Y" : "N"),
                ("pue", pue(report, share)), ("wue", wue(report).map { ExactDecimal.text($0, places: 6) } ?? ""),
            ]
    }

    /// The same for equal `result.json`; the word before the digits keeps a reader from taking them for a number.
    private static func runID(_ report: RunReport) -> String {
        "ringwatt-\(Digest64(of: Array(ResultFile.text(report).utf8)[...]))"
    }

    private static func figures(_ report: RunReport, _ share: CodeCarbonShare) -> [(String, String)] {
        let duration = report.account.clock.makespan()
        let kinds = CodeCarbonShare.Kind.allCases
        // Rounded once each, and added as printed, so that the columns add up.
        let quanta = kinds.map { ExactDecimal.kilowattHourQuanta(share[$0].energy) }
        let energy = { (quanta: Int128) in ExactDecimal.text(quanta, places: ExactDecimal.kilowattHourPlaces) }
        let rate = ExactDecimal.perTime(share.total.emissions, 1_000_000 * 1_000_000_000_000_000_000, duration)
        return [
            ("duration", ExactDecimal.text(duration.attoseconds, places: 18)),
            ("emissions", ExactDecimal.text(share.total.emissions, places: 9)),
            ("emissions_rate", ExactDecimal.text(rate, places: 15)),
        ] + kinds.map { ("\($0.rawValue)_power", ExactDecimal.watts(share[$0].energy, over: duration)) }
            + zip(kinds, quanta).map { ($0.column, energy($1)) }
            + [("energy_consumed", energy(quanta.reduce(0, +))), ("water_consumed", water(report, share))]
    }

    // MARK: Where

    private static func places(_ cluster: Cluster) -> [(String, String)] {
        let sites = sites(cluster)
        let known = sites.map(\.place)
        let countries = unique(known.map { $0?.countryCode ?? "" })
        let regions = zip(sites, known).map { site, place in
            place?.area ?? site.name
        }
        let cloud = isOnCloud(cluster)
        return [
            ("country_name", countries.count == 1 ? known[0]?.country ?? "" : ""),
            ("country_iso_code", countries.count == 1 ? countries[0] : ""),
            ("region", unique(regions).joined(separator: "; ")),
            ("cloud_provider", cloud ? unique(known.compactMap { $0?.cloud?.provider }).joined(separator: "; ") : ""),
            ("cloud_region", cloud ? unique(known.compactMap { $0?.cloud?.region }).joined(separator: "; ") : ""),
        ]
    }

    /// Those where nodes stand, in the order of the nodes.
    private static func sites(_ cluster: Cluster) -> [Site] {
        unique(cluster.nodes.map(\.site)).compactMap { name in cluster.sites.first { $0.name == name } }
    }

    private static func isOnCloud(_ cluster: Cluster) -> Bool {
        sites(cluster).allSatisfy { $0.place?.cloud != nil }
    }

    // MARK: What

    private static func hardware(_ cluster: Cluster) -> [(String, String)] {
        let accelerators = ModelCounts(cluster.nodes.map { ($0.accelerator.name, $0.count * $0.acceleratorsPerNode) })
        let processors = ModelCounts(cluster.nodes.map { ($0.cpu.name, $0.count * $0.sockets) })
        return [
            ("cpu_count", "\(processors.total)"), ("cpu_model", processors.names.joined(separator: "; ")),
            ("gpu_count", "\(accelerators.total)"), ("gpu_model", accelerators.counted.joined(separator: "; ")),
        ]
    }

    /// CodeCarbon's GB are 2³⁰ bytes.
    private static func memory(_ cluster: Cluster) -> String {
        let bytes = cluster.nodes.reduce(Int128(0)) { $0 + Int128($1.count) * Int128($1.memory.bytes) }
        return ExactDecimal.text(Exact.multiplyDivide(bytes, 1_000_000_000, by: 1 << 30), places: 9)
    }

    /// That of the sites where it is one, else the energy of the three kinds over that of their equipment.
    private static func pue(_ report: RunReport, _ share: CodeCarbonShare) -> String {
        let given = unique(sites(report.cluster).map(\.pue.central.count))
        if given.count == 1 { return ExactDecimal.text(Int128(given[0]), places: 9) }
        guard share.equipment.energy > 0 else { return "" }
        let scale = Int128(Ratio.scale)
        return ExactDecimal.text(
            Exact.multiplyDivide(share.total.energy, scale, by: share.equipment.energy), places: 9)
    }

    /// In 10⁻⁶ L/kWh; `nil` where it is not told, or differs between the sites.
    private static func wue(_ report: RunReport) -> Int128? {
        let given = unique(sites(report.cluster).map(\.waterUse?.central.count))
        return given.count == 1 ? given[0].map { Int128($0) } : nil
    }

    /// Litres for the energy of the equipment, as WUE is defined.
    private static func water(_ report: RunReport, _ share: CodeCarbonShare) -> String {
        guard let wue = wue(report) else { return "" }
        // 10⁻⁶ L/kWh · nJ / 3.6e15 nJ/kWh, in 10⁻⁹ L.
        return ExactDecimal.text(
            Exact.multiplyDivide(share.equipment.energy, wue, by: 3_600_000_000_000), places: 9)
    }
}

/// How many there are of each model, in the order of first mention.
struct ModelCounts {
    private(set) var names: [String] = []
    private(set) var counts: [Int] = []

    init(_ items: [(name: String, count: Int)]) {
        for (name, count) in items where count > 0 {
            if let index = names.firstIndex(of: name) {
                counts[index] += count
            } else {
                names.append(name)
                counts.append(count)
            }
        }
    }

    var total: Int { counts.reduce(0, +) }
    /// `64 x a100-sxm4-80gb`.
    var counted: [String] { zip(names, counts).map { "\($1) x \($0)" } }
}

/// Each once, in the order of first mention.
private func unique<Value: Hashable>(_ values: [Value]) -> [Value] {
    var seen: Set<Value> = []
    return values.filter { seen.insert($0).inserted }
}
