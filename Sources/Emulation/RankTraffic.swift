internal import Collectives
internal import Units

/// Bytes of gradients and weights of one rank in one step.
package struct RankTraffic: Sendable, Hashable {
    package var sent: Int64 = 0
    package var received: Int64 = 0
    /// What it sends, counted once at each switch on the way.
    package var switches: Int64 = 0
    /// What it sends, counted once at each transceiver on the way.
    package var optics: Int64 = 0
    /// What it sends, counted once at each link between sites.
    package var wan: Int64 = 0

    static func += (sum: inout Self, other: Self) {
        sum.sent += other.sent
        sum.received += other.received
        sum.switches += other.switches
        sum.optics += other.optics
        sum.wan += other.wan
    }
}

extension EmulatedJob {
    /// What every rank sends and receives in one training step, or one evaluation, as the schedules say; nothing is sent
    /// twice.
    package func traffic(of phase: StepPhase) -> [RankTraffic] {
        // Collectives of one kind and size have the same messages.
        var known: [[Int]: [RankTraffic]] = [:]
        return collectives(of: phase).reduce(into: noTraffic) { sum, collective in
            let (kind, elements) = (collective.kind.rawValue, collective.timing.cut.elements)
            let traffic =
                known[[kind, elements]]
                ?? collective.setting.traffic { message, _ in collective.timing.bytes(of: message.chunks) }
            known[[kind, elements]] = traffic
            for rank in sum.indices { sum[rank] += traffic[rank] }
        }
    }

    /// What every rank sends and receives again in one training step, or one evaluation, because packets are lost; empty
    /// if none can be.
    func sentAgain(in phase: StepPhase, step: Int) -> [RankTraffic] {
        guard disturbances.losesPackets else { return [] }
        return collectives(of: phase).enumerated().reduce(into: noTraffic) { sum, item in
            let (operation, collective) = item
            let traffic = collective.setting.traffic { message, round in
                disturbances.retransmission(
                    sender: message.sender, receiver: message.receiver, step: step, operation: operation, round: round,
                    bytes: collective.timing.bytes(of: message.chunks)
                ).bytes
            }
            for rank in sum.indices { sum[rank] += traffic[rank] }
        }
    }

    private var noTraffic: [RankTraffic] { [RankTraffic](repeating: RankTraffic(), count: worldSize) }
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
