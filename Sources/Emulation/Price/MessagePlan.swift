internal import Collectives
internal import Units

/// One message of a schedule and what the network makes of it, undisturbed.
struct PlannedMessage: Sendable {
    let sender: Int
    let receiver: Int
    let chunks: Range<Int>
    /// Payload rate of its path when nobody else is on it.
    let rate: Bandwidth
    /// End to end (attoseconds).
    let latency: Int128
}

/// The messages of one round, by sender and, within a sender, in the order in which they leave.
struct PlannedRound: Sendable {
    let messages: [PlannedMessage]
    /// Positions of the messages of each rank that receives several; empty where no rank does.
    let fanIns: [[Int]]
}

/// A schedule on a network: what is sent in each round.
struct MessagePlan: Sendable {
    let schedule: any CollectiveSchedule
    let network: NetworkModel
    /// All rounds of a small schedule; `nil` for a large one, whose rounds are made when they are asked for.
    private let kept: [PlannedRound]?
    /// The messages of a schedule of up to some millions in which nobody receives several in a round; else `nil`.
    let flat: FlatMessages?

    init(schedule: any CollectiveSchedule, network: NetworkModel) {
        self.schedule = schedule
        self.network = network
        let size = schedule.rounds * schedule.worldSize
        let kept =
            size <= 1 << 14 ? (0..<schedule.rounds).map { Self.round($0, schedule, network) } : nil
        self.kept = kept
        flat =
            size <= 1 << 22
            ? FlatMessages(schedule: schedule) { kept?[$0] ?? Self.round($0, schedule, network) } : nil
    }

    /// True if the rounds are kept, so that their times may be tabulated.
    var isKept: Bool { kept != nil }

    func round(_ round: Int) -> PlannedRound { kept?[round] ?? Self.round(round, schedule, network) }

    private static func round(
        _ round: Int, _ schedule: any CollectiveSchedule, _ network: NetworkModel
    ) -> PlannedRound {
        var messages: [PlannedMessage] = []
        messages.reserveCapacity(schedule.worldSize)
        for rank in 0..<schedule.worldSize {
            for send in schedule.step(rank: rank, round: round).sends {
                let rate = network.bandwidth(from: rank, to: send.peer)
                messages.append(
                    PlannedMessage(
                        sender: rank, receiver: send.peer, chunks: send.chunks,
                        rate: rate,
                        latency: network.latency(from: rank, to: send.peer).attoseconds))
            }
        }
        return PlannedRound(messages: messages, fanIns: fanIns(messages, worldSize: schedule.worldSize))
    }

    private static func fanIns(_ messages: [PlannedMessage], worldSize: Int) -> [[Int]] {
        var counts = [Int32](repeating: 0, count: worldSize)
        var most: Int32 = 0
        for message in messages {
            counts[message.receiver] += 1
            most = max(most, counts[message.receiver])
        }
        guard most > 1 else { return [] }
        var positions = [[Int]](repeating: [], count: worldSize)
        for (position, message) in messages.enumerated() where counts[message.receiver] > 1 {
            positions[message.receiver].append(position)
        }
        return positions.filter { !$0.isEmpty }
    }
}
