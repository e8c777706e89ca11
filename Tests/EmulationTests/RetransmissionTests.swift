import ClusterModel
import Emulation
import Foundation
import Testing
import Units

/// A message of so many bytes whose packets of 4,096 bytes are lost with a probability in parts per million.
struct LossyMessage: Sendable, CustomTestStringConvertible {
    let bytes: Int64
    let partsPerMillion: Int64
    static let packet: Int64 = 4096

    var probability: Double { Double(partsPerMillion) / 1e6 }
    var packets: Int64 { (bytes + Self.packet - 1) / Self.packet }
    var testDescription: String { "\(bytes) bytes, loss \(partsPerMillion) ppm" }

    func disturbances(seed: UInt64 = 7, ranks: [Int]? = nil) -> Disturbances {
        let loss = DisturbanceModel.PacketLoss(
            probability: Ratio(count: partsPerMillion * 1000), packet: ByteCount(count: Self.packet), timeout: .zero,
            ranks: ranks)
        return Disturbances(seed: seed, computeJitter: .zero, model: DisturbanceModel(packetLoss: loss))
    }

    /// What the network makes of it in the first so many steps.
    func fates(_ count: Int) -> [(bytes: Int64, rounds: Int)] {
        let disturbances = disturbances()
        return (0..<count).map {
            disturbances.retransmission(sender: 1, receiver: 2, step: $0, operation: 0, round: 0, bytes: bytes)
        }
    }
}

@Suite("Packets that are lost and sent again")
struct RetransmissionTests {
    /// Single packets, short last packets, few and many expected losses, and both ways of drawing.
    static let messages = [
        (100, 100_000), (4096, 100_000), (4097, 200_000), (5000, 100_000), (8193, 100_000), (40_000, 50_000),
        (65_536, 500_000), (1_000_000, 4000), (4_000_000, 1000), (16_000_000, 500), (16_000_000, 4000),
        (25_000_000, 10_000), (25_000_000, 300_000), (4_000_000_000, 1),
    ].map { LossyMessage(bytes: $0, partsPerMillion: $1) }

    /// Draws of a test; a mean of so many is within five standard errors of the expected one, with the seed as it is.
    static let draws = 4000

    @Test("On average bytes · p/(1−p) are sent again, however short the last packet is", arguments: messages)
    func meanBytes(message: LossyMessage) {
        let bytes = message.fates(Self.draws).map { Double($0.bytes) }
        let mean = bytes.reduce(0, +) / Double(Self.draws)
        let variance = bytes.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(Self.draws)
        let expected = Double(message.bytes) * message.probability / (1 - message.probability)
        #expect(abs(mean - expected) < 5 * (variance / Double(Self.draws)).squareRoot())
    }

    @Test("A message waits for no time-out with probability (1−p)ᴺ", arguments: messages)
    func wholeAtOnce(message: LossyMessage) {
        let whole = Double(message.fates(Self.draws).count { $0.rounds == 0 }) / Double(Self.draws)
        let expected = pow(1 - message.probability, Double(message.packets))
        let error = (expected * (1 - expected) / Double(Self.draws)).squareRoot()
        #expect(abs(whole - expected) <= 5 * error + 1e-9)
    }

    /// Loss so rare that hardly anything is lost twice leaves the first round's variance, N·p·(1−p) packets.
    @Test(
        "The spread of rare losses is the binomial one",
        arguments: messages.filter { $0.partsPerMillion <= 1000 })
    func spread(message: LossyMessage) {
        let lost = message.fates(Self.draws).map { Double($0.bytes) / Double(LossyMessage.packet) }
        let mean = lost.reduce(0, +) / Double(Self.draws)
        let variance = lost.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(Self.draws - 1)
        let expected = Double(message.packets) * message.probability * (1 - message.probability)
        #expect(abs(variance / expected - 1) < 0.2)
    }

    @Test("Nothing is sent again without a round of it, and no round without a byte", arguments: messages)
    func roundsAndBytes(message: LossyMessage) {
        for (step, fate) in message.fates(500).enumerated() {
            #expect((fate.rounds == 0) == (fate.bytes == 0), "step \(step)")
            #expect(fate.bytes >= 0 && fate.bytes <= Int64(fate.rounds) * message.bytes, "step \(step)")
        }
    }

    @Test("Equal keys draw equally; another seed, receiver, bucket or round draws anew")
    func keys() {
        let message = LossyMessage(bytes: 1_000_000, partsPerMillion: 4000)
        func drawn(seed: UInt64 = 7, receiver: Int = 2, operation: Int = 0, round: Int = 0) -> [Int64] {
            let disturbances = message.disturbances(seed: seed)
            return (0..<64).map {
                disturbances.retransmission(
                    sender: 1, receiver: receiver, step: $0, operation: operation, round: round, bytes: message.bytes
                ).bytes
            }
        }
        #expect(drawn() == drawn())
        let others = [drawn(seed: 8), drawn(receiver: 3), drawn(operation: 1), drawn(round: 1)]
        #expect(others.allSatisfy { $0 != drawn() })
    }

    @Test("Only the listed ranks lose packets")
    func listedRanks() {
        let message = LossyMessage(bytes: 25_000_000, partsPerMillion: 10_000)
        let disturbances = message.disturbances(ranks: [1, 3])
        let resent = (0..<5).map {
            disturbances.retransmission(sender: $0, receiver: 5, step: 0, operation: 0, round: 0, bytes: message.bytes)
                .bytes
        }
        #expect(resent.map { $0 > 0 } == [false, true, false, true, false])
    }

    @Test("A probability of one ends too, and an empty message is never sent again")
    func ends() {
        let certain = LossyMessage(bytes: 5000, partsPerMillion: 1_000_000).fates(1)[0]
        #expect(certain.rounds == 16 && certain.bytes == 16 * 5000)
        #expect(LossyMessage(bytes: 0, partsPerMillion: 500_000).fates(50).allSatisfy { $0 == (0, 0) })
    }
}
