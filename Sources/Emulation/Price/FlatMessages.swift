internal import Collectives

/// The messages of a whole schedule, one array a property, in the order of rounds: what the innermost loop of the price
/// runs over.
struct FlatMessages: Sendable {
    let senders: [Int32]
    let receivers: [Int32]
    /// End to end (attoseconds).
    let latencies: [Int128]
    /// Where each round ends.
    let roundEnds: [Int]

    /// - Returns: `nil` if some rank receives several messages in a round, or sends wait for their own chunks only.
    init?(_ rounds: [PlannedRound], dependence: Dependence) {
        guard dependence == .everythingReceived, rounds.allSatisfy(\.fanIns.isEmpty) else { return nil }
        let messages = rounds.flatMap(\.messages)
        senders = messages.map { Int32($0.sender) }
        receivers = messages.map { Int32($0.receiver) }
        latencies = messages.map(\.latency)
        var end = 0
        roundEnds = rounds.map { round in
            end += round.messages.count
            return end
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
