internal import Collectives
internal import Units

/// One rank's clocks as its own messages move them: what a worker evaluates step by step from departure stamps.
///
/// Each message that stands for a priced one carries the sender's departure instants, a value per lane. The receiver
/// applies the same `PortRule` as the price; at the end of every collective the two must agree to the attosecond.
package struct MessageClock: Sendable {
    private let job: EmulatedJob
    private let rank: Int
    private let latencies: [Int128]
    private var stream: StreamClock
    private var arrived: [Int128] = []
    private var timing: BucketTiming

    package init(job: EmulatedJob, rank: Int) {
        self.job = job
        self.rank = rank
        latencies = job.lanes.map { $0.hasLatency ? job.network.latency.attoseconds : 0 }
        stream = StreamClock(lanes: job.lanes.count)
        timing = job.bucketTimings[0]
    }

    /// Stamps a message carries: one a lane.
    package static var stampCount: Int { Lane.ladder.count }

    /// Takes up the collective of a virtual bucket with the rank's own clocks as they stand before its messages.
    package mutating func begin(bucket: Int, stream: StreamClock) {
        self.stream = stream
        timing = job.bucketTimings[bucket]
        arrived = stream.dataReady
    }

    /// The departure stamps of the message that the rank sends in `round`; `nil` if it sends none.
    package mutating func depart(round: Int) -> [Int128]? {
        guard let send = job.schedule.step(rank: rank, round: round).send else { return nil }
        let occupation = timing.occupation(
            of: send.chunks, bandwidthClass: job.network.bandwidthClass(from: rank, to: send.peer))
        return job.lanes.indices.map { lane in
            PortRule.departure(
                dataReady: stream.dataReady[lane], sendPort: &stream.sendPort[lane],
                occupation: job.lanes[lane].hasPortBandwidth ? occupation : 0)
        }
    }

    /// Takes in the stamps of the message that the rank receives in `round`.
    package mutating func arrive(round: Int, stamps: [Int128]) {
        guard let receive = job.schedule.step(rank: rank, round: round).receive else { return }
        let occupation = timing.occupation(
            of: receive.chunks, bandwidthClass: job.network.bandwidthClass(from: receive.peer, to: rank))
        for lane in job.lanes.indices {
            let arrival = PortRule.arrival(
                departure: stamps[lane], latency: latencies[lane], receivePort: &stream.receivePort[lane],
                occupation: job.lanes[lane].hasPortBandwidth ? occupation : 0)
            arrived[lane] = max(arrived[lane], arrival)
        }
    }

    /// Ends a round: what has arrived is ready to be sent on.
    package mutating func endRound() { stream.dataReady = arrived }

    /// Ends the collective: the rank's clocks when it holds the sum and its port has sent its last byte.
    package mutating func finish() -> StreamClock {
        for lane in job.lanes.indices {
            stream.dataReady[lane] = max(stream.dataReady[lane], stream.sendPort[lane])
        }
        return stream
    }
}
