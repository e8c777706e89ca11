import Accounting
import ClusterModel
import Emulation
import Reporting
import Units

/// Runs that have between them all that a run can have.
enum FullReports {
    enum Name: String, CaseIterable, Sendable {
        /// Two sites with hours, contracts, plants at the margin and water; links between sites; all disturbances.
        case sites
        /// Links that flows share, a scenario priced and one executed, background load.
        case shared
        /// Fully sharded, with checkpoints and a forecast.
        case sharded
        /// Ended by its budget.
        case budget
        case alone
        /// Plain, as the default configuration has it.
        case plain
    }

    private static let reports = Result {
        try Dictionary(uniqueKeysWithValues: Name.allCases.map { ($0, try priced($0)) })
    }

    /// Priced once for all tests.
    static func make(_ name: Name) throws -> RunReport { try reports.get()[name]! }

    private static func priced(_ name: Name) throws -> RunReport {
        switch name {
        case .sites:
            let loaded = try ClusterFile.load(path: "two-sites", overrides: ClusterOverrides(steps: 7))
            var cluster = loaded.cluster
            cluster.sites = cluster.sites.enumerated().map(hourly)
            cluster.start = UTCTime(parsing: "2024-03-01T07:59:58Z")!
            cluster.disturbances = disturbances
            return SampleReport.make(
                cluster: cluster, steps: 7, scenarios: [Scenario(name: "ideal", cluster: nil)])
        case .shared:
            return try SampleReport.make(
                config: "leaf-spine-3to1", nodes: 8, steps: 3, networks: ["10gbe", "ideal"],
                disturbances: DisturbanceModel(
                    stragglers: nil, slowLinks: [], packetLoss: nil,
                    background: .init(share: Ratio(count: 300_000_000), probability: Ratio(count: 500_000_000))))
        case .sharded:
            return SampleReport.make(cluster: try withCheckpoints(), steps: 9)
        case .budget:
            return try SampleReport.make(
                nodes: 2, steps: 2, planned: 9, status: .stopped(step: 2, reason: "a budget"),
                budget: Budget(
                    emissions: CarbonMass(count: 9_000_000), energy: EnergyAllowance(count: 900_000_000)),
                budgetStop: BudgetStop(
                    limit: .carbon, steps: 2,
                    withNextStep: LedgerTotal(energy: 30_000_000_000_000, emissions: 9_500_000)))
        case .alone: return try SampleReport.make(nodes: 1, steps: 2)
        case .plain: return try SampleReport.make(nodes: 3, steps: 7)
        }
    }

    private static func withCheckpoints() throws -> Cluster {
        var cluster = try ClusterFile.load(
            path: "default", overrides: ClusterOverrides(nodes: 3, steps: 9, sharding: .fsdp)
        ).cluster
        let old = cluster.workload.represented
        let represented = RepresentedWorkload(
            model: old.model, microBatchPerAccelerator: old.microBatchPerAccelerator, gradientType: old.gradientType,
            bucketSize: old.bucketSize, firstBucketSize: old.firstBucketSize, mfu: old.mfu,
            optimizerBytesPerParameter: old.optimizerBytesPerParameter,
            residentBytesPerParameter: old.residentBytesPerParameter,
            checkpointBytesPerParameter: old.checkpointBytesPerParameter, checkpointInterval: 4,
            bytesPerToken: old.bytesPerToken, evaluationSequences: old.evaluationSequences, gradientAccumulation: 2,
            overlap: old.overlap, overlapSlowdown: old.overlapSlowdown, sharding: old.sharding)
        cluster.workload = Workload(trained: cluster.workload.trained, represented: represented)
        return cluster
    }

    private static func hourly(_ index: Int, _ site: Site) -> Site {
        let values = (0..<24).map { CarbonIntensity(count: Int64(100 + 37 * $0 + 90 * index) * 1_000_000) }
        let series = IntensitySeries(first: UTCTime(parsing: "2024-03-01T00:00:00Z")!, period: 3600, values: values)
        let estimate = { (name: String, value: CarbonIntensity) in
            Estimate(
                name: "sites.\(site.name).\(name)", low: value, central: value, high: value, source: "test data",
                year: 2024, confidence: .configured)
        }
        return Site(
            name: site.name, pue: site.pue, intensity: estimate("intensity", series.mean), series: series,
            marketIntensity: index == 0 ? estimate("market_intensity", CarbonIntensity(count: 20_000_000)) : nil,
            marginalIntensity: estimate("marginal_intensity", CarbonIntensity(count: 700_000_000)),
            waterUse: index == 1
                ? Estimate(
                    name: "sites.\(site.name).wue", low: WaterUse(count: 1_800_000),
                    central: WaterUse(count: 1_800_000), high: WaterUse(count: 1_800_000), source: "test data",
                    year: 2024, confidence: .configured) : nil)
    }

    private static let disturbances = DisturbanceModel(
        stragglers: .init(probability: Ratio(count: 300_000_000), slowdown: Ratio(count: 500_000_000), ranks: nil),
        slowLinks: [.init(rank: 0, bandwidth: Ratio(count: 500_000_000), latency: .zero)],
        packetLoss: .init(
            probability: Ratio(count: 1_000_000), packet: ByteCount(count: 4096), timeout: .zero, ranks: nil),
        background: .init(share: Ratio(count: 100_000_000), probability: .one))
}
