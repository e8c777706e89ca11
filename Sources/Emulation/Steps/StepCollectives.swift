package import Units

/// What a step's compute and collectives came to, by rank and lane (attoseconds), before a checkpoint.
struct StepEnds: Sendable {
    /// When the rank's last collective was over.
    var streamFree: [Int128]
    /// When its compute was over, the optimiser included, and by how much communication beside it had slowed that.
    var computeEnd: [Int128]
    var slowed: [Int128]
    /// Booked lane, by rank: time with a collective under way.
    var communication: [Int128]
    var streams: StreamClocks
    /// By event-level lane, by rank.
    var sendPorts: [[Int128]]
    var receivePorts: [[Int128]]
}

/// One collective of one rank on the booked lane.
package struct CollectiveSpan: Sendable, Hashable {
    package let operation: StreamOperation
    /// When the rank had what the collective moves, and room for what comes of it.
    package let ready: VirtualInstant
    /// When the rank's stream took it up, and when the rank held the result.
    package let begin: VirtualInstant
    package let end: VirtualInstant
}

/// Prices all collectives of one step: one after the other on the lanes without shared links, event by event on the
/// others.
struct StepCollectives {
    /// Stream clocks of all ranks before and after the messages of an operation, on the carried lanes.
    typealias Observer = (_ operation: Int, _ before: StreamClocks, _ after: StreamClocks) -> Void
    /// Spans on the booked lane.
    typealias SpanObserver = (_ rank: Int, CollectiveSpan) -> Void

    let job: EmulatedJob
    let phase: StepPhase
    let step: Int
    let observe: Observer?
    let observeSpan: SpanObserver?

    /// - Parameters:
    ///   - work: by rank, begun on every lane.
    ///   - clocks: by rank and lane, when the ranks' streams are free.
    ///   - ends: brings the ports as they are, and takes the result.
    func price(work: inout [RankWork], clocks: [Int128], ends: inout StepEnds) {
        ends.streamFree = clocks
        for rank in work.indices { ends.communication[rank] = 0 }
        if !job.collectives(of: phase).isEmpty {
            priceCarried(work: &work, ends: &ends)
            for index in job.lanes.indices where job.lanes[index].isEventLevel {
                priceEvents(lane: index, work: &work, ends: &ends)
            }
        }
        let width = job.lanes.count
        for rank in work.indices {
            for lane in 0..<width {
                ends.computeEnd[rank * width + lane] = work[rank].end(lane: lane)
                ends.slowed[rank * width + lane] = work[rank].slowed(lane: lane)
            }
        }
    }

    private func priceCarried(work: inout [RankWork], ends: inout StepEnds) {
        let lanes = job.carriedLanes
        guard !lanes.isEmpty else { return }
        let width = job.lanes.count
        let booked = job.lane(of: .actual)
        for (operation, collective) in job.collectives(of: phase).enumerated() {
            let price = CollectivePrice(plan: collective.setting.plan, lanes: lanes, setting: collective.setting)
            var begins: [Int128] = []
            var bookedReady: [Int128] = []
            begins.reserveCapacity(work.count * lanes.count)
            for rank in work.indices {
                let inside = collective.before[job.groupOfRank[rank]]
                for lane in lanes.indices {
                    let ready = work[rank].ready(operation: operation, lane: lane)
                    let begin = max(ready, ends.streamFree[rank * width + lane])
                    ends.streams.dataReady[rank * lanes.count + lane] =
                        begin + (lanes[lane].hasIntraNodeLinks ? inside : 0)
                    begins.append(begin)
                    if lane == booked, observeSpan != nil { bookedReady.append(ready) }
                }
            }
            let before = observe == nil ? nil : ends.streams
            price.advance(&ends.streams, timing: collective.timing, step: step, operation: operation)
            if let observe, let before { observe(operation, before, ends.streams) }
            for rank in work.indices {
                let inside = collective.after[job.groupOfRank[rank]]
                for lane in lanes.indices {
                    let begin = begins[rank * lanes.count + lane]
                    let end =
                        ends.streams.dataReady[rank * lanes.count + lane]
                        + (lanes[lane].hasIntraNodeLinks ? inside : 0)
                    ends.streamFree[rank * width + lane] = end
                    work[rank].note(operation: operation, lane: lane, from: begin, to: end)
                    guard lane == booked else { continue }
                    ends.communication[rank] += end - begin
                    observeSpan?(rank, span(operation, ready: bookedReady[rank], begin: begin, end: end))
                }
            }
        }
    }

    private func priceEvents(lane: Int, work: inout [RankWork], ends: inout StepEnds) {
        let width = job.lanes.count
        let slot = lane - job.carriedLanes.count
        let isBooked = lane == job.lane(of: .actual)
        var price = FlowPrice(
            setting: job.setting,
            demand: FlowPrice.Demand(
                collectives: job.collectives(of: phase), groupOfRank: job.groupOfRank, lane: job.lanes[lane],
                step: step),
            sendPort: ends.sendPorts[slot], receivePort: ends.receivePorts[slot])
        var free = work.indices.map { ends.streamFree[$0 * width + lane] }
        var readyAt = [Int128](repeating: 0, count: work.count)
        var busy = ends.communication
        var ranks = work
        price.run(
            streamFree: &free,
            ready: { rank, operation in
                readyAt[rank] = ranks[rank].ready(operation: operation, lane: lane)
                return readyAt[rank]
            },
            onOperation: { rank, operation, begin, end in
                ranks[rank].note(operation: operation, lane: lane, from: begin, to: end)
                guard isBooked else { return }
                busy[rank] += end - begin
                observeSpan?(rank, span(operation, ready: readyAt[rank], begin: begin, end: end))
            })
        work = ranks
        ends.communication = busy
        for rank in work.indices { ends.streamFree[rank * width + lane] = free[rank] }
        (ends.sendPorts[slot], ends.receivePorts[slot]) = price.ports
    }

    private func span(_ operation: Int, ready: Int128, begin: Int128, end: Int128) -> CollectiveSpan {
        CollectiveSpan(
            operation: job.program(of: phase).operations[operation], ready: VirtualInstant(attoseconds: ready),
            begin: VirtualInstant(attoseconds: begin), end: VirtualInstant(attoseconds: end))
    }
}
