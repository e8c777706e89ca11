import ClusterModel
import Collectives
import Emulation
import TestSupport
import Testing
import Units

@Suite struct ClosedFormTests {
    /// 2(n−1)(α + ⌈elements/n⌉·width/B), in attoseconds, each message rounded as the clocks round it.
    private func ring(_ fixture: Fixture, elements: Int) -> VirtualDuration {
        let chunk = (elements + fixture.nodes - 1) / fixture.nodes
        let message = fixture.latency.duration + fixture.link.duration(ofBytes: Int64(chunk * 4))
        return message * (2 * (fixture.nodes - 1))
    }

    @Test("on a star the ring's virtual time equals its closed form", arguments: 1...33)
    func everyWorldSize(nodes: Int) {
        for (link, latency) in [
            ("1 Mb/s", "0 s"), ("1 Gb/s", "50 us"), ("100 Gb/s", "2 us"), ("400 Gb/s", "1 s"), ("1.6 Tb/s", "0.9 us"),
        ] {
            var fixture = Fixture(nodes: nodes)
            fixture.link = quantity(link)
            fixture.latency = quantity(latency)
            fixture.width = 32 + nodes
            let job = EmulatedJob(cluster: fixture.cluster)
            #expect(job.buckets.count == 1)
            var clock = ClusterClock(job: job)
            let steps = clock.train().actual
            let expected = ring(fixture, elements: fixture.cluster.workload.represented.model.parameterCount)
            let longest = steps.map(\.communication).max()!
            #expect(longest.nanoseconds == expected.nanoseconds, "\(nodes) nodes, \(link), \(latency)")
            #expect(longest >= lowerBound(fixture, elements: fixture.cluster.workload.represented.model.parameterCount))
        }
    }

    /// 2(n−1)/n·S/B, which no all-reduce beats.
    private func lowerBound(_ fixture: Fixture, elements: Int) -> VirtualDuration {
        fixture.link.duration(ofBytes: Int64(elements * 4))
            .scaled(by: 2 * Int128(fixture.nodes - 1), over: Int128(fixture.nodes))
    }

    @Test("several buckets on one stream take the sum of their closed forms", arguments: [2, 3, 8])
    func sumOfBuckets(nodes: Int) {
        var fixture = Fixture(nodes: nodes)
        fixture.bucketSize = quantity("10 kB")
        fixture.firstBucketSize = quantity("1 kB")
        fixture.peakRate = quantity("1000 PFLOP/s")
        fixture.link = quantity("1 Gb/s")
        let job = EmulatedJob(cluster: fixture.cluster)
        var clock = ClusterClock(job: job)
        let step = clock.train().actual[0]
        let expected = job.buckets.ranges.reduce(VirtualDuration.zero) { $0 + ring(fixture, elements: $1.count) }
        // Compute is negligible here, so the stream is never idle; a rank whose last chunk was a short one starts the
        // next bucket a little early.
        #expect(step.communication <= expected && step.communication.seconds > 0.999 * expected.seconds)
    }

    @Test("the sum over ranks of sent bytes is 2(n−1)·S and equals what is received", arguments: [1, 2, 3, 8, 33])
    func bytes(nodes: Int) {
        let job = EmulatedJob(cluster: Fixture(nodes: nodes).cluster)
        let traffic = job.traffic(of: .training)
        let gradient = Int64(job.cluster.workload.represented.model.parameterCount * 4)
        #expect(traffic.reduce(0) { $0 + $1.sent } == 2 * Int64(nodes - 1) * gradient)
        #expect(traffic.reduce(0) { $0 + $1.received } == 2 * Int64(nodes - 1) * gradient)
    }

    @Test("two-level: the node's accelerators share its port, and reduce among themselves first")
    func twoLevel() {
        var fixture = Fixture(nodes: 4, accelerators: 8)
        fixture.peakRate = quantity("1000 PFLOP/s")
        let job = EmulatedJob(cluster: fixture.cluster)
        var clock = ClusterClock(job: job)
        let elements = fixture.cluster.workload.represented.model.parameterCount
        let chunk = Int64((elements + 7) / 8 * 4)
        let inner: Bandwidth = quantity("300 GB/s")
        let intraNode = (inner.duration(ofBytes: chunk) + .microseconds(1)) * 14
        let step = clock.train().actual[0]
        #expect(step.communication.nanoseconds == (intraNode + ring(fixture, elements: elements)).nanoseconds)
    }

    @Test("a leaf's uplinks slow only what crosses them, and only if they are narrower than a port")
    func leafSpine() {
        var fixture = Fixture(nodes: 8)
        let step = { (fixture: Fixture) -> VirtualDuration in
            var clock = ClusterClock(job: EmulatedJob(cluster: fixture.cluster))
            return clock.train().actual.map(\.communication).max()!
        }
        let star = step(fixture)
        fixture.topology = .leafSpine(hostsPerLeaf: 4, oversubscription: quantity("3"))
        #expect(step(fixture) == star)
        fixture.topology = .leafSpine(hostsPerLeaf: 4, oversubscription: quantity("8"))
        #expect(step(fixture) > star)
    }
}
