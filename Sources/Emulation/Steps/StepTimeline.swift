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
        var spans = [[BucketSpan]](repeating: [], count: job.worldSize)
        let priced = clock.train(observeSpan: { rank, span in spans[rank].append(span) })
        self.step = step
        ranks = zip(priced.actual, spans).map { RankTimeline($0, spans: $1) }
    }
}

/// One rank's part of a step. Its pieces follow each other without a gap; collectives run beside the backward pass
/// (hidden) and behind it (exposed).
package struct RankTimeline: Sendable, Hashable {
    package let rank: Int
    /// Equal to the end of the step before.
    package let start: VirtualInstant
    /// When the input is there.
    package let computeStart: VirtualInstant
    /// With accumulation the passes of all micro-batches are told as one forward and one backward pass.
    package let forwardEnd: VirtualInstant
    package let backwardEnd: VirtualInstant
    /// When the last sum is there too.
    package let reductionEnd: VirtualInstant
    package let optimizerEnd: VirtualInstant
    /// After a checkpoint, where the rank writes one.
    package let end: VirtualInstant
    /// The part of the exposed wait that other ranks' compute causes, not the network; within it, but where that is
    /// negative: the network can hide what ranks differ by.
    package let waitForOthers: VirtualDuration
    /// In the order of the stream; none begins before the one before has ended.
    package let spans: [BucketSpan]

    init(_ step: RankStep, spans: [BucketSpan]) {
        rank = step.rank
        start = step.start
        computeStart = start + step.inputStall
        forwardEnd = computeStart + step.forward
        backwardEnd = forwardEnd + step.backward + step.slowedCompute
        reductionEnd = backwardEnd + step.wait
        optimizerEnd = reductionEnd + step.optimizer
        end = step.end
        let others = [WaitCause.imbalance, .straggler].reduce(VirtualDuration.zero) { $0 + step.waits[$1.rawValue] }
        waitForOthers = max(.zero, min(others, step.wait))
        self.spans = spans
    }

    /// The part of a collective that runs beside compute.
    package func hidden(_ span: BucketSpan) -> VirtualDuration {
        max(.zero, min(span.end, backwardEnd) - span.begin)
    }

    /// The part of a collective for which compute waits: the rest.
    package func exposed(_ span: BucketSpan) -> VirtualDuration { span.end - span.begin - hidden(span) }

    /// Sums over collectives, all of them if no buckets are named.
    package func hidden(in buckets: Range<Int>? = nil) -> VirtualDuration {
        sum(in: buckets) { hidden($0) }
    }

    /// As `hidden(in:)`.
    package func exposed(in buckets: Range<Int>? = nil) -> VirtualDuration {
        sum(in: buckets) { exposed($0) }
    }

    private func sum(in buckets: Range<Int>?, _ part: (BucketSpan) -> VirtualDuration) -> VirtualDuration {
        spans.reduce(.zero) { buckets?.contains($1.bucket) ?? true ? $0 + part($1) : $0 }
    }
}
