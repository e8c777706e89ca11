import ClusterModel
import Emulation
import TestSupport
import Testing
import Units

/// What one kind of disturbance does to the waits of a run, by cause.
@Suite struct LadderTests {
    enum Kind: String, CaseIterable {
        case none, jitter, stragglers, slowLink, packetLoss, background, all
    }

    private static func cluster(_ kind: Kind, algorithm: CollectiveChoice.Algorithm, nodes: Int = 6) -> Cluster {
        var fixture = Fixture(nodes: nodes, accelerators: 4)
        fixture.topology = .leafSpine(hostsPerLeaf: 2, oversubscription: quantity("2"))
        fixture.collective = CollectiveChoice(algorithm: algorithm, groupSize: 2, segments: 3)
        fixture.bucketSize = quantity("80 kB")
        fixture.firstBucketSize = quantity("4 kB")
        fixture.link = quantity("2 Gb/s")
        fixture.checkpointInterval = 3
        let has = { (other: Kind) in kind == other || kind == .all }
        fixture.jitter = has(.jitter) ? quantity("5 %") : .zero
        fixture.disturbances = DisturbanceModel(
            stragglers: has(.stragglers)
                ? .init(probability: quantity("30 %"), slowdown: quantity("80 %"), ranks: nil) : nil,
            slowLinks: has(.slowLink)
                ? [.init(rank: 1, bandwidth: quantity("30 %"), latency: quantity("10 us"))] : [],
            packetLoss: has(.packetLoss)
                ? .init(probability: quantity("2 %"), packet: quantity("1 KiB"), timeout: quantity("30 us"), ranks: nil)
                : nil,
            background: has(.background) ? .init(share: quantity("60 %"), probability: quantity("70 %")) : nil)
        return fixture.cluster
    }

    private static let algorithms: [CollectiveChoice.Algorithm] = [
        .ring, .halvingDoubling, .doubleBinaryTree, .parameterServer, .direct, .twoLevel,
    ]

    @Test("activities tile every rank's time under every disturbance", arguments: Kind.allCases, algorithms)
    func tiling(kind: Kind, algorithm: CollectiveChoice.Algorithm) {
        let run = PricedRun(Self.cluster(kind, algorithm: algorithm), steps: 7)
        var end = [VirtualInstant](repeating: .zero, count: 6)
        for step in run.steps {
            #expect(step.tiles && step.start == end[step.rank] && step.end >= step.start)
            end[step.rank] = step.end
        }
        #expect(end.allSatisfy { $0 - .zero == run.makespan })
        var ideal = [VirtualInstant](repeating: .zero, count: 6)
        for step in run.ideal {
            #expect(step.tiles && step.start == ideal[step.rank])
            ideal[step.rank] = step.end
        }
    }

    @Test(
        "cumulative waits of the first three rungs, and of the whole, are never negative", arguments: Kind.allCases,
        algorithms)
    func notNegative(kind: Kind, algorithm: CollectiveChoice.Algorithm) {
        let run = PricedRun(Self.cluster(kind, algorithm: algorithm), steps: 7)
        var cumulative = [[VirtualDuration]](repeating: [.zero, .zero, .zero, .zero, .zero, .zero, .zero], count: 6)
        for step in run.steps {
            var sum = VirtualDuration.zero
            for cause in WaitCause.allCases {
                cumulative[step.rank][cause.rawValue] += step.waits[cause.rawValue]
                sum += cumulative[step.rank][cause.rawValue]
                if cause.rawValue <= WaitCause.straggler.rawValue {
                    #expect(sum >= .zero, "\(cause) of rank \(step.rank), step \(step.step)")
                }
            }
            #expect(sum >= .zero && step.wait >= .zero)
        }
    }

    @Test("what disturbs the network shows as a link fault and nowhere else", arguments: algorithms)
    func network(algorithm: CollectiveChoice.Algorithm) {
        let plain = PricedRun(Self.cluster(.none, algorithm: algorithm), steps: 7)
        for kind in [Kind.slowLink, .packetLoss, .background] {
            let run = PricedRun(Self.cluster(kind, algorithm: algorithm), steps: 7)
            for cause in WaitCause.allCases where cause != .linkFault {
                #expect(run.waits(cause) == plain.waits(cause), "\(kind) in \(cause)")
            }
            // Of a link of 2 Gb/s a job that takes 60 % leaves even the ring's one flow too little.
            #expect(run.total(.linkFault) > .zero, "\(kind)")
            #expect(run.ideal == plain.ideal, "\(kind) on the ideal network")
        }
        #expect(plain.total(.linkFault) == .zero)
    }

    @Test(
        "what disturbs compute leaves imbalance and inner links alone, and shows in the straggler",
        arguments: algorithms)
    func compute(algorithm: CollectiveChoice.Algorithm) {
        let plain = PricedRun(Self.cluster(.none, algorithm: algorithm), steps: 7)
        #expect(plain.total(.straggler) == .zero)
        for kind in [Kind.jitter, .stragglers] {
            let run = PricedRun(Self.cluster(kind, algorithm: algorithm), steps: 7)
            for cause in [WaitCause.imbalance, .intraNode, .linkFault] {
                #expect(run.waits(cause) == plain.waits(cause), "\(kind) in \(cause)")
            }
            #expect(run.total(.straggler) > .zero)
        }
    }

    @Test("links that are not shared have no contention, and ranks that wait for nobody no imbalance")
    func absent() {
        for algorithm in Self.algorithms {
            var cluster = Self.cluster(.none, algorithm: algorithm)
            cluster.workload = Fixture(nodes: 6).cluster.workload
            let run = PricedRun(cluster, steps: 7)
            #expect(run.total(.imbalance) == .zero && run.total(.straggler) == .zero)
        }
        #expect(PricedRun(Self.cluster(.none, algorithm: .ring), steps: 7).total(.contention) == .zero)
        #expect(PricedRun(Self.cluster(.none, algorithm: .halvingDoubling), steps: 7).total(.contention) > .zero)
    }
}
