internal import ClusterModel
internal import Collectives
package import Units

/// The virtual clocks of a whole cluster: the pure function from (job, seed) to what every rank did in every step.
///
/// Every process evaluates the same function; nothing in it depends on when packets really arrive. A value, so a copy is
/// a fork of time.
package struct ClusterClock: Sendable {
    package let job: EmulatedJob
    private let ranks: Int
    /// Lanes of a rank; the arrays below hold a value per rank and lane, rank by rank (attoseconds).
    private let width: Int
    private var clocks: [Int128]
    /// Own compute and storage time so far.
    private var own: [Int128]
    /// When the storage has the next step's input.
    private var inputReady: [Int128]
    private var ends: StepEnds
    private var memos = StepMemos()
    private var stepsDone = 0
    private var hasEvaluated = false
    private let trainingTraffic: [RankTraffic]
    private let evaluationTraffic: [RankTraffic]
    /// Steps whose collectives did not have to be priced, because they began as an earlier one had.
    package private(set) var repeatedSteps = 0

    package init(job: EmulatedJob) {
        self.job = job
        ranks = job.worldSize
        width = job.lanes.count
        let carried = job.carriedLanes.count
        let zeros = [Int128](repeating: 0, count: ranks * width)
        clocks = zeros
        own = zeros
        inputReady = zeros
        let perRank = [Int128](repeating: 0, count: ranks)
        let ports = [[Int128]](repeating: perRank, count: width - carried)
        ends = StepEnds(
            streamFree: zeros, computeEnd: zeros, slowed: zeros, communication: perRank,
            streams: StreamClocks(ranks: ranks, lanes: carried), sendPorts: ports, receivePorts: ports)
        trainingTraffic = job.traffic(of: .training)
        evaluationTraffic = job.traffic(of: .evaluation)
        // The storage begins to read the first step's input when the job starts.
        for rank in 0..<ranks {
            for lane in 0..<width { inputReady[rank * width + lane] = timing(rank).read.attoseconds }
        }
    }

    /// The booked clock of a rank.
    package func now(rank: Int) -> VirtualInstant { now(rank: rank, rung: .actual) }

    /// A rank's clock on any rung.
    package func now(rank: Int, rung: Rung) -> VirtualInstant {
        VirtualInstant(attoseconds: clocks[rank * width + job.lane(of: rung)])
    }

    /// When the last rank of the given rung is done so far.
    package func makespan(_ rung: Rung = .actual) -> VirtualDuration {
        let lane = job.lane(of: rung)
        return VirtualDuration(attoseconds: (0..<ranks).map { clocks[$0 * width + lane] }.max() ?? 0)
    }

    /// One evaluation: each rank's share of the sequences, forward only.
    ///
    /// - Parameter observe: as of `train`.
    package mutating func evaluate(
        observe: ((_ operation: Int, _ before: StreamClocks, _ after: StreamClocks) -> Void)? = nil
    ) -> PricedStep {
        let before = Snapshot(clocks: clocks, own: own)
        let number = hasEvaluated ? stepsDone + 1 : 0
        hasEvaluated = true
        let durations = (0..<ranks).map { rank in
            job.disturbances.disturbed(timing(rank).evaluation, kind: .evaluation, rank: rank, step: number)
        }
        var work = (0..<ranks).map { rank in
            rankWork(
                .evaluation, plain: job.evaluationCourse(timing(rank).evaluation),
                disturbed: job.evaluationCourse(durations[rank]))
        }
        begin(&work, at: clocks)
        StepCollectives(job: job, phase: .evaluation, step: number, observe: observe, observeSpan: nil)
            .price(work: &work, clocks: clocks, ends: &ends)
        for rank in 0..<ranks {
            for lane in 0..<width {
                let index = rank * width + lane
                clocks[index] = max(ends.computeEnd[index], ends.streamFree[index])
                own[index] += work[rank].whole(lane: lane) + ends.slowed[index]
            }
        }
        let resent = job.sentAgain(in: .evaluation, step: number)
        return record(kind: .evaluation, number: number, since: before) { step, rank, lane in
            step.evaluation = job.lanes[lane].hasComputeDisturbances ? durations[rank] : timing(rank).evaluation
            fillCommunication(&step, of: .evaluation, resent: resent, lane: lane)
        }
    }

    /// A checkpoint out of turn: whoever writes those of the training steps writes one now.
    package mutating func checkpoint() -> PricedStep {
        let before = Snapshot(clocks: clocks, own: own)
        for rank in 0..<ranks where job.writesCheckpoints(rank: rank) {
            let write = timing(rank).write.attoseconds
            for lane in 0..<width {
                clocks[rank * width + lane] += write
                own[rank * width + lane] += write
            }
        }
        return record(kind: .checkpoint, number: stepsDone + 3, since: before) { step, rank, _ in
            guard job.writesCheckpoints(rank: rank) else { return }
            let timing = self.timing(rank)
            step.checkpoint = timing.write
            step.storageBusy = timing.write
            step.bytesWritten = timing.writeBytes
        }
    }

    /// The end of the job: every rank waits for the last one.
    package mutating func close() -> PricedStep {
        let before = Snapshot(clocks: clocks, own: own)
        for lane in 0..<width {
            let last = (0..<ranks).map { clocks[$0 * width + lane] }.max() ?? 0
            for rank in 0..<ranks { clocks[rank * width + lane] = last }
        }
        return record(kind: .closing, number: stepsDone + 2, since: before) { _, _, _ in }
    }

    /// One training step of every rank.
    ///
    /// - Parameters:
    ///   - observe: called for each operation with all ranks' stream clocks before the messages between nodes (the
    ///     instant at which each rank's data is ready) and after them, on the carried lanes.
    ///   - observeSpan: called for each rank's every collective, on the booked lane.
    package mutating func train(
        observe: ((_ operation: Int, _ before: StreamClocks, _ after: StreamClocks) -> Void)? = nil,
        observeSpan: ((_ rank: Int, CollectiveSpan) -> Void)? = nil
    ) -> PricedStep {
        train(observe: observe, observeSpan: observeSpan, observeHalts: nil)
    }

    /// - Parameter observeHalts: called for each rank with where its compute stood still on the booked lane, and when its
    ///   compute ended (attoseconds).
    mutating func train(
        observe: StepCollectives.Observer? = nil, observeSpan: StepCollectives.SpanObserver? = nil,
        observeHalts: ((_ rank: Int, [RankWork.Halt], _ computeEnd: Int128) -> Void)?
    ) -> PricedStep {
        let before = Snapshot(clocks: clocks, own: own)
        stepsDone += 1
        let booked = job.lane(of: .actual)
        let passes = (0..<ranks).map { TrainingPasses(job: job, rank: $0, step: stepsDone) }
        var work = passes.map {
            rankWork(
                .training, plain: $0.plain, disturbed: $0.disturbed,
                tracedLane: observeHalts == nil ? nil : booked)
        }
        var stalls = clocks
        var starts = clocks
        for rank in 0..<ranks {
            for lane in 0..<width {
                let index = rank * width + lane
                starts[index] = max(clocks[index], inputReady[index])
                stalls[index] = starts[index] - clocks[index]
                own[index] += stalls[index]
                // The next step's input is read while this one computes.
                inputReady[index] = starts[index] + timing(rank).read.attoseconds
            }
        }
        begin(&work, at: starts)
        let isObserved = observe != nil || observeSpan != nil || observeHalts != nil
        priceCollectives(
            &work, passes: passes, starts: starts, isObserved: isObserved, observe: observe, observeSpan: observeSpan)
        for rank in 0..<ranks {
            observeHalts?(rank, work[rank].halts, ends.computeEnd[rank * width + booked])
            let write = job.writesCheckpoint(afterStep: stepsDone, rank: rank) ? timing(rank).write.attoseconds : 0
            for lane in 0..<width {
                let index = rank * width + lane
                clocks[index] = max(ends.computeEnd[index], ends.streamFree[index]) + write
                own[index] += work[rank].whole(lane: lane) + ends.slowed[index] + write
            }
        }
        let resent = job.sentAgain(in: .training, step: stepsDone)
        return record(kind: .training, number: stepsDone, since: before) { step, rank, lane in
            let timing = self.timing(rank)
            step.forward = passes[rank].forward
            step.backward = passes[rank].backward
            step.optimizer = timing.optimizer
            step.inputStall = VirtualDuration(attoseconds: stalls[rank * width + lane])
            fillCommunication(&step, of: .training, resent: resent, lane: lane)
            step.bytesRead = timing.readBytes
            step.storageBusy = timing.read
            if job.writesCheckpoint(afterStep: stepsDone, rank: rank) {
                step.checkpoint = timing.write
                step.storageBusy += timing.write
                step.bytesWritten = timing.writeBytes
            }
        }
    }

    private func rankWork(
        _ phase: StepPhase, plain: RankWork.Course, disturbed: RankWork.Course, tracedLane: Int? = nil
    ) -> RankWork {
        RankWork(
            program: job.program(of: phase), plain: plain, disturbed: disturbed, lanes: job.lanes,
            slowdown: job.overlapSlowdown, tracedLane: tracedLane)
    }

    private func begin(_ work: inout [RankWork], at starts: [Int128]) {
        for rank in 0..<ranks {
            for lane in 0..<width { work[rank].begin(lane: lane, at: starts[rank * width + lane]) }
        }
    }

    /// Prices the step's collectives, or moves those of an earlier step that began in the same way.
    private mutating func priceCollectives(
        _ work: inout [RankWork], passes: [TrainingPasses], starts: [Int128], isObserved: Bool,
        observe: StepCollectives.Observer?, observeSpan: StepCollectives.SpanObserver?
    ) {
        let isRepeatable = !isObserved && !job.disturbances.varyWithStepOnNetwork
        let bases = Array(starts[0..<width])
        let start = isRepeatable ? relativeStart(starts, bases: bases, passes: passes) : []
        if isRepeatable, let repeated = memos.ends(bases: bases, start: start, carried: job.carriedLanes.count) {
            ends = repeated
            repeatedSteps += 1
            return
        }
        StepCollectives(job: job, phase: .training, step: stepsDone, observe: observe, observeSpan: observeSpan)
            .price(work: &work, clocks: clocks, ends: &ends)
        if isRepeatable { memos.remember(StepMemo(bases: bases, start: start, ends: ends)) }
    }

    /// All that the step's collectives depend on.
    private func relativeStart(_ starts: [Int128], bases: [Int128], passes: [TrainingPasses]) -> [Int128] {
        let carried = job.carriedLanes.count
        var start: [Int128] = []
        start.reserveCapacity(ranks * (4 * width + 2))
        for rank in 0..<ranks {
            start.append(passes[rank].forward.attoseconds)
            start.append(passes[rank].backward.attoseconds)
            for lane in 0..<width {
                let index = rank * width + lane
                start.append(starts[index] - bases[lane])
                start.append(clocks[index] - bases[lane])
                let (send, receive) =
                    lane < carried
                    ? (ends.streams.sendPort[rank * carried + lane], ends.streams.receivePort[rank * carried + lane])
                    : (ends.sendPorts[lane - carried][rank], ends.receivePorts[lane - carried][rank])
                start.append(send - bases[lane])
                start.append(receive - bases[lane])
            }
        }
        return start
    }

    private func timing(_ rank: Int) -> NodeTiming { job.timings[job.groupOfRank[rank]] }

    private struct Snapshot {
        let clocks: [Int128]
        let own: [Int128]
    }

    /// What a step's collectives left behind beside waits.
    private func fillCommunication(_ step: inout RankStep, of phase: StepPhase, resent: [RankTraffic], lane: Int) {
        let rank = step.rank
        step.slowedCompute = VirtualDuration(attoseconds: ends.slowed[rank * width + lane])
        guard lane == job.lane(of: .actual) else { return }
        let traffic = phase == .training ? trainingTraffic[rank] : evaluationTraffic[rank]
        step.communication = VirtualDuration(attoseconds: ends.communication[rank])
        step.bytesSent = traffic.sent
        step.bytesReceived = traffic.received
        step.switchBytes = traffic.switches
        step.opticsBytes = traffic.optics
        step.wanBytes = traffic.wan
        if !resent.isEmpty { step.addSentAgain(resent[rank]) }
    }

    private func record(
        kind: RankStep.Kind, number: Int, since before: Snapshot,
        fill: (inout RankStep, _ rank: Int, _ lane: Int) -> Void
    ) -> PricedStep {
        PricedStep(
            actual: record(up: .actual, kind: kind, number: number, since: before, fill: fill),
            ideal: record(up: .idealNetwork, kind: kind, number: number, since: before, fill: fill))
    }

    /// Reads the step off the clocks of `top`: waits are the first differences of the cumulative waits of the ladder.
    private func record(
        up top: Rung, kind: RankStep.Kind, number: Int, since before: Snapshot,
        fill: (inout RankStep, _ rank: Int, _ lane: Int) -> Void
    ) -> [RankStep] {
        let topLane = job.lane(of: top)
        return (0..<ranks).map { rank in
            let topIndex = rank * width + topLane
            var step = RankStep(
                kind: kind, rank: rank, step: number,
                start: VirtualInstant(attoseconds: before.clocks[topIndex]),
                end: VirtualInstant(attoseconds: clocks[topIndex]), hasFabric: top == .actual)
            var below: Int128 = 0
            for cause in WaitCause.allCases where cause.rawValue <= top.rawValue {
                let index = rank * width + job.lane(of: Rung(rawValue: cause.rawValue)!)
                let wait = (clocks[index] - own[index]) - (before.clocks[index] - before.own[index])
                step.waits[cause.rawValue] = VirtualDuration(attoseconds: wait - below)
                below = wait
            }
            fill(&step, rank, topLane)
            return step
        }
    }
}

extension EmulatedJob {
    /// True if a rank writes to its storage at the end of the given training step (counted from 1).
    package func writesCheckpoint(afterStep step: Int, rank: Int) -> Bool {
        hasCheckpoint(afterStep: step) && writesCheckpoints(rank: rank)
    }

    /// True if a checkpoint is due at the end of the given training step (counted from 1).
    package func hasCheckpoint(afterStep step: Int) -> Bool {
        let interval = cluster.workload.represented.checkpointInterval
        return interval > 0 && step > 0 && step % interval == 0
    }

    /// Who writes checkpoints: rank 0 the whole model, or every rank its shard of it.
    package func writesCheckpoints(rank: Int) -> Bool {
        rank == 0 || cluster.workload.represented.sharding != .none
    }
}
