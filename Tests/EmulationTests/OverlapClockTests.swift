import ClusterModel
import Collectives
import Emulation
import TestSupport
import Testing
import Units

/// Compute beside communication, and one after the other.
@Suite struct OverlapClockTests {
    /// `wide` puts the nodes on a fabric nobody waits on, with a background job: its booked lane is one of events.
    private static func fixture(
        _ algorithm: CollectiveChoice.Algorithm = .ring, slowdown: String = "0", wide: Bool = false
    ) -> Fixture {
        var fixture = Fixture(nodes: 4)
        fixture.collective = CollectiveChoice(algorithm: algorithm, groupSize: 2, segments: 3)
        fixture.link = quantity("2 Gb/s")
        fixture.bucketSize = quantity("80 kB")
        fixture.firstBucketSize = quantity("4 kB")
        fixture.overlapSlowdown = quantity(slowdown)
        guard wide else { return fixture }
        fixture.topology = .leafSpine(hostsPerLeaf: 1, oversubscription: quantity("0.001"))
        fixture.disturbances = DisturbanceModel(background: .init(share: quantity("10 %"), probability: .one))
        return fixture
    }

    private static func step(_ fixture: Fixture) -> (step: RankStep, spans: [CollectiveSpan]) {
        let job = EmulatedJob(cluster: fixture.cluster)
        var clock = ClusterClock(job: job)
        var spans: [CollectiveSpan] = []
        let priced = clock.train(observeSpan: { rank, span in if rank == 0 { spans.append(span) } })
        return (priced.actual[0], spans)
    }

    @Test(
        "with overlap off all of the communication is exposed, one collective behind the other",
        arguments: CollectiveChoice.Algorithm.allCases, [false, true])
    func off(algorithm: CollectiveChoice.Algorithm, wide: Bool) {
        var fixture = Self.fixture(algorithm, wide: wide)
        let beside = Self.step(fixture)
        fixture.overlap = false
        let after = Self.step(fixture)
        #expect(after.step.tiles && after.step.wait == after.step.communication)
        let computeEnd = after.step.start + after.step.inputStall + after.step.forward + after.step.backward
        #expect(after.spans.allSatisfy { $0.ready == computeEnd && $0.begin >= computeEnd })
        #expect(after.spans[0].begin == computeEnd)
        for (span, next) in zip(after.spans, after.spans.dropFirst()) { #expect(next.begin == span.end) }
        #expect(beside.step.wait < beside.step.communication && beside.step.duration < after.step.duration)
    }

    @Test("a slowdown of nothing changes nothing, and any other keeps the tiling", arguments: [false, true])
    func tiling(wide: Bool) {
        let plain = Self.step(Self.fixture(wide: wide))
        #expect(plain.step.slowedCompute == .zero)
        var last = VirtualDuration.zero
        for slowdown in ["0.000001 %", "10 %", "50 %", "90 %"] {
            let slowed = Self.step(Self.fixture(slowdown: slowdown, wide: wide))
            #expect(slowed.step.tiles && slowed.step.backward == plain.step.backward)
            #expect(slowed.step.slowedCompute > last && slowed.step.duration >= plain.step.duration)
            last = slowed.step.slowedCompute
        }
    }

    @Test("one bucket runs behind the whole pass and slows nothing", arguments: [false, true])
    func oneBucket(wide: Bool) {
        var fixture = Self.fixture(slowdown: "50 %", wide: wide)
        fixture.bucketSize = quantity("1 GB")
        fixture.firstBucketSize = quantity("1 GB")
        let slowed = Self.step(fixture)
        fixture.overlapSlowdown = .zero
        #expect(slowed.spans.count == 1 && slowed.step == Self.step(fixture).step)
    }

    @Test(
        "two buckets by hand: work beside the first collective takes 1/(1 − s) as long",
        arguments: [
            ("20 %", false), ("20 %", true), ("50 %", false), ("75 %", true),
        ])
    func twoBuckets(slowdown: String, wide: Bool) {
        var fixture = Self.fixture(wide: wide)
        fixture.bucketSize = quantity("1 GB")
        fixture.firstBucketSize = quantity("100 kB")
        // Slow enough that the collective does not outlast the pass, whose rest it is filled beside.
        fixture.peakRate = quantity("100 GFLOP/s")
        let plain = Self.step(fixture)
        fixture.overlapSlowdown = quantity(slowdown)
        let slowed = Self.step(fixture)
        #expect(plain.spans.count == 2 && slowed.spans.count == 2)
        // The first collective begins and ends as before: 25,000 elements in a ring of four.
        let message = fixture.latency.duration + fixture.link.duration(ofBytes: 25_000)
        #expect(slowed.spans[0] == plain.spans[0] && slowed.spans[0].end - slowed.spans[0].begin == message * 6)
        #expect(plain.spans[1].ready > plain.spans[0].end)
        // In its time T only (1 − s)·T of work is done, so that the second bucket is full s·T later.
        let share = fixture.overlapSlowdown
        let lost = (message * 6).scaled(by: Int128(share.count), over: Int128(Ratio.scale))
        #expect(slowed.step.slowedCompute == lost)
        #expect(slowed.spans[1].ready - plain.spans[1].ready == lost)
        #expect(slowed.spans[1].end - plain.spans[1].end == lost)
        #expect(slowed.step.duration - plain.step.duration == lost)
    }

    @Test("a collective that outlasts the pass slows what is left of it by 1/(1 − s)", arguments: [false, true])
    func outlasted(wide: Bool) {
        var fixture = Self.fixture(wide: wide)
        fixture.bucketSize = quantity("1 GB")
        fixture.firstBucketSize = quantity("100 kB")
        fixture.link = quantity("1 Mb/s")
        let plain = Self.step(fixture)
        fixture.overlapSlowdown = quantity("75 %")
        let slowed = Self.step(fixture)
        // All work from the first bucket's begin on takes four times as long.
        let rest = plain.spans[1].ready - plain.spans[0].begin
        #expect(plain.spans[0].end > plain.spans[1].ready && slowed.spans[0].end > slowed.spans[1].ready)
        #expect(slowed.step.slowedCompute == rest * 3)
        #expect(slowed.step.duration == plain.step.duration)
    }

    @Test("with accumulation only the last micro-batch's pass fills buckets", arguments: [2, 5], [false, true])
    func accumulation(microBatches: Int, wide: Bool) {
        var fixture = Self.fixture(wide: wide)
        let one = Self.step(fixture)
        fixture.accumulation = microBatches
        let many = Self.step(fixture)
        let more = (one.step.forward + one.step.backward) * (microBatches - 1)
        #expect(many.step.forward == one.step.forward * microBatches && many.step.tiles)
        #expect(many.step.backward == one.step.backward * microBatches)
        // Everything that communicates happens as before, so much later (and after so much longer a read).
        let later = more + (many.step.inputStall - one.step.inputStall)
        for (a, b) in zip(many.spans, one.spans) {
            #expect(a.ready == b.ready + later && a.begin == b.begin + later && a.end == b.end + later)
        }
        #expect(many.step.wait == one.step.wait && many.step.communication == one.step.communication)
        #expect(many.step.bytesSent == one.step.bytesSent)
    }
}
