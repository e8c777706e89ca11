package import Units

/// What a step's compute and collectives came to, by rank and lane (attoseconds), before optimiser and checkpoint.
struct StepEnds: Sendable {
    /// When the rank's last collective was over.
    var streamFree: [Int128]
    /// When its backward pass was over, and by how much communication beside it had slowed that.
    var backwardEnd: [Int128]
    var slowed: [Int128]
    /// Booked lane, by rank: time with a collective under way.
    var communication: [Int128]
    var streams: StreamClocks
    /// By event-level lane, by rank.
    var sendPorts: [[Int128]]
    var receivePorts: [[Int128]]
}

/// One collective of one rank on the booked lane.
package struct BucketSpan: Sendable, Hashable {
    package let bucket: Int
    /// When the rank's gradients of the bucket were final.
    package let ready: VirtualInstant
    /// When the rank's stream took it up, and when the rank held the sum.
    package let begin: VirtualInstant
    package let end: VirtualInstant
}

/// Prices all collectives of one step: bucket by bucket on the lanes without shared links, event by event on the others.
struct StepCollectives {
    /// Stream clocks of all ranks before and after the messages of a bucket, on the carried lanes.
    typealias Observer = (_ bucket: Int, _ before: StreamClocks, _ after: StreamClocks) -> Void
    /// Spans on the booked lane.
    typealias SpanObserver = (_ rank: Int, BucketSpan) -> Void

    let job: EmulatedJob
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
        priceCarried(work: &work, ends: &ends)
        for index in job.lanes.indices where job.lanes[index].isEventLevel {
            priceEvents(lane: index, work: &work, ends: &ends)
        }
        let width = job.lanes.count
        for rank in work.indices {
            for lane in 0..<width {
                ends.backwardEnd[rank * width + lane] = work[rank].end(lane: lane)
                ends.slowed[rank * width + lane] = work[rank].slowed(lane: lane)
            }
        }
    }

    private func priceCarried(work: inout [RankWork], ends: inout StepEnds) {
        let lanes = job.carriedLanes
        guard !lanes.isEmpty else { return }
        let width = job.lanes.count
        let booked = job.lane(of: .actual)
        let price = CollectivePrice(plan: job.setting.plan, lanes: lanes, setting: job.setting)
        for bucket in job.bucketTimings.indices {
            let timing = job.bucketTimings[bucket]
            var begins: [Int128] = []
            var bookedReady: [Int128] = []
            begins.reserveCapacity(work.count * lanes.count)
            for rank in work.indices {
                let intraNode = timing.intraNode[job.groupOfRank[rank]]
                for lane in lanes.indices {
                    let ready = work[rank].ready(bucket: bucket, lane: lane)
                    let begin = max(ready, ends.streamFree[rank * width + lane])
                    ends.streams.dataReady[rank * lanes.count + lane] =
                        begin + (lanes[lane].hasIntraNodeLinks ? intraNode : 0)
                    begins.append(begin)
                    if lane == booked, observeSpan != nil { bookedReady.append(ready) }
                }
            }
            let before = observe == nil ? nil : ends.streams
            price.advance(&ends.streams, timing: timing, step: step, bucket: bucket)
            if let observe, let before { observe(bucket, before, ends.streams) }
            for rank in work.indices {
                let intraNode = timing.intraNode[job.groupOfRank[rank]]
                for lane in lanes.indices {
                    let begin = begins[rank * lanes.count + lane]
                    let end =
                        ends.streams.dataReady[rank * lanes.count + lane]
                        + (lanes[lane].hasIntraNodeLinks ? intraNode : 0)
                    ends.streamFree[rank * width + lane] = end
                    work[rank].noteCommunication(lane: lane, from: begin, to: end)
                    guard lane == booked else { continue }
                    ends.communication[rank] += end - begin
                    observeSpan?(rank, span(bucket, ready: bookedReady[rank], begin: begin, end: end))
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
                timings: job.bucketTimings, groupOfRank: job.groupOfRank, lane: job.lanes[lane], step: step),
            sendPort: ends.sendPorts[slot], receivePort: ends.receivePorts[slot])
        var free = work.indices.map { ends.streamFree[$0 * width + lane] }
        var readyAt = [Int128](repeating: 0, count: work.count)
        var busy = ends.communication
        var ranks = work
        price.run(
            streamFree: &free,
            ready: { rank, bucket in
                readyAt[rank] = ranks[rank].ready(bucket: bucket, lane: lane)
                return readyAt[rank]
            },
            onBucket: { rank, bucket, begin, end in
                ranks[rank].noteCommunication(lane: lane, from: begin, to: end)
                guard isBooked else { return }
                busy[rank] += end - begin
                observeSpan?(rank, span(bucket, ready: readyAt[rank], begin: begin, end: end))
            })
        work = ranks
        ends.communication = busy
        for rank in work.indices { ends.streamFree[rank * width + lane] = free[rank] }
        (ends.sendPorts[slot], ends.receivePorts[slot]) = price.ports
    }

    private func span(_ bucket: Int, ready: Int128, begin: Int128, end: Int128) -> BucketSpan {
        BucketSpan(
            bucket: bucket, ready: VirtualInstant(attoseconds: ready), begin: VirtualInstant(attoseconds: begin),
            end: VirtualInstant(attoseconds: end))
    }
}
