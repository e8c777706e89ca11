internal import ClusterModel
internal import Collectives
package import Units

/// The virtual clocks of a whole cluster: the pure function from (job, seed) to what every rank did in every step.
///
/// Every process evaluates the same function; nothing in it depends on when packets really arrive. A value, so a copy is
/// a fork of time.
package struct ClusterClock: Sendable {
    package let job: EmulatedJob
    /// By rank and lane: clock, and own compute and storage time so far (attoseconds).
    private var clocks: [[Int128]]
    private var own: [[Int128]]
    /// By rank and lane: when the storage has the next step's input.
    private var inputReady: [[Int128]]
    private var streams: [StreamClock]
    private var stepsDone = 0
    private let price: CollectivePrice<RingAllReduce>
    private let traffic: [RankTraffic]

    package init(job: EmulatedJob) {
        self.job = job
        let zeros = [[Int128]](
            repeating: [Int128](repeating: 0, count: job.lanes.count), count: job.worldSize)
        clocks = zeros
        own = zeros
        inputReady = zeros
        streams = [StreamClock](repeating: StreamClock(lanes: job.lanes.count), count: job.worldSize)
        price = CollectivePrice(schedule: job.schedule, network: job.network, lanes: job.lanes)
        traffic = (0..<job.worldSize).map(job.traffic)
        // The storage begins to read the first step's input when the job starts.
        for rank in zeros.indices {
            let read = job.timings[job.groupOfRank[rank]].read.attoseconds
            inputReady[rank] = [Int128](repeating: read, count: job.lanes.count)
        }
    }

    /// The booked clock of a rank.
    package func now(rank: Int) -> VirtualInstant {
        VirtualInstant(attoseconds: clocks[rank][job.lane(of: .actual)])
    }

    /// A rank's clock on any rung.
    package func now(rank: Int, rung: Rung) -> VirtualInstant {
        VirtualInstant(attoseconds: clocks[rank][job.lane(of: rung)])
    }

    /// When the last rank of the given rung is done so far.
    package func makespan(_ rung: Rung = .actual) -> VirtualDuration {
        let lane = job.lane(of: rung)
        return VirtualDuration(attoseconds: clocks.map { $0[lane] }.max() ?? 0)
    }

    /// One evaluation: each rank's share of the sequences, forward only.
    package mutating func evaluate() -> PricedStep {
        let before = snapshot()
        let number = stepsDone == 0 ? 0 : stepsDone + 1
        let durations = clocks.indices.map { rank in
            job.disturbances.disturbed(timing(rank).evaluation, kind: .evaluation, rank: rank, step: number)
        }
        for rank in clocks.indices {
            let base = timing(rank).evaluation
            let disturbed = durations[rank]
            for lane in job.lanes.indices {
                let duration = job.lanes[lane].hasComputeDisturbances ? disturbed : base
                clocks[rank][lane] += duration.attoseconds
                own[rank][lane] += duration.attoseconds
            }
        }
        return record(kind: .evaluation, number: number, since: before) { step, rank, _ in
            step.evaluation = durations[rank]
        }
    }

    /// The end of the job: every rank waits for the last one.
    package mutating func close() -> PricedStep {
        let before = snapshot()
        for lane in job.lanes.indices {
            let last = clocks.map { $0[lane] }.max() ?? 0
            for rank in clocks.indices { clocks[rank][lane] = last }
        }
        return record(kind: .closing, number: stepsDone + 2, since: before) { _, _, _ in }
    }

    /// One training step of every rank.
    ///
    /// - Parameter observe: called for each bucket with all ranks' stream clocks before the messages between nodes (the
    ///   instant at which each rank's data is ready) and after them.
    package mutating func train(
        observe: (_ bucket: Int, _ before: [StreamClock], _ after: [StreamClock]) -> Void = { _, _, _ in }
    ) -> PricedStep {
        let before = snapshot()
        stepsDone += 1
        let lanes = job.lanes
        let actual = job.lane(of: .actual)
        var work = clocks.indices.map { RankWork(job: job, rank: $0, step: stepsDone) }
        var inputStalls = own
        for rank in clocks.indices {
            for lane in lanes.indices {
                let start = max(clocks[rank][lane], inputReady[rank][lane])
                let stall = start - clocks[rank][lane]
                own[rank][lane] += stall
                inputStalls[rank][lane] = stall
                // The next step's input is read while this one computes.
                inputReady[rank][lane] = start + timing(rank).read.attoseconds
                work[rank].begin(lane: lane, at: start)
            }
        }
        var communication = [Int128](repeating: 0, count: clocks.count)
        var streamFree = clocks
        for bucket in job.bucketTimings.indices {
            let bucketTiming = job.bucketTimings[bucket]
            for rank in clocks.indices {
                let intraNode = bucketTiming.intraNode[job.groupOfRank[rank]]
                for lane in lanes.indices {
                    let begin = max(work[rank].ready(bucket: bucket, lane: lane), streamFree[rank][lane])
                    streams[rank].dataReady[lane] = begin + (lanes[lane].hasIntraNodeLinks ? intraNode : 0)
                    if lane == actual { communication[rank] -= begin }
                }
            }
            let ready = streams
            price.advance(&streams, timing: bucketTiming)
            observe(bucket, ready, streams)
            for rank in clocks.indices {
                let intraNode = bucketTiming.intraNode[job.groupOfRank[rank]]
                for lane in lanes.indices {
                    streamFree[rank][lane] =
                        streams[rank].dataReady[lane] + (lanes[lane].hasIntraNodeLinks ? intraNode : 0)
                }
                communication[rank] += streamFree[rank][actual]
            }
        }
        let writes = isCheckpointStep
        for rank in clocks.indices {
            let tail = timing(rank).optimizer + (writes && rank == 0 ? timing(rank).write : .zero)
            for lane in lanes.indices {
                clocks[rank][lane] = max(work[rank].backwardEnd[lane], streamFree[rank][lane]) + tail.attoseconds
                own[rank][lane] += work[rank].compute[lane] + tail.attoseconds
            }
        }
        return record(kind: .training, number: stepsDone, since: before) { step, rank, lane in
            let timing = self.timing(rank)
            step.forward = work[rank].disturbedForward
            step.backward = work[rank].disturbedBackward
            step.optimizer = timing.optimizer
            step.inputStall = VirtualDuration(attoseconds: inputStalls[rank][lane])
            if lane == actual {
                step.communication = VirtualDuration(attoseconds: communication[rank])
                step.bytesSent = self.traffic[rank].sent
                step.bytesReceived = self.traffic[rank].received
                step.switchBytes = self.traffic[rank].switches
                step.opticsBytes = self.traffic[rank].optics
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

    /// True if the training step that was just priced ends with a checkpoint, written by rank 0.
    private var isCheckpointStep: Bool { job.writesCheckpoint(afterStep: stepsDone) }

    private func timing(_ rank: Int) -> NodeTiming { job.timings[job.groupOfRank[rank]] }

    private struct Snapshot {
        let clocks: [[Int128]]
        let own: [[Int128]]
    }

    private func snapshot() -> Snapshot { Snapshot(clocks: clocks, own: own) }

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
        return clocks.indices.map { rank in
            var step = RankStep(
                kind: kind, rank: rank, step: number,
                start: VirtualInstant(attoseconds: before.clocks[rank][topLane]),
                end: VirtualInstant(attoseconds: clocks[rank][topLane]), hasFabric: top == .actual)
            var below: Int128 = 0
            for cause in WaitCause.allCases where cause.rawValue <= top.rawValue {
                let lane = job.lane(of: Rung(rawValue: cause.rawValue)!)
                let wait =
                    (clocks[rank][lane] - own[rank][lane]) - (before.clocks[rank][lane] - before.own[rank][lane])
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
