import ClusterModel
import Collectives
import Emulation
import Testing
import Units

@Suite struct StepTimelineTests {
    private static func job(_ config: String, nodes: Int?) throws -> EmulatedJob {
        EmulatedJob(cluster: try ClusterFile.load(path: config, overrides: ClusterOverrides(nodes: nodes)).cluster)
    }

    /// The same step as the clock itself tells it.
    private static func priced(_ job: EmulatedJob, step: Int) -> [RankStep] {
        var clock = ClusterClock(job: job)
        _ = clock.evaluate()
        for _ in 1..<step { _ = clock.train() }
        return clock.train().actual
    }

    @Test(
        "hidden and exposed communication are all of it, and what is exposed is what the rank waits",
        arguments: [("default", 8), ("10gbe", 3), ("1gbe", 5), ("laptop", 2), ("leaf-spine-3to1", nil), ("default", 1)]
            as [(String, Int?)])
    func communication(config: String, nodes: Int?) throws {
        let job = try Self.job(config, nodes: nodes)
        let steps = Self.priced(job, step: 2)
        for (timeline, step) in zip(StepTimeline(job: job, step: 2).ranks, steps) {
            #expect(timeline.spans.count == job.buckets.count)
            #expect(timeline.hidden() + timeline.exposed() == step.communication)
            #expect(timeline.exposed() == step.wait)
            for span in timeline.spans {
                #expect(timeline.hidden(span) >= .zero && timeline.exposed(span) >= .zero)
                #expect(span.ready <= span.begin && span.begin <= span.end)
            }
            for (span, next) in zip(timeline.spans, timeline.spans.dropFirst()) { #expect(span.end <= next.begin) }
        }
    }

    @Test("without overlap nothing is hidden, and accumulation hides behind the last pass alone", arguments: [1, 3])
    func noOverlap(accumulation: Int) throws {
        let jobs = try [false, true].map { overlap in
            let overrides = ClusterOverrides(nodes: 3, overlap: overlap, gradientAccumulation: accumulation)
            return EmulatedJob(cluster: try ClusterFile.load(path: "default", overrides: overrides).cluster)
        }
        for rank in StepTimeline(job: jobs[0], step: 2).ranks {
            #expect(rank.hidden() == .zero)
            #expect(rank.exposed() == rank.time(of: .communication) + rank.time(of: .others))
        }
        for rank in StepTimeline(job: jobs[1], step: 2).ranks {
            #expect(rank.hidden() > .zero && rank.hidden() * accumulation <= rank.time(of: .backward))
            // Passes of micro-batches alternate.
            let passes = rank.pieces.map(\.activity).filter { $0 == .forward || $0 == .backward }
            #expect(passes == (0..<accumulation).flatMap { _ in [.forward, .backward] })
        }
    }

    @Test("a rank's pieces follow each other and end with the step", arguments: [1, 2, 3, 7], [1, 3])
    func pieces(nodes: Int, step: Int) throws {
        let job = try Self.job("default", nodes: nodes)
        let timeline = StepTimeline(job: job, step: step)
        #expect(timeline.step == step && timeline.ranks.map(\.rank) == Array(0..<nodes))
        for (rank, priced) in zip(timeline.ranks, Self.priced(job, step: step)) {
            #expect(rank.start == priced.start && rank.end == priced.end)
            #expect(rank.pieces.first?.start == rank.start && rank.pieces.last?.end == rank.end)
            for (piece, next) in zip(rank.pieces, rank.pieces.dropFirst()) {
                #expect(piece.end == next.start && piece.end > piece.start && piece.activity != next.activity)
            }
            #expect(rank.time(of: .input) == priced.inputStall && rank.time(of: .forward) == priced.forward)
            #expect(rank.time(of: .backward) == priced.backward && rank.time(of: .optimizer) == priced.optimizer)
            #expect(rank.time(of: .checkpoint) == priced.checkpoint)
            #expect(rank.time(of: .communication) + rank.time(of: .others) == priced.wait)
            #expect(timeline.start <= rank.start && rank.end <= timeline.end)
        }
    }

    @Test("groups of buckets add up to all buckets", arguments: [1, 2, 7, 100])
    func groups(size: Int) throws {
        let job = try Self.job("10gbe", nodes: 3)
        let rank = StepTimeline(job: job, step: 1).ranks[1]
        var (hidden, exposed) = (VirtualDuration.zero, VirtualDuration.zero)
        for first in stride(from: 0, to: job.buckets.count, by: size) {
            let group = first..<first + size
            hidden += rank.hidden { group.contains($0.bucket) }
            exposed += rank.exposed { group.contains($0.bucket) }
        }
        #expect(hidden == rank.hidden() && exposed == rank.exposed())
    }
}
