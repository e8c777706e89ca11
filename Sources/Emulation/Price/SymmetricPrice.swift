internal import Collectives
internal import Units

extension CollectiveSetting {
    /// True if all ranks do the same on ways that are all alike, so that one stands for all.
    package var isSymmetric: Bool { schedule.isRankSymmetric && network.isUniform && schedule.worldSize > 1 }
}

/// Prices a collective on one rank that stands for all: clusters of any size in the time of a schedule's rounds.
enum SymmetricPrice {
    /// Until the rank holds the result, all being ready at 0 (attoseconds).
    static func time(_ setting: CollectiveSetting, elements: Int, width: Int, lane: Lane) -> Int128 {
        let (schedule, network) = (setting.schedule, setting.network)
        precondition(setting.isSymmetric, "\(schedule.name) is not symmetric on this network")
        let cut = ChunkCut(elements: elements, parts: schedule.chunkCount)
        let rate = network.bandwidth(from: 0, to: 1)
        let latency = network.latency.attoseconds
        var memo = OccupationMemo()
        var (ready, sendPort, receivePort) = (Int128(0), Int128(0), Int128(0))
        for round in 0..<schedule.rounds {
            var arrived = ready
            for send in schedule.step(rank: 0, round: round).sends {
                // What the longest message of the round carries: as many chunks from the first on, which are full.
                let bytes = Int64(cut.range(of: 0..<send.chunks.count).count * width)
                let occupation = lane.hasPortBandwidth ? memo.occupation(bytes: bytes, rate: rate) : 0
                let departure = PortRule.departure(dataReady: ready, sendPort: &sendPort, occupation: occupation)
                arrived = max(
                    arrived,
                    PortRule.arrival(
                        departure: departure, latency: latency, receivePort: &receivePort, occupation: occupation))
            }
            ready = arrived
        }
        return max(ready, sendPort)
    }
}
