import Collectives
import Testing

/// One round of one rank, whatever it is.
private struct OneStep: CollectiveSchedule {
    let name = "one step"
    let worldSize = 2
    let rounds = 1
    let chunkCount = 12
    let onlyStep: RoundStep
    func step(rank: Int, round: Int) -> RoundStep { onlyStep }
}

@Suite struct OverwriteTests {
    @Test("a rank overwrites what it sends if any of its receives overlaps any of its sends", arguments: 0..<400)
    func overlaps(seed: Int) {
        var state = UInt64(seed)
        // A linear congruential generator with Knuth's constants; its high bits are good enough for small numbers.
        let below = { (limit: Int) -> Int in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % limit
        }
        let transfers = { () -> [Transfer] in
            (0..<below(5)).map { _ in
                let start = below(11)
                return Transfer(peer: 1, chunks: start..<min(12, start + 1 + below(2)), combine: .add)
            }
        }
        let (sends, receives) = (transfers(), transfers())
        let schedule = OneStep(onlyStep: RoundStep(sends: Transfers(sends), receives: Transfers(receives)))
        let expected = sends.contains { send in receives.contains { $0.chunks.overlaps(send.chunks) } }
        #expect(schedule.overwritesSent(rank: 0, round: 0) == expected)
    }
}
