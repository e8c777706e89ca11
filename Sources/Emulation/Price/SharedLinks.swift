internal import Collectives
internal import Units

/// Which links of the fabric the flows of a schedule can have to share.
///
/// A port sends one message at a time. So the flows of a schedule can never want more of a link than the sum, over the
/// ranks that send over it at all, of what each one's path allows; where that is within the link's capacity, nobody
/// ever waits for anybody there.
struct SharedLinks: Sendable {
    /// By link of the network.
    let isShared: [Bool]
    var isEmpty: Bool { !isShared.contains(true) }

    init(schedule: any CollectiveSchedule, network: NetworkModel) {
        var wanted = [Int: [Int: Int64]]()
        if !network.linkCapacities.isEmpty {
            var seen = Set<Pair>()
            for round in 0..<schedule.rounds {
                for rank in 0..<schedule.worldSize {
                    for send in schedule.step(rank: rank, round: round).sends
                    where seen.insert(Pair(sender: rank, receiver: send.peer)).inserted {
                        let rate = network.bandwidth(from: rank, to: send.peer).count
                        for link in network.links(from: rank, to: send.peer) {
                            wanted[link, default: [:]][rank] = max(wanted[link]?[rank] ?? 0, rate)
                        }
                    }
                }
            }
        }
        isShared = network.linkCapacities.indices.map { link in
            (wanted[link]?.values.reduce(0, +) ?? 0) > network.linkCapacities[link].count
        }
    }

    private struct Pair: Hashable {
        let sender: Int
        let receiver: Int
    }
}
