import ClusterModel
import Emulation
import TestSupport
import Testing
import Units

/// Programs of sharded training event by event and message by message.
@Suite struct ShardedFlowTests {
    /// The first stage's program is that of the second.
    private static let shardings = [RepresentedWorkload.Sharding.zero2, .fsdp]

    private static func fixture(nodes: Int, _ sharding: RepresentedWorkload.Sharding) -> Fixture {
        var fixture = Fixture(nodes: nodes, accelerators: 4)
        fixture.link = quantity("3 Gb/s")
        fixture.latency = quantity("7 us")
        fixture.bucketSize = quantity("60 kB")
        fixture.firstBucketSize = quantity("4 kB")
        fixture.sharding = sharding
        return fixture
    }

    /// Links too wide for anybody to wait on, with a background job on them: the booked lane is one of events, and says
    /// what messages say on a star.
    ///
    /// - Parameter slower: nodes behind the others with fewer and slower accelerators, and slower ports.
    private func compare(_ fixture: Fixture, isDisturbed: Bool, steps: Int, slower: Int = 0) {
        var (star, wide) = (fixture, fixture)
        wide.topology = .leafSpine(hostsPerLeaf: 1, oversubscription: quantity("0.001"))
        wide.disturbances = DisturbanceModel(background: .init(share: quantity("50 %"), probability: .one))
        if isDisturbed {
            star.disturbances = Fixture.everyDisturbance(background: false)
            wide.disturbances = Fixture.everyDisturbance(background: true)
        }
        let jobs = [star, wide].map { fixture in
            var cluster = fixture.cluster
            if slower > 0 {
                var other = fixture
                (other.nodes, other.accelerators, other.peakRate) = (slower, 2, quantity("300 GFLOP/s"))
                cluster.nodes.append(other.cluster.nodes[0].with(nic: quantity("1 Gb/s")))
            }
            return EmulatedJob(cluster: cluster)
        }
        #expect(jobs[0].lanes.allSatisfy { !$0.isEventLevel } && jobs[1].lanes.last!.isEventLevel)
        var clocks = jobs.map { ClusterClock(job: $0) }
        for step in 0...steps {
            let priced = clocks.indices.map { step == 0 ? clocks[$0].evaluate() : clocks[$0].train() }
            for (a, b) in zip(priced[0].actual, priced[1].actual) {
                #expect(a.start == b.start && a.end == b.end, "rank \(a.rank), step \(step)")
                #expect(a.waits == b.waits && a.communication == b.communication && a.tiles && b.tiles)
                #expect(a.slowedCompute == b.slowedCompute && a.bytesSentAgain == b.bytesSentAgain)
            }
        }
    }

    @Test(
        "a disturbed step priced event by event equals the one that messages carry, to the attosecond",
        arguments: shardings, [2, 3, 5, 8])
    func disturbed(sharding: RepresentedWorkload.Sharding, nodes: Int) {
        for overlap in [true, false] {
            var fixture = Self.fixture(nodes: nodes, sharding)
            fixture.jitter = quantity("4 %")
            fixture.checkpointInterval = 2
            fixture.accumulation = 2
            fixture.overlap = overlap
            fixture.overlapSlowdown = quantity("15 %")
            compare(fixture, isDisturbed: true, steps: 3)
        }
    }

    @Test("and an undisturbed one, with latency and without", arguments: shardings, [2, 6, 13, 33])
    func undisturbed(sharding: RepresentedWorkload.Sharding, nodes: Int) {
        for latency in ["0 s", "7 us"] {
            var fixture = Self.fixture(nodes: nodes, sharding)
            fixture.latency = quantity(latency)
            compare(fixture, isDisturbed: false, steps: 1)
        }
    }

    @Test("and one of nodes of two kinds", arguments: shardings, [false, true])
    func mixed(sharding: RepresentedWorkload.Sharding, isDisturbed: Bool) {
        compare(Self.fixture(nodes: 3, sharding), isDisturbed: isDisturbed, steps: 3, slower: 4)
    }

    // MARK: Shared links

    /// Clusters on which the messages of a ring meet, and one on which they do not.
    private static func cluster(_ name: String, _ sharding: RepresentedWorkload.Sharding) throws -> Cluster {
        var fixture = Self.fixture(nodes: 8, sharding)
        switch name {
        case "narrow": fixture.interleave(trunk: 1.5)
        case "wide": fixture.interleave(trunk: 3.5)
        default:
            var cluster = try ClusterFile.load(path: name).cluster
            // Some ten units, nearly all the time communicating.
            fixture.bucketSize = quantity("1 MB")
            fixture.firstBucketSize = quantity("100 kB")
            fixture.width = 320
            cluster.workload = fixture.cluster.workload
            cluster.assumptions = fixture.cluster.assumptions
            return cluster
        }
        return fixture.cluster
    }

    private static let shared = ["narrow", "wide"]

    @Test(
        "where links are shared no rank is done before it would be on ports alone",
        arguments: shared + ["leaf-spine-3to1", "torus"], shardings)
    func contention(name: String, sharding: RepresentedWorkload.Sharding) throws {
        let job = EmulatedJob(cluster: try Self.cluster(name, sharding))
        #expect(job.setting.sharesLinks == Self.shared.contains(name))
        var clock = ClusterClock(job: job)
        for step in 0...3 {
            let priced = step == 0 ? clock.evaluate() : clock.train()
            for rank in priced.actual {
                let waits = rank.waits[WaitCause.contention.rawValue]
                let ends = [Rung.portBandwidth, .sharedLinks].map { clock.now(rank: rank.rank, rung: $0) }
                #expect(ends[0] <= ends[1] && rank.tiles, "rank \(rank.rank), step \(step)")
                if !job.setting.sharesLinks { #expect(waits == .zero) }
            }
        }
        if job.setting.sharesLinks {
            #expect(clock.makespan(.sharedLinks) > clock.makespan(.portBandwidth))
        }
    }

    @Test(
        "steps by static shares take within 5 % of what they take event by event",
        arguments: shared + ShippedClusters.names, shardings)
    func staticShares(name: String, sharding: RepresentedWorkload.Sharding) throws {
        let cluster = try Self.cluster(name, sharding)
        let jobs = [SharedLinkEvaluation.events, .staticShares].map {
            EmulatedJob(cluster: cluster, bookedLaneOnly: true, sharedLinks: $0)
        }
        var clocks = jobs.map { ClusterClock(job: $0) }
        for step in 1...4 {
            for index in clocks.indices { _ = clocks[index].train() }
            let (events, shares) = (clocks[0].makespan(), clocks[1].makespan())
            #expect(abs(shares.seconds / events.seconds - 1) < 0.05, "step \(step): \(events), \(shares)")
            if !jobs[0].setting.sharesLinks { #expect(events == shares) }
        }
    }
}
