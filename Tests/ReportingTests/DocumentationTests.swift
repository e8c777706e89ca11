import Accounting
import ClusterModel
import Reporting
import Testing
import Units

@Suite struct DocumentationTests {
    @Test("docs/result.md names the keys of result.json, no more and no fewer")
    func result() throws {
        let stopped = RunStatus.stopped(step: 2, reason: "rank 1 closed its connection")
        let reports = [
            try SampleReport.make(nodes: 3, steps: 3), try SampleReport.make(nodes: 1, steps: 2),
            try SampleReport.make(nodes: 2, steps: 2, planned: 9, status: stopped),
            try SampleReport.make(nodes: 2, steps: 7),
            try SampleReport.make(
                nodes: 2, steps: 2, planned: 9, status: stopped,
                budget: Budget(emissions: CarbonMass(count: 5_000_000)),
                budgetStop: BudgetStop(limit: .carbon, steps: 2, withNextStep: LedgerTotal(energy: 1, emissions: 2))),
            try SampleReport.make(
                nodes: 2, steps: 2, networks: ["10gbe", "ideal"],
                disturbances: DisturbanceModel(
                    stragglers: .init(probability: Ratio(count: 500_000_000), slowdown: .one, ranks: [1]),
                    slowLinks: [.init(rank: 0, bandwidth: Ratio(count: 500_000_000), latency: .zero)],
                    packetLoss: .init(
                        probability: Ratio(count: 1_000_000), packet: ByteCount(count: 4096), timeout: .zero,
                        ranks: nil),
                    background: .init(share: Ratio(count: 100_000_000), probability: .one))),
        ]
        let produced = try reports.reduce(into: Set<String>()) {
            $0.formUnion(try DocumentedKeys.paths(ofJSON: ResultFile.text($1)))
        }
        let documented = try DocumentedKeys().result
        #expect(produced.subtracting(documented).sorted() == [], "produced, not documented")
        #expect(documented.subtracting(produced).sorted() == [], "documented, not produced")
    }

    @Test("docs/result.md names the keys of host.json, no more and no fewer")
    func host() throws {
        let report = try SampleReport.make(nodes: 2, steps: 1)
        let text = HostFile.text(
            report, host: try #require(report.host), started: "2026-01-01T00:00:00Z", ended: "2026-01-01T00:01:00Z",
            version: "0.0.0")
        #expect(try DocumentedKeys.paths(ofJSON: text).sorted() == DocumentedKeys().host.sorted())
    }

    @Test("docs/result.md names the columns of steps.csv in their order")
    func columns() throws {
        let header = try #require(StepsFile.text([]).split(separator: "\r\n").first)
        #expect(header.split(separator: ",").map(String.init) == (try DocumentedKeys().columns))
    }

    @Test("a key of energy or emissions has its unit in its name", arguments: ["energy", "emissions"])
    func unitsInNames(quantity: String) throws {
        let documented = try DocumentedKeys()
        let names =
            (documented.result.union(documented.host)).map { $0.split(separator: ".").last! }
            + documented.columns.map { $0[...] }
        let units = ["_joules", "_nanojoules", "_micrograms", "_gco2e", "_gco2e_per_million_tokens", "_method"]
        let mentions = names.filter { $0.contains(quantity) }
        #expect(mentions.count > 2)
        #expect(mentions.filter { name in !units.contains { name.hasSuffix($0) } } == [])
    }
}
