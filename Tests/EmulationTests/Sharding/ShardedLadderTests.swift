import ClusterModel
import Emulation
import TestSupport
import Testing
import Units

/// What a rank's time is made of in sharded training, under every disturbance.
@Suite struct ShardedLadderTests {
    enum Kind: String, CaseIterable {
        case none, jitter, stragglers, slowLink, packetLoss, background, overlapSlowdown, all
    }

    private static let nodes = 6

    /// A ring whose messages meet on a link, so that all rungs are there.
    ///
    /// - Parameter bucket: by default nothing that divides by the nodes.
    private static func cluster(
        _ kind: Kind, _ sharding: RepresentedWorkload.Sharding, overlap: Bool = true, bucket: String = "80 kB"
    ) -> Cluster {
        var fixture = Fixture(nodes: nodes, accelerators: 4)
        fixture.link = quantity("2 Gb/s")
        fixture.interleave(trunk: 1.5)
        fixture.bucketSize = quantity(bucket)
        fixture.firstBucketSize = quantity("4800 B")
        fixture.checkpointInterval = 3
        fixture.accumulation = 2
        fixture.sharding = sharding
        fixture.overlap = overlap
        let has = { (other: Kind) in kind == other || kind == .all }
        fixture.jitter = has(.jitter) ? quantity("5 %") : .zero
        fixture.overlapSlowdown = has(.overlapSlowdown) ? quantity("10 %") : .zero
        let all = Fixture.everyDisturbance(background: true)
        fixture.disturbances = DisturbanceModel(
            stragglers: has(.stragglers) ? all.stragglers : nil, slowLinks: has(.slowLink) ? all.slowLinks : [],
            packetLoss: has(.packetLoss) ? all.packetLoss : nil, background: has(.background) ? all.background : nil)
        return fixture.cluster
    }

    @Test(
        "activities tile every rank's time under every disturbance, and no rung's waits are negative",
        arguments: Kind.allCases, [RepresentedWorkload.Sharding.zero2, .fsdp])
    func tiling(kind: Kind, sharding: RepresentedWorkload.Sharding) {
        for overlap in [true, false] {
            let run = PricedRun(Self.cluster(kind, sharding, overlap: overlap), steps: 4)
            var ends = [VirtualInstant](repeating: .zero, count: Self.nodes)
            var cumulative = [VirtualDuration](repeating: .zero, count: Self.nodes * WaitCause.allCases.count)
            for step in run.steps {
                #expect(step.tiles && step.start == ends[step.rank] && step.end >= step.start)
                ends[step.rank] = step.end
                #expect(step.wait >= .zero && step.slowedCompute >= .zero)
                var sum = VirtualDuration.zero
                for cause in WaitCause.allCases {
                    cumulative[step.rank * WaitCause.allCases.count + cause.rawValue] += step.waits[cause.rawValue]
                    sum += cumulative[step.rank * WaitCause.allCases.count + cause.rawValue]
                    #expect(sum >= .zero, "\(cause) of rank \(step.rank), step \(step.step)")
                }
            }
            #expect(ends.allSatisfy { $0 - .zero == run.makespan })
            ends = ends.map { _ in .zero }
            for step in run.ideal {
                #expect(step.tiles && step.start == ends[step.rank] && step.wait >= .zero)
                ends[step.rank] = step.end
            }
        }
    }

    @Test(
        "each disturbance shows as its own cause and no other", arguments: [RepresentedWorkload.Sharding.zero2, .fsdp])
    func causes(sharding: RepresentedWorkload.Sharding) {
        let plain = PricedRun(Self.cluster(.none, sharding), steps: 4)
        #expect(plain.total(.straggler) == .zero && plain.total(.linkFault) == .zero)
        #expect(plain.total(.contention) > .zero && plain.total(.intraNode) > .zero)
        for kind in [Kind.slowLink, .packetLoss, .background] {
            let run = PricedRun(Self.cluster(kind, sharding), steps: 4)
            for cause in WaitCause.allCases where cause != .linkFault {
                #expect(run.waits(cause) == plain.waits(cause))
            }
            #expect(run.total(.linkFault) > .zero && run.ideal == plain.ideal, "\(kind)")
        }
        for kind in [Kind.jitter, .stragglers] {
            let run = PricedRun(Self.cluster(kind, sharding), steps: 4)
            for cause in [WaitCause.imbalance, .intraNode, .linkFault] {
                #expect(run.waits(cause) == plain.waits(cause))
            }
            #expect(run.total(.straggler) > .zero, "\(kind)")
        }
    }

    // MARK: The drawn step

    @Test(
        "a step's pieces follow each other, and what is exposed is what the rank waits",
        arguments: Kind.allCases, [RepresentedWorkload.Sharding.zero2, .fsdp])
    func timeline(kind: Kind, sharding: RepresentedWorkload.Sharding) {
        for (step, overlap) in [(1, true), (3, true), (2, false)] {
            let job = EmulatedJob(cluster: Self.cluster(kind, sharding, overlap: overlap))
            var clock = ClusterClock(job: job)
            _ = clock.evaluate()
            for _ in 1..<step { _ = clock.train() }
            for (rank, priced) in zip(StepTimeline(job: job, step: step).ranks, clock.train().actual) {
                #expect(rank.start == priced.start && rank.end == priced.end)
                #expect(rank.pieces.first?.start == rank.start && rank.pieces.last?.end == rank.end)
                for (piece, next) in zip(rank.pieces, rank.pieces.dropFirst()) {
                    #expect(piece.end == next.start && piece.end > piece.start && piece.activity != next.activity)
                }
                #expect(rank.time(of: .communication) + rank.time(of: .others) == priced.wait)
                #expect(rank.time(of: .input) == priced.inputStall)
                #expect(rank.time(of: .checkpoint) == priced.checkpoint)
                let compute = [rank.time(of: .forward), rank.time(of: .backward), rank.time(of: .optimizer)]
                let plain = [priced.forward, priced.backward, priced.optimizer]
                #expect(compute.reduce(.zero, +) == plain.reduce(.zero, +) + priced.slowedCompute)
                // Communication beside them stretches any of them; micro-batches begin at rounded shares of all of them.
                let stretched = zip(compute, plain).map { $0 - $1 }
                #expect(stretched.allSatisfy { $0.attoseconds >= -2 })
                if priced.slowedCompute == .zero { #expect(stretched.allSatisfy { $0.attoseconds <= 2 }) }
                #expect(rank.spans.map(\.operation) == job.training.operations)
                #expect(rank.exposed() == priced.wait && rank.hidden() + rank.exposed() == priced.communication)
                if !overlap { #expect(rank.hidden() == .zero) }
                for span in rank.spans {
                    #expect(span.ready <= span.begin && span.begin <= span.end)
                    #expect(rank.hidden(span) >= .zero && rank.exposed(span) >= .zero)
                }
                for (span, next) in zip(rank.spans, rank.spans.dropFirst()) { #expect(span.end <= next.begin) }
            }
        }
    }

    // MARK: Repeated steps

    @Test(
        "steps that begin alike are priced once, and are what pricing each would give",
        arguments: [RepresentedWorkload.Sharding.zero2, .fsdp], [Kind.none, .slowLink, .overlapSlowdown])
    func repeated(sharding: RepresentedWorkload.Sharding, kind: Kind) {
        // Where buckets divide by the nodes, ranks find their beat in a few steps.
        compare(EmulatedJob(cluster: Self.cluster(kind, sharding, bucket: "72 kB")), steps: 10, repeated: 6)
        // Where they do not, in more, and with compute that communication slows in hundreds.
        guard sharding != .fsdp, kind == .none else { return }
        compare(EmulatedJob(cluster: Self.cluster(kind, sharding)), steps: 20, repeated: 4)
    }

    private func compare(_ job: EmulatedJob, steps: Int, repeated: Int) {
        var (once, each) = (ClusterClock(job: job), ClusterClock(job: job))
        #expect(once.evaluate().actual == each.evaluate().actual)
        for step in 1...steps {
            let (a, b) = (once.train(), each.train(observe: { _, _, _ in }))
            #expect(a.actual == b.actual && a.ideal == b.ideal, "step \(step)")
            for rank in 0..<Self.nodes {
                for rung in Rung.allCases {
                    #expect(once.now(rank: rank, rung: rung) == each.now(rank: rank, rung: rung))
                }
            }
        }
        #expect(once.evaluate().actual == each.evaluate().actual && once.close().actual == each.close().actual)
        #expect(each.repeatedSteps == 0 && once.repeatedSteps >= repeated, "\(once.repeatedSteps)")
    }
}
