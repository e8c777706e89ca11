internal import Collectives
internal import Units

/// Prices one collective where flows share no link: moves every rank's stream clocks from "my bucket is ready" to "I
/// hold the sum".
///
/// Each round applies `PortRule` to every message; what the messages of a real collective carry is the same rule,
/// applied one rank at a time.
struct CollectivePrice: Sendable {
    private let plan: MessagePlan
    private let lanes: [Lane]
    private let setting: CollectiveSetting?

    /// - Parameters:
    ///   - lanes: those that are evaluated here; in the order of the ladder.
    ///   - setting: whose disturbances of the network apply in the lane that has them; `nil` for none.
    init(plan: MessagePlan, lanes: [Lane], setting: CollectiveSetting? = nil) {
        self.plan = plan
        self.lanes = lanes
        self.setting = setting
    }

    /// - Parameters:
    ///   - streams: `dataReady` comes in as the instant at which the rank's bucket is ready to be sent, and leaves as the
    ///     instant at which the rank holds the sum and its port has sent its last byte.
    ///   - step, bucket: what seeded disturbances depend on.
    func advance(_ streams: inout StreamClocks, timing: BucketTiming, step: Int = 0, bucket: Int = 0) {
        let width = lanes.count
        let ranks = plan.schedule.worldSize
        guard ranks > 1 else { return }
        let firstPriced = lanes.firstIndex { !$0.isFreeNetwork } ?? width
        for lane in 0..<firstPriced {
            var last = streams.dataReady[lane]
            for rank in 1..<ranks { last = max(last, streams.dataReady[rank * width + lane]) }
            for rank in 0..<ranks {
                streams.dataReady[rank * width + lane] = last
                streams.sendPort[rank * width + lane] = last
                streams.receivePort[rank * width + lane] = last
            }
        }
        var memo = OccupationMemo()
        for lane in firstPriced..<width {
            switch plan.schedule.dependence {
            case .everythingReceived:
                advanceLane(lane, &streams, timing: timing, step: step, bucket: bucket, memo: &memo)
            case .ownChunks: advancePipelined(lane, &streams, timing: timing, step: step, bucket: bucket, memo: &memo)
            }
        }
    }

    /// What a message takes in one lane.
    @inline(__always)
    private func cost(
        _ message: PlannedMessage, at position: Int, round: Int, lane: Lane, timing: BucketTiming, step: Int,
        bucket: Int, memo: inout OccupationMemo
    ) -> (occupation: Int128, latency: Int128) {
        guard lane.hasPortBandwidth else { return (0, message.latency) }
        if lane.hasNetworkDisturbances, let setting {
            let fate = MessageFate(
                sender: message.sender, receiver: message.receiver, bytes: timing.bytes(of: message.chunks),
                rate: message.rate, latency: message.latency, step: step, bucket: bucket, round: round, setting: setting)
            return (fate.rate.duration(ofBytes: fate.bytes).attoseconds, fate.latency)
        }
        if !timing.occupations.isEmpty { return (timing.occupations[round][position], message.latency) }
        return (memo.occupation(bytes: timing.bytes(of: message.chunks), rate: message.rate), message.latency)
    }

    /// Every send waits for all that its rank received in earlier rounds.
    private func advanceLane(
        _ lane: Int, _ streams: inout StreamClocks, timing: BucketTiming, step: Int, bucket: Int,
        memo: inout OccupationMemo
    ) {
        let width = lanes.count
        let ranks = plan.schedule.worldSize
        // This loop is where the time of an emulation goes: one flat array a clock, of this lane alone.
        var dataReady = [Int128](repeating: 0, count: ranks)
        var sendPort = dataReady
        var receivePort = dataReady
        for rank in 0..<ranks {
            dataReady[rank] = streams.dataReady[rank * width + lane]
            sendPort[rank] = streams.sendPort[rank * width + lane]
            receivePort[rank] = streams.receivePort[rank * width + lane]
        }
        let isDisturbed = lanes[lane].hasNetworkDisturbances && setting != nil
        if let flat = plan.flat, !isDisturbed, !timing.flatOccupations.isEmpty {
            flat.advance(
                occupations: lanes[lane].hasPortBandwidth ? timing.flatOccupations : [], dataReady: &dataReady,
                sendPort: &sendPort, receivePort: &receivePort)
            store(dataReady, sendPort, receivePort, lane: lane, in: &streams)
            return
        }
        var arrived = dataReady
        for round in 0..<plan.schedule.rounds {
            let planned = plan.round(round)
            if planned.fanIns.isEmpty {
                for (position, message) in planned.messages.enumerated() {
                    let (occupation, latency) = cost(
                        message, at: position, round: round, lane: lanes[lane], timing: timing, step: step,
                        bucket: bucket, memo: &memo)
                    let departure = PortRule.departure(
                        dataReady: dataReady[message.sender], sendPort: &sendPort[message.sender],
                        occupation: occupation)
                    let arrival = PortRule.arrival(
                        departure: departure, latency: latency, receivePort: &receivePort[message.receiver],
                        occupation: occupation)
                    arrived[message.receiver] = max(arrived[message.receiver], arrival)
                }
            } else {
                var arrivals: [Arrival] = []
                for (position, message) in planned.messages.enumerated() {
                    let (occupation, latency) = cost(
                        message, at: position, round: round, lane: lanes[lane], timing: timing, step: step,
                        bucket: bucket, memo: &memo)
                    let departure = PortRule.departure(
                        dataReady: dataReady[message.sender], sendPort: &sendPort[message.sender],
                        occupation: occupation)
                    arrivals.append(Arrival(message, departure: departure, latency: latency, occupation: occupation))
                }
                Arrival.takeIn(&arrivals, receivePort: &receivePort) { arrival, instant in
                    arrived[arrival.receiver] = max(arrived[arrival.receiver], instant)
                }
            }
            for rank in 0..<ranks { dataReady[rank] = arrived[rank] }
        }
        store(dataReady, sendPort, receivePort, lane: lane, in: &streams)
    }

    /// Ends a lane's collective: a rank holds the sum, and its port has sent its last byte.
    private func store(
        _ dataReady: [Int128], _ sendPort: [Int128], _ receivePort: [Int128], lane: Int, in streams: inout StreamClocks
    ) {
        for rank in dataReady.indices {
            let index = rank * lanes.count + lane
            streams.dataReady[index] = max(dataReady[rank], sendPort[rank])
            streams.sendPort[index] = sendPort[rank]
            streams.receivePort[index] = receivePort[rank]
        }
    }

    /// Every send waits for the chunks that it carries.
    private func advancePipelined(
        _ lane: Int, _ streams: inout StreamClocks, timing: BucketTiming, step: Int, bucket: Int,
        memo: inout OccupationMemo
    ) {
        let width = lanes.count
        let ranks = plan.schedule.worldSize
        let chunks = plan.schedule.chunkCount
        var ready = [Int128](repeating: 0, count: ranks * chunks)
        var last = [Int128](repeating: 0, count: ranks)
        var sendPort = last
        var receivePort = last
        for rank in 0..<ranks {
            last[rank] = streams.dataReady[rank * width + lane]
            for chunk in 0..<chunks { ready[rank * chunks + chunk] = last[rank] }
            sendPort[rank] = streams.sendPort[rank * width + lane]
            receivePort[rank] = streams.receivePort[rank * width + lane]
        }
        for round in 0..<plan.schedule.rounds {
            var arrivals: [Arrival] = []
            for (position, message) in plan.round(round).messages.enumerated() {
                let (occupation, latency) = cost(
                    message, at: position, round: round, lane: lanes[lane], timing: timing, step: step,
                    bucket: bucket, memo: &memo)
                var dataReady = ready[message.sender * chunks + message.chunks.lowerBound]
                for chunk in message.chunks.dropFirst() {
                    dataReady = max(dataReady, ready[message.sender * chunks + chunk])
                }
                let departure = PortRule.departure(
                    dataReady: dataReady, sendPort: &sendPort[message.sender], occupation: occupation)
                arrivals.append(Arrival(message, departure: departure, latency: latency, occupation: occupation))
            }
            Arrival.takeIn(&arrivals, receivePort: &receivePort) { arrival, instant in
                for chunk in arrival.chunks {
                    let index = arrival.receiver * chunks + chunk
                    ready[index] = max(ready[index], instant)
                }
                last[arrival.receiver] = max(last[arrival.receiver], instant)
            }
        }
        store(last, sendPort, receivePort, lane: lane, in: &streams)
    }
}

/// A message that is about to be taken in by its receiver's port.
struct Arrival {
    let sender: Int
    let receiver: Int
    let chunks: Range<Int>
    /// Departure + α.
    let atPort: Int128
    let departure: Int128
    let latency: Int128
    let occupation: Int128

    init(_ message: PlannedMessage, departure: Int128, latency: Int128, occupation: Int128) {
        self.init(
            sender: message.sender, receiver: message.receiver, chunks: message.chunks, departure: departure,
            latency: latency, occupation: occupation)
    }

    init(
        sender: Int, receiver: Int, chunks: Range<Int>, departure: Int128, latency: Int128, occupation: Int128
    ) {
        self.sender = sender
        self.receiver = receiver
        self.chunks = chunks
        atPort = departure + latency
        self.departure = departure
        self.latency = latency
        self.occupation = occupation
    }

    /// The order of a receiving port.
    func isBefore(_ other: Self) -> Bool { (atPort, sender) < (other.atPort, other.sender) }

    /// Takes in the messages of one round, each port in order of (departure + α, source).
    @inline(__always)
    static func takeIn(
        _ arrivals: inout [Arrival], receivePort: inout [Int128], each: (Arrival, _ instant: Int128) -> Void
    ) {
        arrivals.sort { $0.receiver == $1.receiver ? $0.isBefore($1) : $0.receiver < $1.receiver }
        for arrival in arrivals {
            each(
                arrival,
                PortRule.arrival(
                    departure: arrival.departure, latency: arrival.latency,
                    receivePort: &receivePort[arrival.receiver], occupation: arrival.occupation))
        }
    }
}
