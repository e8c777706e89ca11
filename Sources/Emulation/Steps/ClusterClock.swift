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
    private let traffic: [RankTraffic]
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
            streamFree: zeros, backwardEnd: zeros, slowed: zeros, communication: perRank,
            streams: StreamClocks(ranks: ranks, lanes: carried), sendPorts: ports, receivePorts: ports)
        traffic = job.traffic
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
    package mutating func evaluate() -> PricedStep {
        let before = Snapshot(clocks: clocks, own: own)
        let number = stepsDone == 0 ? 0 : stepsDone + 1
        let durations = (0..<ranks).map { rank in
            job.disturbances.disturbed(timing(rank).evaluation, kind: .evaluation, rank: rank, step: number)
        }
        for rank in 0..<ranks {
            let base = timing(rank).evaluation
            for lane in 0..<width {
                let duration = job.lanes[lane].hasComputeDisturbances ? durations[rank] : base
                clocks[rank * width + lane] += duration.attoseconds
                own[rank * width + lane] += duration.attoseconds
            }
        }
        return record(kind: .evaluation, number: number, since: before) { step, rank, lane in
            step.evaluation = job.lanes[lane].hasComputeDisturbances ? durations[rank] : timing(rank).evaluation
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
    ///   - observe: called for each bucket with all ranks' stream clocks before the messages between nodes (the instant
    ///     at which each rank's data is ready) and after them, on the carried lanes.
    ///   - observeSpan: called for each rank's every collective, on the booked lane.
    package mutating func train(
        observe: ((_ bucket: Int, _ before: StreamClocks, _ after: StreamClocks) -> Void)? = nil,
        observeSpan: ((_ rank: Int, BucketSpan) -> Void)? = nil
    ) -> PricedStep {
        let before = Snapshot(clocks: clocks, own: own)
        stepsDone += 1
        var work = (0..<ranks).map { RankWork(job: job, rank: $0, step: stepsDone) }
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
                work[rank].begin(lane: lane, at: starts[index])
            }
        }
        priceCollectives(&work, starts: starts, observe: observe, observeSpan: observeSpan)
        let writes = job.writesCheckpoint(afterStep: stepsDone)
        for rank in 0..<ranks {
            let tail = (timing(rank).optimizer + (writes && rank == 0 ? timing(rank).write : .zero)).attoseconds
            for index in rank * width..<(rank + 1) * width {
                clocks[index] = max(ends.backwardEnd[index], ends.streamFree[index]) + tail
                own[index] += ends.backwardEnd[index] - starts[index] + tail
            }
        }
        return record(
            work: work, stalls: stalls, resent: job.sentAgain(step: stepsDone), writes: writes, since: before)
    }

    /// Prices the step's collectives, or moves those of an earlier step that began in the same way.
    private mutating func priceCollectives(
        _ work: inout [RankWork], starts: [Int128],
        observe: ((_ bucket: Int, _ before: StreamClocks, _ after: StreamClocks) -> Void)?,
        observeSpan: ((_ rank: Int, BucketSpan) -> Void)?
    ) {
        let isRepeatable = observe == nil && observeSpan == nil && !job.disturbances.varyWithStepOnNetwork
        let bases = Array(starts[0..<width])
        let start = isRepeatable ? relativeStart(starts, bases: bases, work: work) : []
        if isRepeatable, let repeated = memos.ends(bases: bases, start: start, carried: job.carriedLanes.count) {
            ends = repeated
            repeatedSteps += 1
            return
        }
        StepCollectives(job: job, step: stepsDone, observe: observe, observeSpan: observeSpan)
            .price(work: &work, clocks: clocks, ends: &ends)
        if isRepeatable { memos.remember(StepMemo(bases: bases, start: start, ends: ends)) }
    }

    /// All that the step's collectives depend on.
    private func relativeStart(_ starts: [Int128], bases: [Int128], work: [RankWork]) -> [Int128] {
        let carried = job.carriedLanes.count
        var start: [Int128] = []
        start.reserveCapacity(ranks * (4 * width + 2))
        for rank in 0..<ranks {
            start.append(work[rank].disturbedForward.attoseconds)
            start.append(work[rank].disturbedBackward.attoseconds)
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

    private func record(
        work: [RankWork], stalls: [Int128], resent: [RankTraffic], writes: Bool, since before: Snapshot
    ) -> PricedStep {
        let booked = job.lane(of: .actual)
        return record(kind: .training, number: stepsDone, since: before) { step, rank, lane in
            let timing = self.timing(rank)
            step.forward = work[rank].disturbedForward
            step.backward = work[rank].disturbedBackward
            step.slowedCompute = VirtualDuration(attoseconds: ends.slowed[rank * width + lane])
            step.optimizer = timing.optimizer
            step.inputStall = VirtualDuration(attoseconds: stalls[rank * width + lane])
            if lane == booked {
                step.communication = VirtualDuration(attoseconds: ends.communication[rank])
                step.bytesSent = traffic[rank].sent
                step.bytesReceived = traffic[rank].received
                step.switchBytes = traffic[rank].switches
                step.opticsBytes = traffic[rank].optics
                step.wanBytes = traffic[rank].wan
                if !resent.isEmpty { step.addSentAgain(resent[rank]) }
            }
            step.bytesRead = timing.readBytes
            step.storageBusy = timing.read
            if writes && rank == 0 {
                step.checkpoint = timing.write
                step.storageBusy += timing.write
                step.bytesWritten = timing.writeBytes
            }
        }
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
    /// True if rank 0 writes a checkpoint at the end of the given training step (counted from 1).
    package func writesCheckpoint(afterStep step: Int) -> Bool {
        let interval = cluster.workload.represented.checkpointInterval
        return interval > 0 && step % interval == 0
    }
}
