internal import Collectives
internal import Units

/// The messages of a whole schedule, one array a property, in the order of rounds: what the innermost loop of the price
/// runs over.
struct FlatMessages: Sendable {
    private(set) var senders: [Int32] = []
    private(set) var receivers: [Int32] = []
    /// End to end (attoseconds).
    private(set) var latencies: [Int128] = []
    /// Where each round ends.
    private(set) var roundEnds: [Int] = []
    private var chunks: [Range<Int32>] = []
    private var rates: [Bandwidth] = []

    /// - Returns: `nil` if some rank receives several messages in a round, or sends wait for their own chunks only.
    init?(schedule: any CollectiveSchedule, round: (Int) -> PlannedRound) {
        guard schedule.dependence == .everythingReceived else { return nil }
        for index in 0..<schedule.rounds {
            let planned = round(index)
            guard planned.fanIns.isEmpty else { return nil }
            for message in planned.messages {
                senders.append(Int32(message.sender))
                receivers.append(Int32(message.receiver))
                latencies.append(message.latency)
                chunks.append(Int32(message.chunks.lowerBound)..<Int32(message.chunks.upperBound))
                rates.append(message.rate)
            }
            roundEnds.append(senders.count)
        }
    }

    /// Occupation of a port by each message of a bucket (attoseconds).
    func occupations(cut: ChunkCut, width: Int) -> [Int128] {
        var memo = OccupationMemo()
        return senders.indices.map { message in
            let range = cut.range(of: Int(chunks[message].lowerBound)..<Int(chunks[message].upperBound))
            return memo.occupation(bytes: Int64(range.count * width), rate: rates[message])
        }
    }

    /// Plays all messages on the clocks of one lane, a value a rank.
    ///
    /// - Parameter occupations: of a port, by message; empty where bandwidth is no limit.
    func advance(
        occupations: [Int128], dataReady: inout [Int128], sendPort: inout [Int128], receivePort: inout [Int128]
    ) {
        var arrived = dataReady
        var message = 0
        let isLimited = !occupations.isEmpty
        for end in roundEnds {
            while message < end {
                let (sender, receiver) = (Int(senders[message]), Int(receivers[message]))
                let occupation = isLimited ? occupations[message] : 0
                let departure = PortRule.departure(
                    dataReady: dataReady[sender], sendPort: &sendPort[sender], occupation: occupation)
                let arrival = PortRule.arrival(
                    departure: departure, latency: latencies[message], receivePort: &receivePort[receiver],
                    occupation: occupation)
                if arrival > arrived[receiver] { arrived[receiver] = arrival }
                message += 1
            }
            for rank in dataReady.indices { dataReady[rank] = arrived[rank] }
        }
    }
}
