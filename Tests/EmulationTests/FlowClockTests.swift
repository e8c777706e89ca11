import ClusterModel
import Collectives
import Emulation
import TestSupport
import Testing
import Units

/// Event by event and message by message: two evaluations of one definition.
@Suite struct FlowClockTests {
    private static func fixture(nodes: Int, algorithm: CollectiveChoice.Algorithm) -> Fixture {
        var fixture = Fixture(nodes: nodes, accelerators: 4)
        fixture.collective = CollectiveChoice(algorithm: algorithm, groupSize: 3, segments: 5)
        fixture.link = quantity("3 Gb/s")
        fixture.latency = quantity("7 us")
        fixture.jitter = quantity("4 %")
        fixture.bucketSize = quantity("60 kB")
        fixture.firstBucketSize = quantity("4 kB")
        fixture.checkpointInterval = 2
        fixture.accumulation = 2
        fixture.overlapSlowdown = quantity("15 %")
        return fixture
    }

    private static func disturbances(background: Bool) -> DisturbanceModel {
        DisturbanceModel(
            stragglers: .init(probability: quantity("20 %"), slowdown: quantity("60 %"), ranks: nil),
            slowLinks: [.init(rank: 1, bandwidth: quantity("40 %"), latency: quantity("9 us"))],
            packetLoss: .init(
                probability: quantity("1 %"), packet: quantity("1 KiB"), timeout: quantity("50 us"), ranks: nil),
            background: background ? .init(share: quantity("50 %"), probability: quantity("70 %")) : nil)
    }

    /// Links too wide for anybody to wait on, so that a background job on them costs nothing, but makes the booked lane
    /// one that is evaluated event by event; against a star of the same ports, whose lanes messages carry.
    private func compare(nodes: Int, algorithm: CollectiveChoice.Algorithm, steps: Int) {
        var star = Self.fixture(nodes: nodes, algorithm: algorithm)
        star.disturbances = Self.disturbances(background: false)
        var wide = star
        wide.topology = .leafSpine(hostsPerLeaf: 1, oversubscription: quantity("0.001"))
        wide.disturbances = Self.disturbances(background: true)
        let jobs = [star, wide].map { EmulatedJob(cluster: $0.cluster) }
        #expect(jobs[0].lanes.allSatisfy { !$0.isEventLevel })
        #expect(jobs[1].lanes.last!.isEventLevel)
        var clocks = jobs.map { ClusterClock(job: $0) }
        for _ in 0..<steps {
            let priced = clocks.indices.map { clocks[$0].train() }
            for rank in 0..<nodes {
                let (a, b) = (priced[0].actual[rank], priced[1].actual[rank])
                #expect(clocks[0].now(rank: rank) == clocks[1].now(rank: rank), "rank \(rank)")
                #expect(a.waits == b.waits && a.communication == b.communication && a.tiles && b.tiles)
                #expect(a.slowedCompute == b.slowedCompute && a.bytesSentAgain == b.bytesSentAgain)
            }
        }
    }

    @Test(
        "a training step priced event by event equals the one that messages carry, to the attosecond",
        arguments: CollectiveChoice.Algorithm.allCases, [2, 3, 5, 8])
    func everyAlgorithm(algorithm: CollectiveChoice.Algorithm, nodes: Int) {
        compare(nodes: nodes, algorithm: algorithm, steps: 3)
    }

    @Test(
        "and it does for larger clusters",
        arguments: [
            (.ring, 33), (.halvingDoubling, 33), (.doubleBinaryTree, 17), (.twoLevel, 32), (.parameterServer, 21),
        ]
            as [(CollectiveChoice.Algorithm, Int)])
    func larger(algorithm: CollectiveChoice.Algorithm, nodes: Int) {
        compare(nodes: nodes, algorithm: algorithm, steps: 1)
    }

    @Test("without latency, where many things happen at the same instant, too", arguments: Algorithm.allCases)
    func ties(algorithm: Algorithm) {
        for nodes in [2, 3, 6, 8, 11] {
            var star = Self.fixture(nodes: nodes, algorithm: CollectiveChoice.Algorithm(rawValue: algorithm.rawValue)!)
            star.latency = .zero
            star.jitter = .zero
            star.overlapSlowdown = .zero
            var wide = star
            wide.topology = .leafSpine(hostsPerLeaf: 1, oversubscription: quantity("0.001"))
            wide.disturbances = DisturbanceModel(background: .init(share: quantity("1 %"), probability: .one))
            var clocks = [star, wide].map { ClusterClock(job: EmulatedJob(cluster: $0.cluster)) }
            for _ in 0..<2 {
                let priced = clocks.indices.map { clocks[$0].train() }
                for rank in 0..<nodes {
                    #expect(priced[0].actual[rank].end == priced[1].actual[rank].end, "\(nodes) nodes, rank \(rank)")
                }
            }
        }
    }

    @Test("and between nodes of different ports", arguments: Algorithm.allCases)
    func mixedPorts(algorithm: Algorithm) {
        var star = Self.fixture(nodes: 3, algorithm: CollectiveChoice.Algorithm(rawValue: algorithm.rawValue)!)
        star.disturbances = Self.disturbances(background: false)
        var wide = star
        wide.topology = .leafSpine(hostsPerLeaf: 1, oversubscription: quantity("0.001"))
        wide.disturbances = Self.disturbances(background: true)
        var clocks = [star, wide].map {
            ClusterClock(
                job: EmulatedJob(cluster: $0.joined(by: 4, peakRate: quantity("3 TFLOP/s"), nic: quantity("1 Gb/s"))))
        }
        for _ in 0..<3 {
            let priced = clocks.indices.map { clocks[$0].train() }
            for rank in 0..<7 { #expect(priced[0].actual[rank].end == priced[1].actual[rank].end, "rank \(rank)") }
        }
    }
}
