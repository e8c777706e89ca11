import ClusterModel
import Collectives
import Emulation
import TestSupport
import Testing
import Units

/// Sharded training against the closed forms of the ring's halves.
@Suite struct ShardedFormTests {
    private static let rates = [("1 Mb/s", "0 s"), ("1 Gb/s", "50 us"), ("100 Gb/s", "2 us"), ("1.6 Tb/s", "1 s")]

    private static func fixture(
        _ nodes: Int, _ link: String = "100 Gb/s", _ latency: String = "2 us",
        sharding: RepresentedWorkload.Sharding
    ) -> Fixture {
        var fixture = Fixture(nodes: nodes)
        fixture.link = quantity(link)
        fixture.latency = quantity(latency)
        fixture.sharding = sharding
        return fixture
    }

    /// (n − 1)(α + ⌈E/n⌉·4/B), each message rounded as the clocks round it.
    private static func half(_ fixture: Fixture, elements: Int) -> VirtualDuration {
        let chunk = (elements + fixture.nodes - 1) / fixture.nodes
        return (fixture.latency.duration + fixture.link.duration(ofBytes: Int64(4 * chunk))) * (fixture.nodes - 1)
    }

    /// The larger of ⌈log2 n⌉·α and (n − 1)/n·S/B, which neither half beats.
    private static func bound(_ fixture: Fixture, elements: Int) -> VirtualDuration {
        let depth = (0...).first { 1 << $0 >= fixture.nodes }!
        let transfer = fixture.link.duration(ofBytes: Int64(4 * elements))
        return max(
            fixture.latency.duration * depth,
            transfer.scaled(by: Int128(fixture.nodes - 1), over: Int128(fixture.nodes)))
    }

    // MARK: Time

    @Test("a reduce-scatter or an all-gather alone takes (n−1)(α + ⌈S/n⌉/B), and beats no bound", arguments: 1...33)
    func alone(nodes: Int) {
        let halves: [any CollectiveSchedule] = [RingReduceScatter(worldSize: nodes), RingAllGather(worldSize: nodes)]
        for (link, latency) in Self.rates {
            let fixture = Self.fixture(nodes, link, latency, sharding: .none)
            let network = NetworkModel(cluster: fixture.cluster, constants: CentralValues())
            for schedule in halves {
                let setting = CollectiveSetting(schedule: schedule, network: network, disturbances: .none)
                for elements in [1, nodes - 1, nodes, 1000, 12_345] where elements > 0 {
                    let time = CollectiveTime(setting: setting, elements: elements, width: 4)
                    #expect(time.total == Self.half(fixture, elements: elements), "\(schedule.name), \(elements)")
                    #expect(time.total >= Self.bound(fixture, elements: elements))
                    #expect(time.latency == fixture.latency.duration * (nodes - 1) && time.contention == .zero)
                    let events = CollectiveTime(setting: setting, elements: elements, width: 4, evaluation: .events)
                    #expect(events == time, "\(schedule.name), \(elements)")
                }
            }
        }
    }

    @Test("in a step of one bucket they take the same", arguments: 1...33)
    func oneBucket(nodes: Int) {
        for (link, latency) in Self.rates {
            for sharding in RepresentedWorkload.Sharding.allCases where sharding != .none {
                var fixture = Self.fixture(nodes, link, latency, sharding: sharding)
                fixture.width = 31 + nodes
                let job = EmulatedJob(cluster: fixture.cluster)
                let elements = fixture.cluster.workload.represented.model.parameterCount
                let form = Self.half(fixture, elements: elements)
                var clock = ClusterClock(job: job)
                let gathered = clock.evaluate().actual.map(\.communication).max()!
                #expect(gathered == (sharding == .fsdp ? form : .zero))
                var longest: [OperationGroup: VirtualDuration] = [:]
                // From a common start: all ranks do the same until their buckets' chunks differ.
                var fresh = ClusterClock(job: job)
                _ = fresh.train(observeSpan: { _, span in
                    let group = span.operation.group
                    longest[group] = max(longest[group] ?? .zero, span.end - span.begin)
                })
                #expect(longest.count == job.training.operations.count)
                let first = job.training.operations[0].group
                #expect(longest[first] == form, "\(link), \(latency)")
                for (_, time) in longest { #expect(time >= Self.bound(fixture, elements: elements)) }
            }
        }
    }

    // MARK: Volume

    /// How often a step moves (n − 1)/n of the parameters.
    private static func halves(_ fixture: Fixture) -> Int {
        fixture.sharding == .fsdp ? 2 * fixture.accumulation + 1 : 2
    }

    @Test(
        "the ranks together send, and receive, 2(n−1)·S a step, of a fully sharded model (2a+1)(n−1)·S, to the byte",
        arguments: 1...33, RepresentedWorkload.Sharding.allCases)
    func volume(nodes: Int, sharding: RepresentedWorkload.Sharding) {
        for (bucket, first) in [("1 GB", "1 GB"), ("99996 B", "4004 B")] {
            for accumulation in [1, 2, 4] {
                var fixture = Self.fixture(nodes, sharding: sharding)
                fixture.collective = CollectiveChoice(algorithm: .ring)
                fixture.bucketSize = quantity(bucket)
                fixture.firstBucketSize = quantity(first)
                fixture.accumulation = accumulation
                let job = EmulatedJob(cluster: fixture.cluster)
                let parameters = Int64(4 * fixture.cluster.workload.represented.model.parameterCount)
                let halves = Int64(Self.halves(fixture))
                let traffic = job.traffic(of: .training)
                #expect(traffic.reduce(0) { $0 + $1.sent } == halves * Int64(nodes - 1) * parameters)
                #expect(traffic.reduce(0) { $0 + $1.received } == halves * Int64(nodes - 1) * parameters)
                // A rank sends of each bucket all chunks but one.
                let longest = job.buckets.ranges.reduce(Int64(0)) { $0 + Int64(4 * (($1.count + nodes - 1) / nodes)) }
                for rank in traffic where nodes > 1 {
                    #expect(halves * (parameters - longest)...halves * parameters ~= rank.sent)
                    #expect(halves * (parameters - longest)...halves * parameters ~= rank.received)
                    #expect(rank.switches == rank.sent && rank.optics == 4 * rank.sent && rank.wan == 0)
                }
                let evaluation = job.traffic(of: .evaluation)
                let gathered = sharding == .fsdp ? Int64(nodes - 1) * parameters : 0
                #expect(evaluation.reduce(0) { $0 + $1.sent } == gathered)
                #expect(evaluation.reduce(0) { $0 + $1.received } == gathered)
            }
        }
    }

    @Test(
        "where buckets divide evenly every rank sends 2(n−1)/n·S, of a fully sharded model 3(n−1)/n·S",
        arguments: 1...33)
    func volumePerRank(nodes: Int) {
        for sharding in RepresentedWorkload.Sharding.allCases {
            var fixture = Self.fixture(nodes, sharding: sharding)
            fixture.width = nodes * 4
            fixture.bucketSize = ByteCount(count: Int64(4 * nodes * 1001))
            fixture.firstBucketSize = ByteCount(count: Int64(4 * nodes * 77))
            fixture.collective = CollectiveChoice(algorithm: .ring)
            let parameters = Int64(4 * fixture.cluster.workload.represented.model.parameterCount)
            let due = Int64(Self.halves(fixture) * (nodes - 1)) * (parameters / Int64(nodes))
            var clock = ClusterClock(job: EmulatedJob(cluster: fixture.cluster))
            for step in clock.train().actual { #expect(step.bytesSent == due && step.bytesReceived == due) }
            for step in clock.evaluate().actual {
                #expect(step.bytesSent == (sharding == .fsdp ? due / 3 : 0) && step.bytesReceived == step.bytesSent)
            }
        }
    }

    @Test(
        "no rank communicates for less time than the bytes that it sends take, or ends its step before that",
        arguments: [2, 3, 5, 8, 33], RepresentedWorkload.Sharding.allCases)
    func stepBounds(nodes: Int, sharding: RepresentedWorkload.Sharding) {
        for (link, latency) in Self.rates {
            var fixture = Self.fixture(nodes, link, latency, sharding: sharding)
            fixture.bucketSize = quantity("99996 B")
            fixture.firstBucketSize = quantity("4004 B")
            fixture.accumulation = 2
            fixture.collective = CollectiveChoice(algorithm: .ring)
            var clock = ClusterClock(job: EmulatedJob(cluster: fixture.cluster))
            for step in clock.train().actual {
                // Every message is rounded to an attosecond.
                let rounding = VirtualDuration(attoseconds: 100_000)
                #expect(step.communication + rounding >= fixture.link.duration(ofBytes: step.bytesSent))
                #expect(step.duration >= step.communication)
            }
        }
    }
}
