import ClusterModel
import TestSupport
import Units

extension Fixture {
    /// Two switches with every other node on each, so that all messages of a ring cross the link between them; it
    /// carries so many of them at the rate of a port.
    mutating func interleave(trunk messages: Double) {
        let rate = Bandwidth(count: Int64(Double(link.count) * messages))
        topology = .graph(
            Fabric.SwitchGraph(
                switches: ["even", "odd"],
                switchLinks: [.init(from: 0, to: 1, rate: rate, count: 1, latency: nil)],
                nodeLinks: (0..<nodes).map { .init(ranks: $0...$0, toSwitch: $0 % 2, rate: link, latency: nil) }))
    }

    /// What can disturb a step, all of it at once.
    static func everyDisturbance(background: Bool) -> DisturbanceModel {
        DisturbanceModel(
            stragglers: .init(probability: quantity("20 %"), slowdown: quantity("60 %"), ranks: nil),
            slowLinks: [.init(rank: 1, bandwidth: quantity("40 %"), latency: quantity("9 us"))],
            packetLoss: .init(
                probability: quantity("1 %"), packet: quantity("1 KiB"), timeout: quantity("50 us"), ranks: nil),
            background: background ? .init(share: quantity("50 %"), probability: quantity("70 %")) : nil)
    }
}
