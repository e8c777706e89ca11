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
            #expect(rank.hidden() == .zero && rank.exposed() == rank.reductionEnd - rank.backwardEnd)
        }
        for rank in StepTimeline(job: jobs[1], step: 2).ranks {
            let backward = rank.backwardEnd - rank.forwardEnd
            #expect(rank.hidden() > .zero && rank.hidden() * accumulation <= backward)
        }
    }

    @Test("a rank's pieces follow each other and end with the step", arguments: [1, 2, 3, 7], [1, 3])
    func pieces(nodes: Int, step: Int) throws {
        let job = try Self.job("default", nodes: nodes)
        let timeline = StepTimeline(job: job, step: step)
        #expect(timeline.step == step && timeline.ranks.map(\.rank) == Array(0..<nodes))
        for (rank, priced) in zip(timeline.ranks, Self.priced(job, step: step)) {
            let instants = [
                rank.start, rank.computeStart, rank.forwardEnd, rank.backwardEnd, rank.reductionEnd, rank.optimizerEnd,
                rank.end,
            ]
            #expect(instants == instants.sorted())
            #expect(rank.start == priced.start && rank.end == rank.optimizerEnd + priced.checkpoint)
            #expect(rank.reductionEnd == max(rank.backwardEnd, rank.spans.last!.end))
            #expect(rank.waitForOthers >= .zero && rank.waitForOthers <= rank.reductionEnd - rank.backwardEnd)
            #expect(timeline.start <= rank.start && rank.end <= timeline.end)
        }
    }

    @Test("groups of buckets add up to all buckets", arguments: [1, 2, 7, 100])
    func groups(size: Int) throws {
        let job = try Self.job("10gbe", nodes: 3)
        let rank = StepTimeline(job: job, step: 1).ranks[1]
        var (hidden, exposed) = (VirtualDuration.zero, VirtualDuration.zero)
        for first in stride(from: 0, to: job.buckets.count, by: size) {
            hidden += rank.hidden(in: first..<first + size)
            exposed += rank.exposed(in: first..<first + size)
        }
        #expect(hidden == rank.hidden() && exposed == rank.exposed())
    }
}
