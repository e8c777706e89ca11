import ClusterModel
import Emulation
import TestSupport
import Testing
import Units

/// Weights that are gathered ahead of their use, against those that are gathered when they are needed.
@Suite struct PrefetchTests {
    private static func fixture(nodes: Int, units: Int, link: String) -> Fixture {
        var fixture = Fixture(nodes: nodes, accelerators: 2)
        fixture.sharding = .fsdp
        fixture.link = quantity(link)
        let parameters = fixture.cluster.workload.represented.model.parameterCount
        fixture.bucketSize = ByteCount(count: Int64(4 * ((parameters + units - 1) / units)))
        fixture.firstBucketSize = fixture.bucketSize
        return fixture
    }

    /// What the steps of a cluster take with overlap, and without it.
    private static func makespans(_ fixture: Fixture, steps: Int) -> (on: VirtualDuration, off: VirtualDuration) {
        let spans = [true, false].map { overlap in
            var fixture = fixture
            fixture.overlap = overlap
            var clock = ClusterClock(job: EmulatedJob(cluster: fixture.cluster, bookedLaneOnly: true))
            for _ in 0..<steps { _ = clock.train() }
            return clock.makespan()
        }
        return (spans[0], spans[1])
    }

    @Test("full sharding with prefetch is never slower than without", arguments: [1, 2, 3, 5, 8], [1, 2, 7, 30])
    func neverSlower(nodes: Int, units: Int) {
        for link in ["100 Mb/s", "1 Gb/s", "10 Gb/s", "100 Gb/s", "1.6 Tb/s"] {
            for accumulation in [1, 3] {
                var fixture = Self.fixture(nodes: nodes, units: units, link: link)
                fixture.accumulation = accumulation
                let (on, off) = Self.makespans(fixture, steps: 2)
                #expect(on <= off, "\(link), \(accumulation) micro-batches")
                // One unit leaves nothing to gather ahead of.
                if units == 1 { #expect(on == off) } else if nodes > 1 { #expect(on < off) }
            }
        }
    }

    @Test("and it is not where ranks differ", arguments: [2, 3, 5, 8], [2, 7, 30])
    func disturbed(nodes: Int, units: Int) {
        for link in ["1 Gb/s", "10 Gb/s", "100 Gb/s"] {
            for seed in 1...5 as ClosedRange<UInt64> {
                var fixture = Self.fixture(nodes: nodes, units: units, link: link)
                fixture.seed = seed
                fixture.jitter = quantity("5 %")
                fixture.disturbances = DisturbanceModel(
                    stragglers: .init(probability: quantity("30 %"), slowdown: quantity("50 %"), ranks: nil))
                let (on, off) = Self.makespans(fixture, steps: 3)
                #expect(on <= off, "\(link), seed \(seed): \(on.seconds) s, \(off.seconds) s")
            }
        }
    }
}
