import ClusterModel
import Emulation
import Testing
import Units

@Suite("Seeded disturbances")
struct DisturbanceTests {
    private static func ratio(_ value: Double) -> Ratio { Ratio(count: Int64((value * 1e9).rounded())) }

    private static func losing(
        _ probability: Double, packet: Int64 = 1000, ranks: [Int]? = nil, seed: UInt64 = 7
    ) -> Disturbances {
        let loss = DisturbanceModel.PacketLoss(
            probability: ratio(probability), packet: ByteCount(count: packet), timeout: TimeSpan(count: 1_000_000_000),
            ranks: ranks)
        return Disturbances(seed: seed, computeJitter: .zero, model: DisturbanceModel(packetLoss: loss))
    }

    private static let duration = VirtualDuration.seconds(1)

    // MARK: Packet loss

    /// Both the single draws of few packets and the normal approximation of many.
    @Test(
        "Bytes sent again are on average packets · p / (1 − p), for few packets and for many",
        arguments: [(1, 0.1), (3, 0.4), (50, 0.01), (90, 0.02), (200, 0.001), (200, 0.1), (5000, 0.01), (100_000, 0.3)])
    func mean(packets: Int64, probability: Double) {
        let disturbances = Self.losing(probability)
        let draws = 4000
        var (sum, squares) = (0.0, 0.0)
        for step in 0..<draws {
            let resent = disturbances.retransmission(
                sender: 0, receiver: 1, step: step, operation: 0, round: 0, bytes: packets * 1000)
            let lost = Double(resent.bytes) / 1000
            sum += lost
            squares += lost * lost
        }
        let mean = sum / Double(draws)
        let expected = Double(packets) * probability / (1 - probability)
        let error = (max(0, squares / Double(draws) - mean * mean) / Double(draws)).squareRoot()
        #expect(error > 0)
        // The sixteenth round of sending again is the last: what lies behind is below 0.4¹⁶.
        #expect(abs(mean - expected) < 4 * error + 1e-5, "\(mean) against \(expected) ± \(error)")
    }

    @Test(
        "Never more is sent again in a round than there was, and never in more than sixteen",
        arguments: [0.001, 0.1, 0.5])
    func bounds(probability: Double) {
        let disturbances = Self.losing(probability, packet: 64)
        for step in 0..<300 {
            for bytes in [0, 1, 63, 64, 65, 6400, 1 << 20, 1 << 40] as [Int64] {
                let resent = disturbances.retransmission(
                    sender: 2, receiver: 0, step: step, operation: 1, round: 3, bytes: bytes)
                #expect(0...16 ~= resent.rounds)
                #expect((resent.bytes == 0) == (resent.rounds == 0))
                #expect(0...Int64(resent.rounds) * bytes ~= resent.bytes)
            }
        }
    }

    @Test("A message's losses depend on what it is, and on nothing else")
    func keys() {
        func draw(
            _ disturbances: Disturbances, sender: Int = 1, receiver: Int = 2, step: Int = 3, operation: Int = 4,
            round: Int = 5
        ) -> Int64 {
            disturbances.retransmission(
                sender: sender, receiver: receiver, step: step, operation: operation, round: round, bytes: 1_000_000_000
            ).bytes
        }
        let disturbances = Self.losing(0.2)
        let reference = draw(disturbances)
        #expect(reference > 0 && draw(Self.losing(0.2)) == reference)
        let others = [
            draw(disturbances, sender: 2), draw(disturbances, receiver: 1), draw(disturbances, step: 4),
            draw(disturbances, operation: 5), draw(disturbances, round: 6), draw(Self.losing(0.2, seed: 8)),
        ]
        #expect(Set(others + [reference]).count == 7)
    }

    @Test("Only the named ranks lose what they send")
    func ranks() {
        let disturbances = Self.losing(0.5, ranks: [1])
        func bytes(_ sender: Int, _ receiver: Int) -> Int64 {
            disturbances.retransmission(
                sender: sender, receiver: receiver, step: 0, operation: 0, round: 0, bytes: 1_000_000
            ).bytes
        }
        #expect(bytes(1, 0) > 0 && bytes(0, 1) == 0 && bytes(2, 3) == 0)
    }

    @Test("A loss of nothing disturbs nothing")
    func noLoss() {
        let disturbances = Self.losing(0)
        #expect(!disturbances.hasNetworkDisturbances)
        let resent = disturbances.retransmission(
            sender: 0, receiver: 1, step: 0, operation: 0, round: 0, bytes: 1 << 30)
        #expect(resent.bytes == 0 && resent.rounds == 0)
    }

    // MARK: Stragglers

    @Test("Ranks straggle as often as they are told to", arguments: [0, 0.01, 0.25, 0.9, 1])
    func frequency(probability: Double) {
        let stragglers = DisturbanceModel.Stragglers(
            probability: Self.ratio(probability), slowdown: Self.ratio(0.5), ranks: nil)
        let disturbances = Disturbances(
            seed: 3, computeJitter: .zero, model: DisturbanceModel(stragglers: stragglers))
        var slow = 0
        for rank in 0..<50 {
            for step in 0..<200 {
                let forward = disturbances.disturbed(Self.duration, kind: .forward, rank: rank, step: step)
                let backward = disturbances.disturbed(Self.duration, kind: .backward, rank: rank, step: step)
                // A rank is slow for the whole step.
                #expect(forward == backward)
                #expect(forward == Self.duration || forward == VirtualDuration(attoseconds: 1_500_000_000_000_000_000))
                slow += forward == Self.duration ? 0 : 1
            }
        }
        let deviation = (10_000 * probability * (1 - probability)).squareRoot()
        #expect(abs(Double(slow) - 10_000 * probability) <= 4 * deviation)
    }

    @Test("Only the named ranks straggle, and the slowdown comes on top of the jitter")
    func straggling() {
        let stragglers = DisturbanceModel.Stragglers(probability: .one, slowdown: Self.ratio(2), ranks: [1, 4])
        let jitter = Disturbances(seed: 5, computeJitter: Self.ratio(0.05))
        let both = Disturbances(
            seed: 5, computeJitter: Self.ratio(0.05), model: DisturbanceModel(stragglers: stragglers))
        for rank in 0..<6 {
            let plain = jitter.disturbed(Self.duration, kind: .forward, rank: rank, step: 9)
            let disturbed = both.disturbed(Self.duration, kind: .forward, rank: rank, step: 9)
            let factor: Int128 = rank == 1 || rank == 4 ? 3 : 1
            #expect(disturbed.attoseconds == plain.attoseconds * factor)
        }
    }

    @Test("Jitter is unbiased, has the given deviation, and never makes time stand still")
    func jitter() {
        let sigma = 0.1
        let disturbances = Disturbances(seed: 11, computeJitter: Self.ratio(sigma))
        let draws = 10_000
        var (sum, squares) = (0.0, 0.0)
        for step in 0..<draws {
            let change =
                Double(disturbances.disturbed(Self.duration, kind: .backward, rank: 1, step: step).attoseconds) / 1e18
                - 1
            #expect(abs(change) <= 6 * sigma)
            sum += change
            squares += change * change
        }
        #expect(abs(sum / Double(draws)) < 4 * sigma / Double(draws).squareRoot())
        #expect(abs((squares / Double(draws)).squareRoot() - sigma) < 0.03 * sigma)
    }

    // MARK: Links

    @Test("Slow links are those of the named ranks; two of one rank count together")
    func slowLinks() {
        let latency = TimeSpan(count: 3_000_000)
        let disturbances = Disturbances(
            seed: 1, computeJitter: .zero,
            model: DisturbanceModel(slowLinks: [
                .init(rank: 2, bandwidth: Self.ratio(0.5), latency: .zero),
                .init(rank: 2, bandwidth: Self.ratio(0.25), latency: latency),
            ]))
        #expect(disturbances.hasNetworkDisturbances)
        #expect(disturbances.portShare(rank: 2) == Self.ratio(0.25) && disturbances.portShare(rank: 1) == .one)
        #expect(disturbances.addedLatency(rank: 2) == latency.duration && disturbances.addedLatency(rank: 0) == .zero)
    }

    @Test("A background job takes its share of a link as often as it is told to", arguments: [0.0, 0.3, 1])
    func background(probability: Double) {
        let share = Self.ratio(0.4)
        let disturbances = Disturbances(
            seed: 2, computeJitter: .zero,
            model: DisturbanceModel(background: .init(share: share, probability: Self.ratio(probability))))
        var busy = 0
        for link in 0..<40 {
            for step in 0..<100 {
                let taken = disturbances.backgroundShare(link: link, step: step)
                #expect(taken == .zero || taken == share)
                busy += taken == share ? 1 : 0
            }
        }
        #expect(abs(Double(busy) - 4000 * probability) <= 4 * (4000 * probability * (1 - probability)).squareRoot())
    }

    @Test("Where nothing is disturbed, nothing is")
    func none() {
        let disturbances = Disturbances.none
        #expect(!disturbances.hasNetworkDisturbances)
        #expect(disturbances.disturbed(Self.duration, kind: .forward, rank: 3, step: 4) == Self.duration)
        #expect(disturbances.backgroundShare(link: 0, step: 0) == .zero)
        #expect(disturbances.retransmissionTimeout == .zero)
    }
}
