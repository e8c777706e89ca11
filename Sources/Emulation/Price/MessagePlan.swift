internal import Collectives
internal import Units

/// One message of a schedule and what the network makes of it, undisturbed.
struct PlannedMessage: Sendable {
    let sender: Int
    let receiver: Int
    let chunks: Range<Int>
    /// Payload rate of its path when nobody else is on it.
    let rate: Bandwidth
    /// Its static share of the round, where links are shared; else the rate.
    let share: Bandwidth
    /// End to end (attoseconds).
    let latency: Int128
}

/// The messages of one round, by sender and, within a sender, in the order in which they leave.
struct PlannedRound: Sendable {
    let messages: [PlannedMessage]
    /// Positions of the messages of each rank that receives several; empty where no rank does.
    let fanIns: [[Int]]
}

/// How messages that are under way at the same time get along on shared links.
enum LinkSharing: Sendable {
    /// Each as if it were alone.
    case none
    /// All messages of a round as if they started together: the max–min fair share of the round, kept to its end.
    case staticShares
}

/// A schedule on a network: what is sent in each round.
struct MessagePlan: Sendable {
    let schedule: any CollectiveSchedule
    let network: NetworkModel
    let sharing: LinkSharing
    /// All rounds of a small schedule; `nil` for a large one, whose rounds are made when they are asked for.
    private let kept: [PlannedRound]?
    /// The messages of a schedule of up to some millions in which nobody receives several in a round and no message has
    /// a share only; else `nil`.
    let flat: FlatMessages?

    init(schedule: any CollectiveSchedule, network: NetworkModel, sharing: LinkSharing = .none) {
        self.schedule = schedule
        self.network = network
        self.sharing = sharing
        let size = schedule.rounds * schedule.worldSize
        let kept =
            size <= 1 << 14 ? (0..<schedule.rounds).map { Self.round($0, schedule, network, sharing) } : nil
        self.kept = kept
        flat =
            size <= 1 << 22 && sharing == .none
            ? FlatMessages(schedule: schedule) { kept?[$0] ?? Self.round($0, schedule, network, sharing) } : nil
    }

    /// True if the rounds are kept, so that their times may be tabulated.
    var isKept: Bool { kept != nil }

    func round(_ round: Int) -> PlannedRound { kept?[round] ?? Self.round(round, schedule, network, sharing) }

    private static func round(
        _ round: Int, _ schedule: any CollectiveSchedule, _ network: NetworkModel, _ sharing: LinkSharing
    ) -> PlannedRound {
        var messages: [PlannedMessage] = []
        messages.reserveCapacity(schedule.worldSize)
        for rank in 0..<schedule.worldSize {
            for send in schedule.step(rank: rank, round: round).sends {
                let rate = network.bandwidth(from: rank, to: send.peer)
                messages.append(
                    PlannedMessage(
                        sender: rank, receiver: send.peer, chunks: send.chunks,
                        rate: rate, share: rate,
                        latency: network.latency(from: rank, to: send.peer).attoseconds))
            }
        }
        if sharing == .staticShares, !network.linkCapacities.isEmpty { messages = shared(messages, on: network) }
        return PlannedRound(messages: messages, fanIns: fanIns(messages, worldSize: schedule.worldSize))
    }

    /// A port sends one message at a time: the first of every sender share the links, then the second of every sender.
    private static func shared(_ messages: [PlannedMessage], on network: NetworkModel) -> [PlannedMessage] {
        var shares = FairShares(capacities: network.linkCapacities)
        var result = messages
        var turns: [[Int]] = []
        var turn = 0
        for position in messages.indices {
            turn = position > 0 && messages[position - 1].sender == messages[position].sender ? turn + 1 : 0
            if turn == turns.count { turns.append([]) }
            turns[turn].append(position)
        }
        for positions in turns {
            var rates = [Int64](repeating: 0, count: positions.count)
            shares.assign(
                caps: positions.map { messages[$0].rate.count },
                links: positions.map { network.links(from: messages[$0].sender, to: messages[$0].receiver) },
                rates: &rates)
            for (position, rate) in zip(positions, rates) {
                let message = messages[position]
                result[position] = PlannedMessage(
                    sender: message.sender, receiver: message.receiver, chunks: message.chunks,
                    rate: message.rate, share: Bandwidth(count: rate), latency: message.latency)
            }
        }
        return result
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
