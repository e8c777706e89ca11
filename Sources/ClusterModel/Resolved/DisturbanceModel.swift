package import Units

/// What disturbs a job beside the jitter of its compute times; all of it seeded, all of it absent by default.
package struct DisturbanceModel: Hashable, Sendable {
    /// Ranks that compute slower in some steps.
    package struct Stragglers: Hashable, Sendable {
        /// That a rank is slow in a step.
        package let probability: Ratio
        /// What is added to its compute times, in shares of the undisturbed ones: they are × (1 + slowdown), so that
        /// 1.5 adds 150 % and makes them × 2.5.
        package let slowdown: Ratio
        /// Which ranks can be slow; `nil` for any.
        package let ranks: [Int]?

        package init(probability: Ratio, slowdown: Ratio, ranks: [Int]?) {
            self.probability = probability
            self.slowdown = slowdown
            self.ranks = ranks
        }
    }

    /// A rank whose ports are slower than they should be.
    package struct SlowLink: Hashable, Sendable {
        package let rank: Int
        /// Share of the ports' rate that is left.
        package let bandwidth: Ratio
        /// Added to every message from or to the rank.
        package let latency: TimeSpan

        package init(rank: Int, bandwidth: Ratio, latency: TimeSpan) {
            self.rank = rank
            self.bandwidth = bandwidth
            self.latency = latency
        }
    }

    /// Packets that are lost and sent again.
    package struct PacketLoss: Hashable, Sendable {
        /// Of each packet.
        package let probability: Ratio
        /// Payload of a packet.
        package let packet: ByteCount
        /// Until the sender notices, once for every round of sending again.
        package let timeout: TimeSpan
        /// Which ranks' messages lose packets; `nil` for any.
        package let ranks: [Int]?

        package init(probability: Ratio, packet: ByteCount, timeout: TimeSpan, ranks: [Int]?) {
            self.probability = probability
            self.packet = packet
            self.timeout = timeout
            self.ranks = ranks
        }
    }

    /// Another job on the links of the fabric that flows can share.
    package struct Background: Hashable, Sendable {
        /// Of a link's capacity, while it is there.
        package let share: Ratio
        /// That it is there on a link in a step.
        package let probability: Ratio

        package init(share: Ratio, probability: Ratio) {
            self.share = share
            self.probability = probability
        }
    }

    package let stragglers: Stragglers?
    package let slowLinks: [SlowLink]
    package let packetLoss: PacketLoss?
    package let background: Background?

    package init(
        stragglers: Stragglers? = nil, slowLinks: [SlowLink] = [], packetLoss: PacketLoss? = nil,
        background: Background? = nil
    ) {
        self.stragglers = stragglers
        self.slowLinks = slowLinks
        self.packetLoss = packetLoss
        self.background = background
    }

    /// Nothing is disturbed.
    package static let none = DisturbanceModel()
}
