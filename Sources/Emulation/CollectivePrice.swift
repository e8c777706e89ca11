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

    init(schedule: Schedule, network: NetworkModel, lanes: [Lane]) {
        self.schedule = schedule
        self.network = network
        self.lanes = lanes
        latencies = lanes.map { $0.hasLatency ? network.latency.attoseconds : 0 }
    }

    /// - Parameters:
    ///   - streams: by rank; `dataReady` comes in as the instant at which the rank's bucket is ready to be sent, and
    ///     leaves as the instant at which the rank holds the sum and its port has sent its last byte.
    func advance(_ streams: inout [StreamClock], timing: BucketTiming) {
        let bandwidthLanes = lanes.indices.filter { lanes[$0].hasPortBandwidth }
        let firstBandwidthLane = bandwidthLanes.first ?? lanes.count
        var arrived = streams.map(\.dataReady)
        for round in 0..<schedule.rounds {
            for rank in 0..<schedule.worldSize {
                guard let send = schedule.step(rank: rank, round: round).send else { continue }
                let pathClass = network.bandwidthClass(from: rank, to: send.peer)
                let occupation = timing.occupation(of: send.chunks, bandwidthClass: pathClass)
                for lane in lanes.indices {
                    let laneOccupation = lane >= firstBandwidthLane ? occupation : 0
                    let departure = PortRule.departure(
                        dataReady: streams[rank].dataReady[lane], sendPort: &streams[rank].sendPort[lane],
                        occupation: laneOccupation)
                    let arrival = PortRule.arrival(
                        departure: departure, latency: latencies[lane],
                        receivePort: &streams[send.peer].receivePort[lane], occupation: laneOccupation)
                    arrived[send.peer][lane] = max(arrived[send.peer][lane], arrival)
                }
            }
            for rank in streams.indices { streams[rank].dataReady = arrived[rank] }
        }
        for rank in streams.indices {
            for lane in lanes.indices {
                streams[rank].dataReady[lane] = max(streams[rank].dataReady[lane], streams[rank].sendPort[lane])
            }
        }
    }
}
