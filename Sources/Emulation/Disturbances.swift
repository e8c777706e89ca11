package import ClusterModel
package import Units

/// Seeded disturbances: a pure hash of what a value is for, so that every scenario and every process sees the same.
package struct Disturbances: Sendable {
    package enum Kind: UInt64, Sendable {
        case forward = 1
        case backward, evaluation, straggler, loss, background
    }

    let seed: UInt64
    /// σ of the relative change of a compute time.
    let computeJitter: Ratio
    private let model: DisturbanceModel
    /// By rank, as far as any link is slow: share of the ports' rate that is left, and latency added.
    private let portShares: [Int: Ratio]
    private let addedLatencies: [Int: VirtualDuration]

    package init(seed: UInt64, computeJitter: Ratio, model: DisturbanceModel = .none) {
        self.seed = seed
        self.computeJitter = computeJitter
        self.model = model
        portShares = Dictionary(model.slowLinks.map { ($0.rank, $0.bandwidth) }) { min($0, $1) }
        addedLatencies = Dictionary(model.slowLinks.map { ($0.rank, $0.latency.duration) }) { $0 + $1 }
    }

    package init(cluster: Cluster) {
        self.init(
            seed: cluster.workload.trained.seed, computeJitter: cluster.assumptions.computeJitter,
            model: cluster.disturbances)
    }

    /// Nothing is disturbed.
    package static let none = Disturbances(seed: 0, computeJitter: .zero)

    /// True if the network between nodes is disturbed at all.
    package var hasNetworkDisturbances: Bool { !model.slowLinks.isEmpty || losesPackets || hasBackground }
    var losesPackets: Bool { (model.packetLoss?.probability ?? .zero) > .zero }
    var hasBackground: Bool { model.background.map { $0.share > .zero && $0.probability > .zero } ?? false }
    /// True if the network's disturbances differ from step to step.
    var varyWithStepOnNetwork: Bool { losesPackets || hasBackground }

    // MARK: Compute

    /// `duration · (1 + σ·z) · (1 + slowdown, if the rank straggles in this step)` with z approximately standard normal
    /// (Irwin–Hall of twelve: within ±6); never less than a millionth of it.
    package func disturbed(_ duration: VirtualDuration, kind: Kind, rank: Int, step: Int) -> VirtualDuration {
        var result = duration
        if computeJitter.count != 0 {
            let z = SplitHash.normal(SplitHash.bits(seed, kind.rawValue, UInt64(rank), UInt64(step)))
            // z is in units of 2⁻³² and σ in billionths.
            let change = Int128(z) * Int128(computeJitter.count)
            let one = Int128(Ratio.scale) << 32
            result = duration.scaled(by: max(one + change, one / 1_000_000), over: one)
        }
        guard let stragglers = model.stragglers, straggles(rank: rank, step: step, stragglers) else { return result }
        return result.scaled(by: Int128(Ratio.scale + stragglers.slowdown.count), over: Int128(Ratio.scale))
    }

    private func straggles(rank: Int, step: Int, _ stragglers: DisturbanceModel.Stragglers) -> Bool {
        if let ranks = stragglers.ranks, !ranks.contains(rank) { return false }
        return happens(stragglers.probability, SplitHash.bits(seed, Kind.straggler.rawValue, UInt64(rank), UInt64(step)))
    }

    /// True with the given probability, decided by well-mixed bits.
    private func happens(_ probability: Ratio, _ bits: UInt64) -> Bool {
        Int64((UInt128(bits) * UInt128(Ratio.scale)) >> 64) < probability.count
    }

    // MARK: Network

    /// The share of a rank's port rate that a slow link leaves.
    package func portShare(rank: Int) -> Ratio { portShares[rank] ?? .one }

    /// What a slow link adds to every message from or to a rank.
    package func addedLatency(rank: Int) -> VirtualDuration { addedLatencies[rank] ?? .zero }

    /// How long a sender takes to notice that packets are lost.
    package var retransmissionTimeout: VirtualDuration { model.packetLoss?.timeout.duration ?? .zero }

    /// What a message's lost packets cost: bytes that are sent again, and in how many rounds of sending again.
    ///
    /// Of N packets round(N·p + z·√(N·p·(1−p))) are lost, with z approximately standard normal, where at least nine are
    /// expected; where fewer are, each of the first 64 is drawn by itself and what lies behind them by its mean. What is
    /// sent again is lost again with the same probability, for sixteen rounds at the most.
    package func retransmission(
        sender: Int, receiver: Int, step: Int, bucket: Int, round: Int, bytes: Int64
    ) -> (bytes: Int64, rounds: Int) {
        guard let loss = model.packetLoss, losesPackets, bytes > 0, loss.ranks?.contains(sender) ?? true else {
            return (0, 0)
        }
        let key = SplitHash.bits(
            seed, Kind.loss.rawValue, UInt64(sender), UInt64(receiver), UInt64(step), UInt64(bucket), UInt64(round))
        var packets = (bytes + loss.packet.bytes - 1) / loss.packet.bytes
        var (resent, rounds): (Int64, Int) = (0, 0)
        while packets > 0, rounds < 16 {
            let lost = lostPackets(of: packets, probability: loss.probability, key: SplitHash.bits(key, UInt64(rounds)))
            guard lost > 0 else { break }
            // The message's last packet may be a short one; it counts as a whole one only if the message is longer.
            resent += min(lost * loss.packet.bytes, bytes)
            rounds += 1
            packets = lost
        }
        return (resent, rounds)
    }

    private func lostPackets(of packets: Int64, probability: Ratio, key: UInt64) -> Int64 {
        let scale = Int128(Ratio.scale)
        let mean = Int128(packets) * Int128(probability.count)
        if mean >= 9 * scale {
            let variance = mean * Int128(Ratio.scale - probability.count)
            let deviation = Int128(SplitHash.normal(key)) * Int128(Self.squareRoot(UInt128(variance)))
            return Int64(max(0, min(Int128(packets), Exact.divide(mean + deviation >> 32, by: scale))))
        }
        let single = min(packets, 64)
        var lost = (0..<single).reduce(Int64(0)) {
            $0 + (happens(probability, SplitHash.bits(key, UInt64($1))) ? 1 : 0)
        }
        let rest = Int128(packets - single) * Int128(probability.count)
        let (whole, fraction) = rest.quotientAndRemainder(dividingBy: scale)
        lost += Int64(whole) + (happens(Ratio(count: Int64(fraction)), SplitHash.bits(key, 64)) ? 1 : 0)
        return lost
    }

    /// ⌊√value⌋, by Newton's method on integers.
    private static func squareRoot(_ value: UInt128) -> UInt128 {
        guard value > 1 else { return value }
        var root: UInt128 = 1 << ((128 - value.leadingZeroBitCount + 1) / 2)
        while true {
            let next = (root + value / root) / 2
            if next >= root { return root }
            root = next
        }
    }

    /// The share of a fabric link's capacity that another job takes in a step.
    package func backgroundShare(link: Int, step: Int) -> Ratio {
        guard let background = model.background else { return .zero }
        let bits = SplitHash.bits(seed, Kind.background.rawValue, UInt64(link), UInt64(step))
        return happens(background.probability, bits) ? background.share : .zero
    }
}
