import Accounting
import ClusterModel
import Emulation
import TestSupport
import Testing
import Units

@Suite struct ScenarioTests {
    private static func fixture(_ change: (inout Fixture) -> Void = { _ in }) -> Fixture {
        var fixture = Fixture(nodes: 8, accelerators: 4)
        fixture.jitter = quantity("3 %")
        fixture.link = quantity("2 Gb/s")
        fixture.bucketSize = quantity("80 kB")
        fixture.firstBucketSize = quantity("4 kB")
        fixture.checkpointInterval = 3
        fixture.topology = .leafSpine(hostsPerLeaf: 4, oversubscription: quantity("1"))
        fixture.disturbances = DisturbanceModel(
            stragglers: .init(probability: quantity("20 %"), slowdown: quantity("50 %"), ranks: nil),
            slowLinks: [.init(rank: 3, bandwidth: quantity("50 %"), latency: quantity("5 us"))],
            packetLoss: .init(
                probability: quantity("1 %"), packet: quantity("1 KiB"), timeout: quantity("40 us"), ranks: nil))
        change(&fixture)
        return fixture
    }

    /// A run as a coordinator books it: from the accounts that ranks report.
    private static func booked(_ cluster: Cluster, virtualRanks: Int = 1) throws -> RunAccount {
        var account = RunAccount(job: EmulatedJob(cluster: cluster, virtualRanks: virtualRanks), run: 7, generation: 1)
        let course: [RankStep.Kind] = [
            .evaluation, .training, .training, .training, .training, .training, .checkpoint, .evaluation, .closing,
        ]
        for kind in course {
            let priced = account.price(kind)
            try account.book(priced, reported: priced.actual.map { account.account($0) })
        }
        return account
    }

    private func expectEqual(_ a: Ledger, _ b: Ledger, ranks: Int) {
        #expect(a.total() == b.total() && a.entryCount == b.entryCount && a.total().energy > 0)
        for component in Component.allCases {
            for cause in Cause.allCases {
                for phase in Phase.allCases {
                    #expect(
                        a.total { $0 == component && $2 == phase && $3 == cause }
                            == b.total { $0 == component && $2 == phase && $3 == cause })
                }
            }
            #expect(
                a.total { _, serving, _, _ in serving == component }
                    == b.total { _, serving, _, _ in serving == component })
        }
        for rank in 0..<ranks { #expect(a.total(rank: rank) == b.total(rank: rank)) }
    }

    private static let networks: [(name: String, isExecuted: Bool, change: @Sendable (inout Fixture) -> Void)] = [
        ("itself", true, { _ in }),
        ("another rate", true, { $0.link = quantity("400 Gb/s") }),
        ("another latency", true, { $0.latency = quantity("900 us") }),
        ("a star", true, { $0.topology = .star }),
        ("shared links", true, { $0.topology = .leafSpine(hostsPerLeaf: 2, oversubscription: quantity("3")) }),
        ("a torus", true, { $0.topology = .torus(dimensions: [4, 2]) }),
        ("no disturbance", true, { $0.disturbances = .none }),
        (
            "a background job", true,
            {
                $0.disturbances = DisturbanceModel(
                    background: .init(share: quantity("50 %"), probability: quantity("50 %")))
            }
        ),
        ("other accelerators", true, { $0.peakRate = quantity("5 TFLOP/s") }),
        ("another algorithm", false, { $0.collective = CollectiveChoice(algorithm: .halvingDoubling) }),
        ("another bucket size", false, { $0.bucketSize = quantity("40 kB") }),
        ("no overlap", false, { $0.overlap = false }),
    ]

    @Test("a scenario is to the bit what a run of its own would have said", arguments: networks.indices)
    func equal(index: Int) throws {
        let (name, isExecuted, change) = Self.networks[index]
        let run = try Self.booked(Self.fixture().cluster)
        let cluster = Self.fixture(change).cluster
        let own = try Self.booked(cluster)
        let priced = PricedScenario(Scenario(name: name, cluster: cluster), run: run)
        #expect(priced.name == name && priced.isExecuted == isExecuted && !priced.isIdeal)
        #expect(priced.makespan == own.clock.makespan())
        expectEqual(priced.ledger, own.ledger, ranks: 8)
        let whole = PricedScenario(run: own, name: name)
        #expect(priced.embodied == whole.embodied && priced.attributed == whole.attributed)
        #expect(priced.anatomy.meanDuration == whole.anatomy.meanDuration)
        #expect(priced.anatomy.networkWait == whole.anatomy.networkWait)
    }

    @Test("what the processes play several ranks each is priced as such", arguments: [2, 3])
    func virtualRanks(count: Int) throws {
        var fixture = Self.fixture()
        fixture.nodes = 2
        fixture.topology = .star
        fixture.disturbances = .none
        let run = try Self.booked(fixture.cluster, virtualRanks: count)
        fixture.link = quantity("10 Gb/s")
        let own = try Self.booked(fixture.cluster, virtualRanks: count)
        let priced = PricedScenario(Scenario(name: "faster", cluster: fixture.cluster), run: run)
        #expect(priced.makespan == own.clock.makespan())
        expectEqual(priced.ledger, own.ledger, ranks: 2)
    }

    @Test("the ideal row is the ideal ledger, and a run on a network without cost or power takes as long")
    func ideal() throws {
        let run = try Self.booked(Self.fixture { $0.disturbances = .none }.cluster)
        let ideal = PricedScenario(Scenario(name: "ideal", cluster: nil), run: run)
        #expect(ideal.isIdeal && ideal.isExecuted && ideal.makespan == run.clock.makespan(.idealNetwork))
        expectEqual(ideal.ledger, run.idealLedger, ranks: 8)
        #expect(ideal.attributed == LedgerTotal() && ideal.makespan < run.clock.makespan())
        // 10¹⁸ bit/s and no latency: every message of a collective still takes up to some femtoseconds.
        let free = try Self.booked(
            Self.fixture {
                $0.disturbances = .none
                $0.topology = .star
                $0.latency = .zero
                $0.link = quantity("1000000 Tb/s")
            }.cluster)
        #expect(abs((free.clock.makespan() - ideal.makespan).nanoseconds) < 50)
        let fabric = free.ledger.total { _, serving, _, _ in serving.isFabric }
        let difference = free.ledger.total().energy - fabric.energy - ideal.ledger.total().energy
        #expect(abs(Double(difference)) < 1e-6 * Double(ideal.ledger.total().energy))
    }

    @Test("the same number of rounds and chunks is not yet the same schedule")
    func groupSizes() throws {
        // Two groups of four and four groups of two: eight rounds and eight chunks both.
        let run = try Self.booked(Self.fixture { $0.collective = .init(algorithm: .twoLevel, groupSize: 4) }.cluster)
        for (groupSize, isExecuted) in [(4, true), (2, false), (8, false)] {
            let cluster = Self.fixture { $0.collective = .init(algorithm: .twoLevel, groupSize: groupSize) }.cluster
            let priced = PricedScenario(Scenario(name: "groups", cluster: cluster), run: run)
            #expect(priced.isExecuted == isExecuted, "groups of \(groupSize)")
        }
    }

    @Test("with `auto` another latency may choose another algorithm, which is priced only")
    func auto() throws {
        let fixture = Self.fixture { $0.collective = CollectiveChoice(algorithm: .auto) }
        let run = try Self.booked(fixture.cluster)
        for latency in ["0 s", "2 us", "1 ms", "1 s"] {
            var other = fixture
            other.latency = quantity(latency)
            let priced = PricedScenario(Scenario(name: latency, cluster: other.cluster), run: run)
            if priced.job.algorithm != run.job.algorithm { #expect(!priced.isExecuted) }
        }
        var far = fixture
        far.latency = quantity("1 s")
        #expect(EmulatedJob(cluster: far.cluster).algorithm != run.job.algorithm)
    }
}
