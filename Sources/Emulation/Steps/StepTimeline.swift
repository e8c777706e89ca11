package import Units

/// One training step of every rank as instants on the booked clock: what there is to draw.
package struct StepTimeline: Sendable, Hashable {
    /// Counted from 1.
    package let step: Int
    /// By rank.
    package let ranks: [RankTimeline]

    /// When the first rank begins the step, and when the last one ends it.
    package var start: VirtualInstant { ranks.map(\.start).min() ?? .zero }
    package var end: VirtualInstant { ranks.map(\.end).max() ?? .zero }

    /// Runs a job's clocks up to a step: evaluation, then training steps.
    ///
    /// - Parameter step: counted from 1.
    package init(job: EmulatedJob, step: Int) {
        precondition(step > 0, "training steps are counted from 1")
        var clock = ClusterClock(job: job)
        _ = clock.evaluate()
        for _ in 1..<step { _ = clock.train() }
        var spans = [[CollectiveSpan]](repeating: [], count: job.worldSize)
        var courses = [(halts: [RankWork.Halt], end: Int128)](repeating: ([], 0), count: job.worldSize)
        let priced = clock.train(
            observeSpan: { rank, span in spans[rank].append(span) },
            observeHalts: { rank, halts, end in courses[rank] = (halts, end) })
        self.step = step
        ranks = priced.actual.map { step in
            let course = courses[step.rank]
            return RankTimeline(
                step, pieces: Self.pieces(of: step, halts: course.halts, computeEnd: course.end, job: job),
                spans: spans[step.rank])
        }
    }

    private static func pieces(
        of step: RankStep, halts: [RankWork.Halt], computeEnd: Int128, job: EmulatedJob
    ) -> [TimelinePiece] {
        let program = job.training
        var pieces = [TimelinePiece(.input, step.start, step.start + step.inputStall)]
        var (pass, at) = (0, step.start + step.inputStall)
        for halt in halts {
            let (from, to) = (VirtualInstant(attoseconds: halt.from), VirtualInstant(attoseconds: halt.to))
            pieces.append(TimelinePiece(.pass(pass, of: job.accumulation), at, from))
            pieces.append(TimelinePiece(.communication, from, to))
            (pass, at) = (program.points[program.gates[halt.gate].point].pass, to)
        }
        let end = VirtualInstant(attoseconds: computeEnd)
        let checkpoint = VirtualInstant(attoseconds: step.end.attoseconds - step.checkpoint.attoseconds)
        pieces.append(TimelinePiece(.pass(pass, of: job.accumulation), at, end))
        pieces.append(TimelinePiece(.communication, end, checkpoint))
        pieces.append(TimelinePiece(.checkpoint, checkpoint, step.end))
        let others = [WaitCause.imbalance, .straggler].reduce(VirtualDuration.zero) { $0 + step.waits[$1.rawValue] }
        return TimelinePiece.merged(TimelinePiece.telling(others, apart: pieces))
    }
}

/// One rank's part of a step. Collectives run beside compute (hidden) and while it stands still (exposed).
package struct RankTimeline: Sendable, Hashable {
    package let rank: Int
    /// Equal to the end of the step before.
    package let start: VirtualInstant
    /// After a checkpoint, where the rank writes one.
    package let end: VirtualInstant
    /// From `start` to `end`, none of them empty; they follow each other without a gap.
    package let pieces: [TimelinePiece]
    /// In the order of the stream; none begins before the one before has ended.
    package let spans: [CollectiveSpan]

    init(_ step: RankStep, pieces: [TimelinePiece], spans: [CollectiveSpan]) {
        rank = step.rank
        start = step.start
        end = step.end
        self.pieces = pieces
        self.spans = spans
    }

    /// All pieces of one activity.
    package func time(of activity: TimelinePiece.Activity) -> VirtualDuration {
        pieces.reduce(.zero) { $1.activity == activity ? $0 + ($1.end - $1.start) : $0 }
    }

    /// The part of a collective that runs beside compute.
    package func hidden(_ span: CollectiveSpan) -> VirtualDuration {
        pieces.reduce(.zero) { sum, piece in
            guard piece.activity.isCompute else { return sum }
            return sum + max(.zero, min(piece.end, span.end) - max(piece.start, span.begin))
        }
    }

    /// The part of a collective for which compute waits: the rest.
    package func exposed(_ span: CollectiveSpan) -> VirtualDuration { span.end - span.begin - hidden(span) }

    /// Sums over the collectives that are meant.
    package func hidden(where isMeant: (StreamOperation) -> Bool = { _ in true }) -> VirtualDuration {
        spans.reduce(.zero) { isMeant($1.operation) ? $0 + hidden($1) : $0 }
    }

    /// As `hidden(where:)`.
    package func exposed(where isMeant: (StreamOperation) -> Bool = { _ in true }) -> VirtualDuration {
        spans.reduce(.zero) { isMeant($1.operation) ? $0 + exposed($1) : $0 }
    }
}
