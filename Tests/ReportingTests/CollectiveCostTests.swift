import Accounting
import ClusterModel
import Emulation
import Reporting
import Testing
import Units

@Suite struct CollectiveCostTests {
    private static func priced(nodes: Int) throws -> (job: EmulatedJob, time: CollectiveTime, traffic: [RankTraffic]) {
        let cluster = try ClusterFile.load(path: "default", overrides: ClusterOverrides(nodes: nodes)).cluster
        let job = EmulatedJob(cluster: cluster)
        let time = CollectiveTime(setting: job.setting, elements: 1_000_000, width: 4)
        return (job, time, job.setting.traffic(elements: 1_000_000, width: 4))
    }

    @Test("the sums are those of the ledger's own entries, but for their rounding to micrograms", arguments: [2, 5])
    func ledger(nodes: Int) throws {
        let (job, time, traffic) = try Self.priced(nodes: nodes)
        let tariffs = (0..<nodes).map { Tariff(job: job, rank: $0, constants: CentralValues()) }
        let cost = CollectiveCost(time: time, traffic: traffic, tariffs: tariffs)
        var (network, others) = (LedgerTotal(), LedgerTotal())
        for rank in 0..<nodes {
            var step = RankStep(
                kind: .training, rank: rank, step: 1, start: .zero, end: .zero + time.total, hasFabric: true)
            step.waits[WaitCause.latency.rawValue] = time.latency
            step.waits[WaitCause.bandwidth.rawValue] = time.total - time.latency
            step.bytesSent = traffic[rank].sent
            step.bytesReceived = traffic[rank].received
            step.switchBytes = traffic[rank].switches
            step.opticsBytes = traffic[rank].optics
            for entry in StepAccount(step, tariff: tariffs[rank]).entries {
                if entry.serving.isFabric { network += entry } else { others += entry }
            }
        }
        #expect(cost.network.nanojoules == network.energy && cost.nodes.nanojoules == others.energy)
        #expect(cost.total.nanojoules == network.energy + others.energy)
        #expect(cost.network.nanojoules > 0 && cost.nodes.nanojoules > cost.network.nanojoules)
        #expect(abs(cost.network.grams - network.grams) < 1e-5 * Double(nodes))
        #expect(abs(cost.nodes.grams - others.grams) < 1e-5 * Double(nodes))
    }

    @Test("what takes years is still counted: energy follows the time")
    func years() throws {
        let slow = SampleClusters.plainSGD.replacing("link: 10 Gb/s", with: "link: 1 Mb/s")
        let cluster = try ClusterFile.parse(text: slow, path: "slow.yaml").cluster
        let joules = try ["1GB", "1TB"].map { size in
            let sweep = try SizeSweep(size: size, minimum: nil, maximum: nil, factor: nil)
            let question = try CollectiveQuestion(
                collective: "all-reduce", algorithms: "parameter-server", sweep: sweep, check: nil)
            return try CollectiveSurvey(cluster: cluster, question: question).rows[0].cost.total.joules
        }
        #expect(abs(joules[1] / joules[0] - 1000) < 0.01)
    }
}
