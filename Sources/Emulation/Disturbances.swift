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
        return happens(
            stragglers.probability, SplitHash.bits(seed, Kind.straggler.rawValue, UInt64(rank), UInt64(step)))
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
    /// A message is ⌈bytes / packet⌉ packets, the last as short as it is. How many of them are lost is drawn by
    /// `BinomialDraw`, and whether the short one is among them, which of N packets k lost ones hold with probability
    /// k / N. What is sent again is lost again with the same probability, until nothing is or for sixteen rounds. So a
    /// message is whole at once with probability (1−p)ᴺ, and bytes · p·(1−p¹⁶)/(1−p) are sent again on average.
    package func retransmission(
        sender: Int, receiver: Int, step: Int, operation: Int, round: Int, bytes: Int64
    ) -> (bytes: Int64, rounds: Int) {
        guard let loss = model.packetLoss, losesPackets, bytes > 0, loss.ranks?.contains(sender) ?? true else {
            return (0, 0)
        }
        let key = SplitHash.bits(
            seed, Kind.loss.rawValue, UInt64(sender), UInt64(receiver), UInt64(step), UInt64(operation), UInt64(round))
        let packet = loss.packet.bytes
        var packets = (bytes - 1) / packet + 1
        // By how much the last packet, as long as it is on the way, falls short of a whole one.
        var shortfall = packet - ((bytes - 1) % packet + 1)
        var (resent, rounds): (Int64, Int) = (0, 0)
        while rounds < 16 {
            let bits = SplitHash.bits(key, UInt64(rounds), 0)
            let lost = BinomialDraw.successes(trials: packets, probability: loss.probability, bits: bits)
            guard lost > 0 else { break }
            if shortfall > 0 {
                let place = (UInt128(SplitHash.bits(key, UInt64(rounds), 1)) * UInt128(packets)) >> 64
                if place >= UInt128(lost) { shortfall = 0 }
            }
            resent += lost * packet - shortfall
            rounds += 1
            packets = lost
        }
        return (resent, rounds)
    }

    /// The share of a fabric link's capacity that another job takes in a step.
    package func backgroundShare(link: Int, step: Int) -> Ratio {
        guard let background = model.background else { return .zero }
        let bits = SplitHash.bits(seed, Kind.background.rawValue, UInt64(link), UInt64(step))
        return happens(background.probability, bits) ? background.share : .zero
    }
}
