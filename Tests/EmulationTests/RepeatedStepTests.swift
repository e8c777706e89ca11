import ClusterModel
import Emulation
import TestSupport
import Testing
import Units

@Suite struct RepeatedStepTests {
    /// Two kinds of nodes on a leaf–spine, checkpoints in between.
    private static func cluster(
        _ algorithm: CollectiveChoice.Algorithm, checkpointInterval: Int, loss: Bool = false
    ) -> Cluster {
        var fixture = Fixture(nodes: 3, accelerators: 2)
        fixture.topology = .leafSpine(hostsPerLeaf: 2, oversubscription: quantity("2"))
        fixture.collective = CollectiveChoice(algorithm: algorithm, segments: 3)
        fixture.link = quantity("2 Gb/s")
        fixture.bucketSize = quantity("80 kB")
        fixture.checkpointInterval = checkpointInterval
        fixture.overlapSlowdown = quantity("10 %")
        fixture.disturbances = DisturbanceModel(
            slowLinks: [.init(rank: 4, bandwidth: quantity("60 %"), latency: quantity("4 us"))],
            packetLoss: loss
                ? .init(probability: quantity("1 %"), packet: quantity("1 KiB"), timeout: quantity("30 us"), ranks: nil)
                : nil)
        return fixture.joined(by: 3, peakRate: quantity("2 TFLOP/s"), nic: quantity("1 Gb/s"))
    }

    private static let algorithms: [CollectiveChoice.Algorithm] = [.ring, .halvingDoubling, .doubleBinaryTree, .direct]

    @Test(
        "steps that begin alike are priced once, and are what pricing each would give",
        arguments: algorithms, [0, 4])
    func repeated(algorithm: CollectiveChoice.Algorithm, checkpointInterval: Int) {
        let job = EmulatedJob(cluster: Self.cluster(algorithm, checkpointInterval: checkpointInterval))
        var (once, each) = (ClusterClock(job: job), ClusterClock(job: job))
        #expect(once.evaluate().actual == each.evaluate().actual)
        for step in 1...24 {
            let (a, b) = (once.train(), each.train(observe: { _, _, _ in }))
            #expect(a.actual == b.actual && a.ideal == b.ideal, "step \(step)")
            for rung in Rung.allCases {
                for rank in 0..<6 { #expect(once.now(rank: rank, rung: rung) == each.now(rank: rank, rung: rung)) }
            }
        }
        #expect(once.close().actual == each.close().actual)
        #expect(each.repeatedSteps == 0)
        #expect(once.repeatedSteps >= (checkpointInterval == 0 ? 16 : 8), "\(once.repeatedSteps)")
    }

    @Test("steps that a draw makes different are priced each")
    func varying() {
        var clock = ClusterClock(job: EmulatedJob(cluster: Self.cluster(.ring, checkpointInterval: 0, loss: true)))
        var ends: Set<VirtualDuration> = []
        for _ in 0..<6 { ends.insert(clock.train().actual[0].duration) }
        #expect(clock.repeatedSteps == 0 && ends.count == 6)
    }
}
