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
    ///   - step, operation: what seeded disturbances depend on.
    func advance(_ streams: inout StreamClocks, timing: BucketTiming, step: Int = 0, operation: Int = 0) {
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
        let priced = firstPriced..<width
        switch plan.schedule.dependence {
        case .everythingReceived:
            var slow: [Int] = []
            for lane in priced where !advanceFlat(lane, &streams, timing: timing) { slow.append(lane) }
            if !slow.isEmpty { advanceRounds(slow, &streams, timing: timing, step: step, operation: operation) }
        case .ownChunks:
            for lane in priced { advancePipelined(lane, &streams, timing: timing, step: step, operation: operation) }
        }
    }

    /// What a message takes in one lane: of a port alone on its path, of its sender's port with its share of the links,
    /// and end to end.
    @inline(__always)
    private func cost(
        _ message: PlannedMessage, at position: Int, round: Int, lane: Lane, timing: BucketTiming, step: Int,
        operation: Int, memo: inout OccupationMemo
    ) -> (occupation: Int128, shared: Int128, latency: Int128) {
        guard lane.hasPortBandwidth else { return (0, 0, message.latency) }
        if lane.hasNetworkDisturbances, let setting {
            let fate = MessageFate(
                sender: message.sender, receiver: message.receiver, bytes: timing.bytes(of: message.chunks),
                rate: message.rate, latency: message.latency, step: step, operation: operation, round: round,
                setting: setting
            )
            let occupation = fate.rate.duration(ofBytes: fate.bytes).attoseconds
            guard !timing.sharedOccupations.isEmpty else { return (occupation, occupation, fate.latency) }
            // What disturbs a message stretches its share of the links as well.
            let alone = max(1, message.rate.duration(ofBytes: timing.bytes(of: message.chunks)).attoseconds)
            let shared = Exact.multiplyDivide(timing.sharedOccupations[round][position], occupation, by: alone)
            return (occupation, max(occupation, shared), fate.latency)
        }
        let bytes = timing.bytes(of: message.chunks)
        let occupation =
            timing.occupations.isEmpty
            ? memo.occupation(bytes: bytes, rate: message.rate) : timing.occupations[round][position]
        let isShared = lane.hasSharedLinks && !timing.sharedOccupations.isEmpty
        return (occupation, isShared ? timing.sharedOccupations[round][position] : occupation, message.latency)
    }

    /// Plays a lane on flat messages; false if the plan has none, or the lane's messages are disturbed.
    private func advanceFlat(_ lane: Int, _ streams: inout StreamClocks, timing: BucketTiming) -> Bool {
        let isDisturbed = lanes[lane].hasNetworkDisturbances && setting != nil
        let isShared = lanes[lane].hasSharedLinks && !timing.sharedOccupations.isEmpty
        guard let flat = plan.flat, !isDisturbed, !isShared, !timing.flatOccupations.isEmpty else { return false }
        var (dataReady, sendPort, receivePort) = clocks(of: lane, in: streams)
        flat.advance(
            occupations: lanes[lane].hasPortBandwidth ? timing.flatOccupations : [], dataReady: &dataReady,
            sendPort: &sendPort, receivePort: &receivePort)
        store(dataReady, sendPort, receivePort, lane: lane, in: &streams)
        return true
    }

    private func clocks(
        of lane: Int, in streams: StreamClocks
    ) -> (dataReady: [Int128], sendPort: [Int128], receivePort: [Int128]) {
        let indices = stride(from: lane, to: streams.dataReady.count, by: lanes.count)
        return (
            indices.map { streams.dataReady[$0] }, indices.map { streams.sendPort[$0] },
            indices.map { streams.receivePort[$0] }
        )
    }

    /// Every send waits for all that its rank received in earlier rounds; the given lanes round by round.
    private func advanceRounds(
        _ selected: [Int], _ streams: inout StreamClocks, timing: BucketTiming, step: Int, operation: Int
    ) {
        let ranks = plan.schedule.worldSize
        var memo = OccupationMemo()
        var state = selected.map { clocks(of: $0, in: streams) }
        var arrived = state.map(\.dataReady)
        for round in 0..<plan.schedule.rounds {
            let planned = plan.round(round)
            for (slot, lane) in selected.enumerated() {
                var arrivals: [Arrival] = []
                let hasFanIn = !planned.fanIns.isEmpty
                for (position, message) in planned.messages.enumerated() {
                    let (occupation, shared, latency) = cost(
                        message, at: position, round: round, lane: lanes[lane], timing: timing, step: step,
                        operation: operation, memo: &memo)
                    let departure = PortRule.departure(
                        dataReady: state[slot].dataReady[message.sender],
                        sendPort: &state[slot].sendPort[message.sender], occupation: shared)
                    let incoming = Arrival(
                        message, departure: departure, latency: latency, occupation: occupation,
                        sent: departure + shared)
                    if hasFanIn {
                        arrivals.append(incoming)
                    } else {
                        let arrival = incoming.takeIn(at: &state[slot].receivePort[message.receiver])
                        arrived[slot][message.receiver] = max(arrived[slot][message.receiver], arrival)
                    }
                }
                Arrival.takeIn(&arrivals, receivePort: &state[slot].receivePort) { arrival, instant in
                    arrived[slot][arrival.receiver] = max(arrived[slot][arrival.receiver], instant)
                }
                for rank in 0..<ranks { state[slot].dataReady[rank] = arrived[slot][rank] }
            }
        }
        for (slot, lane) in selected.enumerated() {
            store(state[slot].dataReady, state[slot].sendPort, state[slot].receivePort, lane: lane, in: &streams)
        }
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
        _ lane: Int, _ streams: inout StreamClocks, timing: BucketTiming, step: Int, operation: Int
    ) {
        let chunks = plan.schedule.chunkCount
        var memo = OccupationMemo()
        var (last, sendPort, receivePort) = clocks(of: lane, in: streams)
        var ready = last.flatMap { [Int128](repeating: $0, count: chunks) }
        for round in 0..<plan.schedule.rounds {
            var arrivals: [Arrival] = []
            for (position, message) in plan.round(round).messages.enumerated() {
                let (occupation, shared, latency) = cost(
                    message, at: position, round: round, lane: lanes[lane], timing: timing, step: step,
                    operation: operation, memo: &memo)
                var dataReady = ready[message.sender * chunks + message.chunks.lowerBound]
                for chunk in message.chunks.dropFirst() {
                    dataReady = max(dataReady, ready[message.sender * chunks + chunk])
                }
                let departure = PortRule.departure(
                    dataReady: dataReady, sendPort: &sendPort[message.sender], occupation: shared)
                arrivals.append(
                    Arrival(
                        message, departure: departure, latency: latency, occupation: occupation,
                        sent: departure + shared))
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
    /// Of the receiving port, at the rate that the message has alone on its path.
    let occupation: Int128
    /// When its last byte left, if sharing a link kept it longer than `occupation`.
    let sent: Int128

    init(_ message: PlannedMessage, departure: Int128, latency: Int128, occupation: Int128, sent: Int128) {
        self.init(
            sender: message.sender, receiver: message.receiver, chunks: message.chunks, departure: departure,
            latency: latency, occupation: occupation, sent: sent)
    }

    init(
        sender: Int, receiver: Int, chunks: Range<Int>, departure: Int128, latency: Int128, occupation: Int128,
        sent: Int128
    ) {
        self.sent = sent
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
            each(arrival, arrival.takeIn(at: &receivePort[arrival.receiver]))
        }
    }

    /// When the message has wholly arrived: the port has worked off its bytes, and its last one has come. Moves the port
    /// on by its work alone, as a port takes in what several flows bring at the same time.
    @inline(__always)
    func takeIn(at receivePort: inout Int128) -> Int128 {
        max(
            PortRule.arrival(
                departure: departure, latency: latency, receivePort: &receivePort, occupation: occupation),
            sent + latency)
    }
}
