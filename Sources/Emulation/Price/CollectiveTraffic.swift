internal import Collectives
internal import Units

extension CollectiveSetting {
    /// What every rank sends and receives in one collective, as the schedule says; nothing is sent twice.
    ///
    /// - Parameters:
    ///   - elements: of the bucket.
    ///   - width: bytes of an element.
    package func traffic(elements: Int, width: Int) -> [RankTraffic] {
        let cut = ChunkCut(elements: elements, parts: schedule.chunkCount)
        var traffic = [RankTraffic](repeating: RankTraffic(), count: schedule.worldSize)
        for round in 0..<schedule.rounds {
            for message in plan.round(round).messages {
                let bytes = Int64(cut.range(of: message.chunks).count * width)
                let (sender, receiver) = (message.sender, message.receiver)
                traffic[sender].sent += bytes
                traffic[receiver].received += bytes
                traffic[sender].switches += bytes * Int64(network.switches(from: sender, to: receiver))
                traffic[sender].optics += bytes * Int64(network.transceivers(from: sender, to: receiver))
                traffic[sender].wan += bytes * Int64(network.wanLinks(from: sender, to: receiver))
            }
        }
        return traffic
    }
}
