import ClusterModel
import Collectives
import Emulation
import TestSupport
import Testing
import Units

/// Messages of one round, as told: a schedule to look at single flows with.
private struct Flows: CollectiveSchedule {
    let worldSize: Int
    let pairs: [(from: Int, to: Int, chunks: Range<Int>)]
    let chunkCount: Int
    var name: String { "flows" }
    var rounds: Int { 1 }

    func step(rank: Int, round: Int) -> RoundStep {
        RoundStep(
            sends: Transfers(
                pairs.filter { $0.from == rank }.map { Transfer(peer: $0.to, chunks: $0.chunks, combine: .copy) }),
            receives: Transfers(
                pairs.filter { $0.to == rank }.map { Transfer(peer: $0.from, chunks: $0.chunks, combine: .copy) }))
    }
}

@Suite struct SharedLinkTests {
    /// Two leaves of four nodes, 100 Gb/s ports without latency; a leaf's uplinks carry 400/3 Gb/s.
    private func time(
        _ pairs: [(from: Int, to: Int, chunks: Range<Int>)], oversubscription: String = "3"
    ) -> VirtualDuration {
        var fixture = Fixture(nodes: 8)
        fixture.topology = .leafSpine(hostsPerLeaf: 4, oversubscription: quantity(oversubscription))
        fixture.latency = .zero
        let setting = CollectiveSetting(
            schedule: Flows(worldSize: 8, pairs: pairs, chunkCount: 8),
            network: NetworkModel(cluster: fixture.cluster, constants: CentralValues()), disturbances: .none)
        // Chunks of 10⁸ bits: a millisecond each at the port's rate.
        return CollectiveTime(setting: setting, elements: 25_000_000, width: 4).total
    }

    private func milliseconds(_ numerator: Int, over denominator: Int = 1) -> VirtualDuration {
        VirtualDuration.microseconds(1000).scaled(by: Int128(numerator), over: Int128(denominator))
    }

    @Test("on a 3:1 leaf–spine exactly the flows that cross it are slowed, to their max–min fair share")
    func crossing() {
        // One flow inside a leaf, or one across: the port's rate.
        #expect(time([(0, 1, 0..<1)]) == milliseconds(1))
        #expect(time([(0, 4, 0..<1)]) == milliseconds(1))
        // Four across share 400/3 Gb/s: a third of the port's rate each. Four inside do not notice.
        let across = (0..<4).map { (from: $0, to: $0 + 4, chunks: 0..<1) }
        let inside = [(from: 0, to: 1, chunks: 0..<1), (2, 3, 0..<1), (4, 5, 0..<1), (6, 7, 0..<1)]
        #expect(abs((time(across) - milliseconds(3)).nanoseconds) <= 1)
        #expect(time(inside) == milliseconds(1))
        // Long ones inside beside short ones across, and the other way round.
        #expect(time([(0, 4, 0..<1), (1, 5, 0..<1), (2, 3, 0..<3)]) == milliseconds(3))
        #expect(abs((time([(0, 4, 0..<3), (1, 5, 0..<3), (2, 3, 0..<1)]) - milliseconds(9, over: 2)).nanoseconds) <= 1)
    }

    @Test("a flow that ends early leaves its share to the others at that instant")
    func earlyEnd() {
        // Two flows across share 133.3: 66.7 each; the short one is through after 1.5 ms; the long one has sent 1 of its 3
        // by then, and sends the rest at the port's rate.
        let time = time([(0, 4, 0..<1), (1, 5, 0..<3)])
        #expect(abs((time - milliseconds(7, over: 2)).nanoseconds) <= 1)
    }

    @Test("flows in opposite directions, and into other leaves' ports, do not meet")
    func directions() {
        #expect(time([(0, 4, 0..<1), (5, 1, 0..<1)]) == milliseconds(1))
    }

    @Test("what nobody can have to share is priced by messages, what can be is not")
    func shared() {
        var fixture = Fixture(nodes: 8)
        fixture.topology = .leafSpine(hostsPerLeaf: 4, oversubscription: quantity("3"))
        let ring = EmulatedJob(cluster: fixture.cluster)
        #expect(!ring.setting.sharesLinks && ring.lanes.allSatisfy { !$0.isEventLevel })
        fixture.collective = CollectiveChoice(algorithm: .halvingDoubling)
        let halving = EmulatedJob(cluster: fixture.cluster)
        #expect(halving.setting.sharesLinks && halving.lanes.filter(\.isEventLevel).map(\.rung) == [.sharedLinks])
        fixture.topology = .leafSpine(hostsPerLeaf: 4, oversubscription: quantity("1"))
        #expect(!EmulatedJob(cluster: fixture.cluster).setting.sharesLinks)
    }

    @Test(
        "static shares stay within 5 % of the events on every shipped cluster, with every algorithm",
        arguments: ShippedClusters.names, Algorithm.allCases)
    func staticShares(config: String, algorithm: Algorithm) throws {
        var cluster = try ClusterFile.load(
            path: config, overrides: ClusterOverrides(nodes: 8, bucketSize: quantity("100 MiB"))
        ).cluster
        cluster.assumptions = Assumptions(
            stallPowerFraction: cluster.assumptions.stallPowerFraction,
            networkProportionality: cluster.assumptions.networkProportionality,
            hardwareLifetime: cluster.assumptions.hardwareLifetime, computeJitter: .zero)
        let step = { (evaluation: SharedLinkEvaluation) -> VirtualDuration in
            let job = EmulatedJob(
                cluster: cluster, bookedLaneOnly: true, algorithm: algorithm, sharedLinks: evaluation)
            var clock = ClusterClock(job: job)
            _ = clock.train()
            return clock.train().actual.map(\.communication).max()!
        }
        let (events, shares) = (step(.events), step(.staticShares))
        #expect(abs(shares.seconds / events.seconds - 1) < 0.05, "\(events.seconds) s, \(shares.seconds) s")
    }

    @Test("with disturbances the ladder still tiles, and its first rungs never wait less than nothing")
    func ladder() {
        for algorithm in [CollectiveChoice.Algorithm.ring, .halvingDoubling, .doubleBinaryTree, .parameterServer] {
            var fixture = Fixture(nodes: 6)
            fixture.topology = .leafSpine(hostsPerLeaf: 2, oversubscription: quantity("2"))
            fixture.collective = CollectiveChoice(algorithm: algorithm)
            fixture.jitter = quantity("5 %")
            fixture.bucketSize = quantity("40 kB")
            fixture.firstBucketSize = quantity("4 kB")
            fixture.link = quantity("1 Gb/s")
            fixture.overlapSlowdown = quantity("10 %")
            fixture.checkpointInterval = 2
            fixture.disturbances = DisturbanceModel(
                stragglers: .init(probability: quantity("30 %"), slowdown: quantity("50 %"), ranks: [1, 4]),
                slowLinks: [.init(rank: 3, bandwidth: quantity("50 %"), latency: quantity("10 us"))],
                packetLoss: .init(
                    probability: quantity("2 %"), packet: quantity("1 KiB"), timeout: quantity("30 us"), ranks: nil),
                background: .init(share: quantity("40 %"), probability: quantity("50 %")))
            let job = EmulatedJob(cluster: fixture.cluster)
            var clock = ClusterClock(job: job)
            var cumulative = [[VirtualDuration]](repeating: Array(repeating: .zero, count: 7), count: 6)
            var steps = clock.evaluate().actual
            for _ in 0..<8 { steps += clock.train().actual }
            steps += clock.evaluate().actual + clock.close().actual
            var end = [VirtualInstant](repeating: .zero, count: 6)
            for step in steps {
                #expect(step.tiles && step.start == end[step.rank])
                end[step.rank] = step.end
                var below = VirtualDuration.zero
                for cause in WaitCause.allCases {
                    cumulative[step.rank][cause.rawValue] += step.waits[cause.rawValue]
                    below += cumulative[step.rank][cause.rawValue]
                    // The cumulative waits of the rungs bare, links inside nodes, compute disturbances.
                    if cause.rawValue <= WaitCause.straggler.rawValue { #expect(below >= .zero) }
                }
            }
            #expect(cumulative.contains { $0[WaitCause.linkFault.rawValue] > .zero })
            #expect(steps.contains { $0.bytesSentAgain > 0 })
        }
    }

    @Test("steps that begin alike are priced once, and are the same as if they had been priced")
    func repeated() {
        for algorithm in [CollectiveChoice.Algorithm.ring, .halvingDoubling] {
            var fixture = Fixture(nodes: 4)
            fixture.topology = .leafSpine(hostsPerLeaf: 2, oversubscription: quantity("2"))
            fixture.collective = CollectiveChoice(algorithm: algorithm)
            fixture.bucketSize = quantity("40 kB")
            for interval in [0, 5] {
                fixture.checkpointInterval = interval
                let job = EmulatedJob(cluster: fixture.cluster)
                var (once, each) = (ClusterClock(job: job), ClusterClock(job: job))
                for _ in 0..<20 {
                    let (a, b) = (once.train(), each.train(observe: { _, _, _ in }))
                    #expect(a.actual == b.actual && a.ideal == b.ideal)
                }
                #expect(once.repeatedSteps >= (interval == 0 ? 15 : 3))
                #expect(each.repeatedSteps == 0)
            }
        }
    }

    @Test("one rank stands for all where chunks are equal, and never says less than all of them", arguments: 2...33)
    func symmetry(n: Int) {
        let network = NetworkModel(cluster: Fixture(nodes: n).cluster, constants: CentralValues())
        for algorithm in Algorithm.allCases {
            let setting = CollectiveSetting(
                schedule: algorithm.schedule(worldSize: n, groupSize: 2, segments: 2), network: network,
                disturbances: .none)
            guard setting.isSymmetric else { continue }
            for elements in [n * 64, n * 64 - 1, 1001] {
                let whole = CollectiveTime(setting: setting, elements: elements, width: 4)
                let one = CollectiveTime(setting: setting, elements: elements, width: 4, evaluation: .symmetric)
                #expect(one.total >= whole.total)
                if elements % setting.schedule.chunkCount == 0 { #expect(one == whole, "\(algorithm.rawValue)") }
            }
        }
    }
}

@Suite struct OverlapTests {
    private func first(_ fixture: Fixture) -> RankStep {
        var clock = ClusterClock(job: EmulatedJob(cluster: fixture.cluster))
        return clock.train().actual[0]
    }

    @Test("without overlap all communication is exposed")
    func off() {
        var fixture = Fixture(nodes: 4)
        fixture.bucketSize = quantity("20 kB")
        fixture.firstBucketSize = quantity("1 kB")
        let beside = first(fixture)
        fixture.overlap = false
        let after = first(fixture)
        #expect(after.wait == after.communication)
        #expect(beside.wait < beside.communication && beside.duration < after.duration)
    }

    @Test("compute that communication slows: one bucket hides nothing, many stretch the pass by their share")
    func slowdown() {
        var fixture = Fixture(nodes: 4)
        fixture.overlapSlowdown = quantity("50 %")
        #expect(first(fixture).slowedCompute == .zero)
        // Two buckets: the second is being filled while the first is on its way, at half the speed.
        fixture.bucketSize = quantity("1 GB")
        fixture.firstBucketSize = quantity("100 kB")
        let slowed = first(fixture)
        fixture.overlapSlowdown = .zero
        let plain = first(fixture)
        #expect(slowed.slowedCompute > .zero && plain.slowedCompute == .zero && slowed.tiles)
        // The first bucket of 25,000 elements is 2 · 3 · (α + ⌈E/4⌉ · 4 B / B) on its way; at half the speed as long
        // again is lost only as far as the pass outlasts it.
        let message = fixture.latency.duration + fixture.link.duration(ofBytes: 25_000)
        #expect(slowed.slowedCompute <= message * 6)
        #expect(slowed.backward == plain.backward)
    }
}
