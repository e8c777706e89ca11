import Accounting
import ClusterModel
import Emulation
import TestSupport
import Testing
import Units

/// Sites whose electricity changes with time.
@Suite struct HourlyTests {
    private static let start = UTCTime(parsing: "2024-03-01T07:59:58Z")!

    /// Seconds since midnight.
    private static func clock(_ instant: VirtualInstant) -> Double { 28_798 + Double(instant.attoseconds) * 1e-18 }

    private static func series(_ values: [Int], period: Int64) -> IntensitySeries {
        IntensitySeries(
            first: UTCTime(parsing: "2024-03-01T00:00:00Z")!, period: period,
            values: values.map { CarbonIntensity(count: Int64($0) * 1_000_000) })
    }

    /// Two ranks in the north, one in the south, each with electricity of its own.
    private static func cluster(_ seriesOfSite: [IntensitySeries?]) -> Cluster {
        var fixture = Fixture(nodes: 3)
        fixture.jitter = quantity("10 %")
        fixture.link = quantity("1 Mb/s")
        var cluster = fixture.cluster
        let site = cluster.sites[0]
        let group = cluster.nodes[0]
        cluster.sites = zip(["north", "south"], seriesOfSite).map { name, series in
            Site(
                name: name, pue: site.pue, intensity: series.map { exactly(name, $0.mean) } ?? site.intensity,
                series: series)
        }
        cluster.nodes = [("north", 2), ("south", 1)].map { name, count in
            NodeGroup(
                count: count, accelerator: group.accelerator, acceleratorsPerNode: group.acceleratorsPerNode,
                interconnect: group.interconnect, cpu: group.cpu, sockets: group.sockets, memory: group.memory,
                memoryPower: group.memoryPower, memoryEmbodied: group.memoryEmbodied, basePower: group.basePower,
                baseEmbodied: group.baseEmbodied, nic: group.nic, nicsPerNode: group.nicsPerNode,
                storage: group.storage, storagePerNode: group.storagePerNode, site: name,
                ratedPower: group.ratedPower)
        }
        cluster.start = start
        return cluster
    }

    @Test("a run across two sites with series of their own emits what a computation by hand says, entry by entry")
    func hand() {
        let hours = (0..<24).map { 100 + 37 * $0 }
        let halves = (0..<48).map { 900 - 11 * $0 }
        let job = EmulatedJob(
            cluster: Self.cluster([Self.series(hours, period: 3600), Self.series(halves, period: 1800)]))
        var account = RunAccount(job: job)
        var steps = 0
        var crossings = 0
        var grams = 0.0
        for kind in [RankStep.Kind.evaluation, .training, .training, .training, .training, .training] {
            let priced = account.price(kind)
            for step in priced.actual {
                let (from, to) = (Self.clock(step.start), Self.clock(step.end))
                let (values, period) = step.rank < 2 ? (hours, 3600.0) : (halves, 1800.0)
                var sum = 0.0
                for index in values.indices {
                    let (begin, end) = (Double(index) * period, Double(index + 1) * period)
                    sum += Double(values[index]) * max(0, min(end, to) - max(begin, from))
                    if from < begin, begin < to { crossings += 1 }
                }
                let mean = sum / (to - from)
                for entry in account.account(step).entries {
                    let due = Double(entry.energy.count) * 1e-9 / 3.6e6 * mean * 1e6
                    #expect(abs(Double(entry.emissions.count) - due) <= 0.5 + 1e-6 * due)
                    grams += due * 1e-6
                    steps += 1
                }
            }
            try! account.book(priced, reported: priced.actual.map { account.account($0) })
        }
        #expect(crossings > 0 && steps > 0)
        #expect(abs(account.ledger.total().grams - grams) <= 0.5e-6 * Double(steps) + 1e-6 * grams)
        // The ranges' central draw has the same hours.
        let totals = RunTotals(
            job: job, usage: account.usage, ideal: account.idealUsage, makespan: account.clock.makespan(),
            constants: CentralValues())
        #expect(abs(totals.grams / grams - 1) < 1e-6)
        let sites = SiteAccount.all(of: account)
        #expect(sites.map(\.site.name) == ["north", "south"])
        #expect(sites.map(\.total).reduce(LedgerTotal(), +) == account.ledger.total())
    }

    @Test("a series that is the same at all times changes nothing")
    func constant() {
        let plain = RunAccount.simulated(job: EmulatedJob(cluster: Self.cluster([nil, nil])), steps: 2)
        let count = Int(plain.job.cluster.sites[0].intensity.central.count / 1_000_000)
        let flat = Self.series([count, count, count], period: 60)
        let timed = RunAccount.simulated(job: EmulatedJob(cluster: Self.cluster([flat, flat])), steps: 2)
        #expect(plain.ledger.total() == timed.ledger.total())
    }

    @Test("a series repeats before its first value and after its last, and a mean over all of it is its mean")
    func repeats() {
        let series = Self.series([10, 20, 60], period: 3600)
        let hour = VirtualDuration.seconds(3600).attoseconds
        let at = { (hours: Int128) in
            series.mean(after: series.first, from: hours * hour, to: hours * hour).count / 1_000_000
        }
        #expect((-4..<7).map { at(Int128($0)) } == [60, 10, 20, 60, 10, 20, 60, 10, 20, 60, 10])
        #expect(series.mean.count == 30_000_000)
        #expect(series.mean(after: series.first, from: -3 * hour, to: 300 * hour) == series.mean)
        #expect(series.mean(after: series.first, from: hour / 2, to: 3 * hour / 2).count == 15_000_000)
        #expect(series.mean(after: series.first, from: hour - 1, to: hour + 1).count == 15_000_000)
        let later = UTCTime(seconds: series.first.seconds + 7200)
        #expect(series.mean(after: later, from: 0, to: hour).count == 60_000_000)
    }

    @Test("market-based, marginal and water follow from what each site drew, beside the location-based figure")
    func beside() {
        var cluster = Self.cluster([nil, nil])
        let south = cluster.sites[1]
        cluster.sites[1] = Site(
            name: south.name, pue: south.pue, intensity: south.intensity,
            marketIntensity: exactly("market", quantity("20 g/kWh")),
            marginalIntensity: exactly("marginal", quantity("700 g/kWh")),
            waterUse: exactly("wue", quantity("1.5 L/kWh")))
        let account = RunAccount.simulated(job: EmulatedJob(cluster: cluster), steps: 2)
        let sites = SiteAccount.all(of: account)
        let kilowattHours = Double(sites[1].total.energy) / 3.6e15
        #expect(sites[0].marketGrams == sites[0].total.grams && sites[0].litres == nil)
        #expect(abs(sites[1].marketGrams / (20 * kilowattHours) - 1) < 1e-12)
        #expect(abs(sites[1].marginalGrams / (700 * kilowattHours) - 1) < 1e-12)
        let pue = cluster.sites[1].pue.central.value
        #expect(abs(sites[1].litres! / (1.5 * kilowattHours / pue) - 1) < 1e-6)
    }
}
