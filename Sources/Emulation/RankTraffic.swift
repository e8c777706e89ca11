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
        let distinct = distinctTimings
        return setting.traffic { message, _ in
            distinct.reduce(0) { $0 + $1.timing.bytes(of: message.chunks) * Int64($1.count) }
        }
    }

    /// What every rank sends and receives again in one training step because packets are lost; empty if none can be.
    func sentAgain(step: Int) -> [RankTraffic] {
        guard disturbances.losesPackets else { return [] }
        return setting.traffic { message, round in
            bucketTimings.enumerated().reduce(0) { sum, bucket in
                sum
                    + disturbances.retransmission(
                        sender: message.sender, receiver: message.receiver, step: step, bucket: bucket.offset,
                        round: round, bytes: bucket.element.bytes(of: message.chunks)
                    ).bytes
            }
        }
    }
}

extension RankStep {
    /// Adds what is sent again: it crosses the same devices once more.
    mutating func addSentAgain(_ traffic: RankTraffic) {
        bytesSentAgain += traffic.sent
        bytesReceivedAgain += traffic.received
        switchBytes += traffic.switches
        opticsBytes += traffic.optics
        wanBytes += traffic.wan
    }
}
