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
        return traffic { message, _ in Int64(cut.range(of: message.chunks).count * width) }
    }

    /// What messages of the given sizes come to, by rank, and on the devices on their way.
    ///
    /// - Parameter bytes: of a message in its round.
    func traffic(bytes: (_ message: PlannedMessage, _ round: Int) -> Int64) -> [RankTraffic] {
        var traffic = [RankTraffic](repeating: RankTraffic(), count: schedule.worldSize)
        for round in 0..<schedule.rounds {
            for message in plan.round(round).messages {
                let bytes = bytes(message, round)
                guard bytes > 0 else { continue }
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
