internal import Collectives
internal import Units

/// A bucket of the emulated gradient with the times that all its messages take.
struct BucketTiming: Sendable {
    let cut: ChunkCut
    /// Bytes of an element on the wire.
    let width: Int
    /// Reduce-scatter, and equally all-gather, between the accelerators of a node, by node group.
    let intraNode: [Int128]
    /// Occupation of a port by one chunk, by bandwidth class and chunk (attoseconds).
    private let occupations: [[Int128]]

    init(elements: Int, width: Int, chunkCount: Int, network: NetworkModel, intraNode: [Int128]) {
        let cut = ChunkCut(elements: elements, parts: chunkCount)
        self.cut = cut
        self.width = width
        self.intraNode = intraNode
        occupations = network.bandwidths.map { bandwidth in
            (0..<chunkCount).map { chunk in
                bandwidth.duration(ofBytes: Int64(cut.range(of: chunk..<chunk + 1).count * width)).attoseconds
            }
        }
    }

    /// Occupation of the ports by the chunks of one message.
    func occupation(of chunks: Range<Int>, bandwidthClass: Int) -> Int128 {
        if chunks.count == 1 { return occupations[bandwidthClass][chunks.lowerBound] }
        return chunks.reduce(0) { $0 + occupations[bandwidthClass][$1] }
    }

    func bytes(of chunks: Range<Int>) -> Int64 { Int64(cut.range(of: chunks).count * width) }
}

/// Prices one collective: moves every rank's stream clock from "my bucket is ready" to "I hold the sum".
///
/// It is the one definition of a collective's time. Each round applies `PortRule` to every message; what the messages
/// of a real collective carry is the same rule, applied one rank at a time.
struct CollectivePrice<Schedule: CollectiveSchedule>: Sendable {
    let schedule: Schedule
    let network: NetworkModel
    let lanes: [Lane]
    /// Latency by lane (attoseconds), 0 where the lane has none.
    let latencies: [Int128]
    /// The messages of a small schedule, round by round in the order of their senders; `nil` for a large one, whose
    /// messages are asked for one by one instead of being kept.
    private let messages: [[Message]]?

    /// One message of a round.
    private struct Message: Sendable {
        let sender: Int
        let receiver: Int
        let chunks: Range<Int>
        let bandwidthClass: Int
    }

    init(schedule: Schedule, network: NetworkModel, lanes: [Lane]) {
        self.schedule = schedule
        self.network = network
        self.lanes = lanes
        latencies = lanes.map { $0.hasLatency ? network.latency.attoseconds : 0 }
        let isSmall = schedule.rounds * schedule.worldSize <= 4096
        messages =
            isSmall ? (0..<schedule.rounds).map { Self.messages(of: schedule, network: network, round: $0) } : nil
    }

    private static func messages(of schedule: Schedule, network: NetworkModel, round: Int) -> [Message] {
        (0..<schedule.worldSize).compactMap { rank in
            schedule.step(rank: rank, round: round).send.map { send in
                Message(
                    sender: rank, receiver: send.peer, chunks: send.chunks,
                    bandwidthClass: network.bandwidthClass(from: rank, to: send.peer))
            }
        }
    }

    /// - Parameters:
    ///   - streams: by rank; `dataReady` comes in as the instant at which the rank's bucket is ready to be sent, and
    ///     leaves as the instant at which the rank holds the sum and its port has sent its last byte.
    func advance(_ streams: inout [StreamClock], timing: BucketTiming) {
        // One flat array a clock, rank by rank and lane by lane: this loop is where the time of an emulation goes.
        let width = lanes.count
        let firstBandwidthLane = lanes.firstIndex(where: \.hasPortBandwidth) ?? width
        var dataReady = streams.flatMap(\.dataReady)
        var sendPort = streams.flatMap(\.sendPort)
        var receivePort = streams.flatMap(\.receivePort)
        var arrived = dataReady
        for round in 0..<schedule.rounds {
            for message in messages?[round] ?? Self.messages(of: schedule, network: network, round: round) {
                let occupation = timing.occupation(of: message.chunks, bandwidthClass: message.bandwidthClass)
                for lane in 0..<width {
                    let laneOccupation = lane >= firstBandwidthLane ? occupation : 0
                    let (sender, receiver) = (message.sender * width + lane, message.receiver * width + lane)
                    let departure = PortRule.departure(
                        dataReady: dataReady[sender], sendPort: &sendPort[sender], occupation: laneOccupation)
                    let arrival = PortRule.arrival(
                        departure: departure, latency: latencies[lane], receivePort: &receivePort[receiver],
                        occupation: laneOccupation)
                    arrived[receiver] = max(arrived[receiver], arrival)
                }
            }
            for index in dataReady.indices { dataReady[index] = arrived[index] }
        }
        for rank in streams.indices {
            for lane in 0..<width {
                let index = rank * width + lane
                streams[rank].dataReady[lane] = max(dataReady[index], sendPort[index])
                streams[rank].sendPort[lane] = sendPort[index]
                streams[rank].receivePort[lane] = receivePort[index]
            }
        }
    }
}
