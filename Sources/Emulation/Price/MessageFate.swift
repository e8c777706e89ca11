internal import ClusterModel
internal import Units

/// What the network's disturbances make of one message: a pure function of the seed and of what the message is.
struct MessageFate {
    /// Payload with what is sent again.
    let bytes: Int64
    let rate: Bandwidth
    /// End to end, time-outs of retransmission included (attoseconds).
    let latency: Int128

    init(
        sender: Int, receiver: Int, bytes: Int64, rate: Bandwidth, latency: Int128, step: Int, operation: Int,
        round: Int,
        setting: CollectiveSetting
    ) {
        let disturbances = setting.disturbances
        let resent = disturbances.retransmission(
            sender: sender, receiver: receiver, step: step, operation: operation, round: round, bytes: bytes)
        self.bytes = bytes + resent.bytes
        self.latency =
            latency + disturbances.addedLatency(rank: sender).attoseconds
            + disturbances.addedLatency(rank: receiver).attoseconds
            + disturbances.retransmissionTimeout.attoseconds * Int128(resent.rounds)
        self.rate = min(
            rate, Self.port(of: sender, setting: setting), Self.port(of: receiver, setting: setting))
    }

    /// The payload rate of a rank's ports with the share that a slow link leaves.
    private static func port(of rank: Int, setting: CollectiveSetting) -> Bandwidth {
        let share = setting.disturbances.portShare(rank: rank)
        let rate = setting.network.portBandwidth(rank: rank)
        guard share != .one else { return rate }
        return Bandwidth(
            count: max(1, Int64(Exact.multiplyDivide(Int128(rate.count), Int128(share.count), by: Int128(Ratio.scale))))
        )
    }
}
