import ClusterModel
import Collectives
import Emulation
import TestSupport
import Testing
import Units

@Suite("Nodes of two kinds")
struct MixedNodeTests {
    private static let fast: Bandwidth = quantity("100 Gb/s")
    private static let slow: Bandwidth = quantity("25 Gb/s")

    private static func cluster(fast: Int, slow: Int, latency: String) -> Cluster {
        var fixture = Fixture(nodes: fast)
        fixture.link = Self.fast
        fixture.latency = quantity(latency)
        return fixture.joined(by: slow, peakRate: quantity("250 GFLOP/s"), nic: Self.slow)
    }

    @Test(
        "a ring is bounded by its slowest port", arguments: [(2, 1), (1, 2), (3, 3), (7, 1)], ["0 s", "2 us", "1 ms"])
    func ring(nodes: (fast: Int, slow: Int), latency: String) {
        let cluster = Self.cluster(fast: nodes.fast, slow: nodes.slow, latency: latency)
        let n = cluster.nodeCount
        let setting = CollectiveSetting(
            schedule: RingAllReduce(worldSize: n), network: NetworkModel(cluster: cluster, constants: CentralValues()),
            disturbances: .none)
        let time = CollectiveTime(setting: setting, elements: n * 1000, width: 4).total
        let alpha = cluster.fabric.latency.central.duration
        let transfer = Self.slow.duration(ofBytes: 4000) * (2 * (n - 1))
        // A slow port is busy all the time; a fast way in the ring only lets latencies overlap.
        #expect(time >= transfer + alpha && time <= transfer + alpha * (2 * (n - 1)))
        if alpha == .zero { #expect(time == transfer) }
    }

    @Test("a path has the rate of its slower end")
    func paths() {
        let network = NetworkModel(
            cluster: Self.cluster(fast: 2, slow: 2, latency: "0 s"), constants: CentralValues())
        #expect(network.bandwidth(from: 0, to: 1) == Self.fast)
        #expect([(0, 2), (2, 0), (2, 3)].allSatisfy { network.bandwidth(from: $0.0, to: $0.1) == Self.slow })
        #expect(!network.isUniform)
    }

    @Test("those that compute faster wait for the others, and that is imbalance", arguments: [1, 3])
    func imbalance(accumulation: Int) {
        var cluster = Self.cluster(fast: 2, slow: 2, latency: "2 us")
        var fixture = Fixture()
        fixture.accumulation = accumulation
        cluster.workload = fixture.cluster.workload
        let job = EmulatedJob(cluster: cluster)
        #expect(job.buckets.count == 1)
        let compute = job.timings.map { ($0.forward + $0.backward) * accumulation }
        #expect(compute[0] * 4 == compute[1])
        var clock = ClusterClock(job: job)
        for _ in 0..<3 {
            let steps = clock.train().actual
            for step in steps {
                let wait = step.rank < 2 ? compute[1] - compute[0] : .zero
                #expect(step.waits[WaitCause.imbalance.rawValue] == wait && step.tiles)
                #expect(step.waits[WaitCause.straggler.rawValue] == .zero)
                #expect(step.waits[WaitCause.bandwidth.rawValue] > .zero)
            }
        }
    }
}
