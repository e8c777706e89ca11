internal import Collectives
internal import Units

/// Bytes of gradient payload of one rank in one training step.
package struct RankTraffic: Sendable, Hashable {
    package var sent: Int64 = 0
    package var received: Int64 = 0
    /// What it sends, counted once at each switch on the way.
    package var switches: Int64 = 0
    /// What it sends, counted once at each transceiver on the way.
    package var optics: Int64 = 0
    /// What it sends, counted once at each link between sites.
    package var wan: Int64 = 0
}

extension EmulatedJob {
    /// What every rank sends and receives in one training step, as the schedule says; nothing is sent twice.
    package var traffic: [RankTraffic] {
        var traffic = [RankTraffic](repeating: RankTraffic(), count: worldSize)
        let distinct = distinctTimings
        for round in 0..<schedule.rounds {
            for message in setting.plan.round(round).messages {
                let bytes = distinct.reduce(Int64(0)) { $0 + $1.timing.bytes(of: message.chunks) * Int64($1.count) }
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

    /// What every rank must send again in one training step because packets are lost.
    func resentBytes(step: Int) -> [Int64] {
        guard disturbances.losesPackets else { return [Int64](repeating: 0, count: worldSize) }
        var resent = [Int64](repeating: 0, count: worldSize)
        for round in 0..<schedule.rounds {
            for message in setting.plan.round(round).messages {
                for (bucket, timing) in bucketTimings.enumerated() {
                    resent[message.sender] +=
                        disturbances.retransmission(
                            sender: message.sender, receiver: message.receiver, step: step, bucket: bucket,
                            round: round, bytes: timing.bytes(of: message.chunks)
                        ).bytes
                }
            }
        }
        return resent
    }
}
