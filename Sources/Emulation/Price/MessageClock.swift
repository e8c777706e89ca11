internal import Collectives
internal import Units

/// One rank's clocks as its own messages move them: what a worker evaluates step by step from departure stamps.
///
/// Each message that stands for a priced one carries the sender's departure instants, a value per carried lane. The
/// receiver applies the same `PortRule` as the price; at the end of every collective the two must agree to the
/// attosecond. Lanes on which flows share links are not carried: there the price alone decides.
package struct MessageClock: Sendable {
    private let job: EmulatedJob
    private let lanes: [Lane]
    private let rank: Int
    private var stream: StreamClocks
    private var arrived: [Int128] = []
    /// By chunk and lane, for schedules whose sends wait for their own chunks.
    private var ready: [Int128] = []
    private var collective: PricedCollective
    private var step = 0
    private var operation = 0

    package init(job: EmulatedJob, rank: Int) {
        self.job = job
        self.rank = rank
        lanes = job.carriedLanes
        stream = StreamClocks(ranks: 1, lanes: lanes.count)
        collective = job.trainingCollectives[0]
    }

    private var schedule: any CollectiveSchedule { collective.setting.schedule }

    /// Takes up an operation of a training step, or of an evaluation, with the rank's own clocks as they stand before its
    /// messages.
    package mutating func begin(
        operation: Int, of phase: StepPhase = .training, step: Int, stream: StreamClocks
    ) {
        self.stream = stream
        self.step = step
        self.operation = operation
        collective = job.collectives(of: phase)[operation]
        arrived = stream.dataReady
        guard schedule.dependence == .ownChunks else { return }
        ready = (0..<schedule.chunkCount).flatMap { _ in stream.dataReady }
    }

    /// The departure stamps of the messages that the rank sends in `round`, in the order of the schedule.
    package mutating func depart(round: Int) -> [[Int128]] {
        schedule.step(rank: rank, round: round).sends.map { send in
            let costs = prices(sender: rank, receiver: send.peer, chunks: send.chunks, round: round)
            return lanes.indices.map { lane in
                var dataReady = stream.dataReady[lane]
                if schedule.dependence == .ownChunks {
                    dataReady = send.chunks.reduce(Int128.min) { max($0, ready[$1 * lanes.count + lane]) }
                }
                return PortRule.departure(
                    dataReady: dataReady, sendPort: &stream.sendPort[lane], occupation: costs[lane].occupation)
            }
        }
    }

    /// Takes in the stamps of the messages that the rank receives in `round`, in the order of the schedule.
    package mutating func arrive(round: Int, stamps: [[Int128]]) {
        let receives = Array(schedule.step(rank: rank, round: round).receives)
        let costs = receives.map { prices(sender: $0.peer, receiver: rank, chunks: $0.chunks, round: round) }
        for lane in lanes.indices {
            var arrivals = receives.indices.map { index in
                Arrival(
                    sender: receives[index].peer, receiver: 0, chunks: receives[index].chunks,
                    departure: stamps[index][lane], latency: costs[index][lane].latency,
                    occupation: costs[index][lane].occupation,
                    sent: stamps[index][lane] + costs[index][lane].occupation)
            }
            var port = [stream.receivePort[lane]]
            Arrival.takeIn(&arrivals, receivePort: &port) { arrival, instant in
                arrived[lane] = max(arrived[lane], instant)
                guard !ready.isEmpty else { return }
                for chunk in arrival.chunks {
                    ready[chunk * lanes.count + lane] = max(ready[chunk * lanes.count + lane], instant)
                }
            }
            stream.receivePort[lane] = port[0]
        }
    }

    /// Ends a round: what has arrived is ready to be sent on.
    package mutating func endRound() { stream.dataReady = arrived }

    /// Ends the collective: the rank's clocks when it holds the sum and its port has sent its last byte.
    package mutating func finish() -> StreamClocks {
        for lane in lanes.indices {
            stream.dataReady[lane] = max(arrived[lane], stream.sendPort[lane])
            // Where messages cost nothing, ports never hold anything up.
            if lanes[lane].isFreeNetwork, job.worldSize > 1 {
                stream.sendPort[lane] = stream.dataReady[lane]
                stream.receivePort[lane] = stream.dataReady[lane]
            }
        }
        return stream
    }

    /// What a message takes, by lane (attoseconds).
    private func prices(
        sender: Int, receiver: Int, chunks: Range<Int>, round: Int
    ) -> [(occupation: Int128, latency: Int128)] {
        let rate = job.network.bandwidth(from: sender, to: receiver)
        let latency = job.network.latency(from: sender, to: receiver).attoseconds
        let bytes = collective.timing.bytes(of: chunks)
        let occupation = rate.duration(ofBytes: bytes).attoseconds
        return lanes.map { lane in
            if lane.hasNetworkDisturbances {
                let fate = MessageFate(
                    sender: sender, receiver: receiver, bytes: bytes, rate: rate, latency: latency, step: step,
                    operation: operation, round: round, setting: collective.setting)
                return (fate.rate.duration(ofBytes: fate.bytes).attoseconds, fate.latency)
            }
            return (lane.hasPortBandwidth ? occupation : 0, lane.hasLatency ? latency : 0)
        }
    }
}
