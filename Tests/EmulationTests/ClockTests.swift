import ClusterModel
import Collectives
import Emulation
import TestSupport
import Testing
import Units

@Suite struct ClockTests {
    private func disturbed(nodes: Int) -> Fixture {
        var fixture = Fixture(nodes: nodes)
        fixture.jitter = quantity("2 %")
        fixture.bucketSize = quantity("40 kB")
        fixture.firstBucketSize = quantity("4 kB")
        fixture.checkpointInterval = 3
        fixture.link = quantity("1 Gb/s")
        return fixture
    }

    @Test(
        "activities tile every rank's time exactly, and waits on the lower rungs are not negative",
        arguments: [1, 2, 5, 8])
    func tiling(nodes: Int) {
        let job = EmulatedJob(cluster: disturbed(nodes: nodes).cluster)
        var clock = ClusterClock(job: job)
        var busy = [VirtualDuration](repeating: .zero, count: nodes)
        var cumulative = [[VirtualDuration]](
            repeating: [.zero, .zero, .zero, .zero, .zero, .zero, .zero], count: nodes)
        var steps = clock.evaluate().actual
        for _ in 0..<10 { steps += clock.train().actual }
        steps += clock.evaluate().actual + clock.close().actual
        for step in steps {
            #expect(step.tiles)
            busy[step.rank] += step.duration
            for cause in WaitCause.allCases { cumulative[step.rank][cause.rawValue] += step.waits[cause.rawValue] }
            #expect(cumulative[step.rank][WaitCause.imbalance.rawValue] >= .zero)
        }
        for rank in 0..<nodes { #expect(busy[rank] == clock.makespan()) }
    }

    @Test("the ideal network's clocks are those of a cluster whose network is free")
    func ideal() {
        var fixture = disturbed(nodes: 4)
        var clock = ClusterClock(job: EmulatedJob(cluster: fixture.cluster))
        fixture.link = quantity("1000000 Tb/s")
        fixture.latency = .zero
        var free = ClusterClock(job: EmulatedJob(cluster: fixture.cluster))
        for _ in 0..<5 {
            let ideal = clock.train().ideal
            let actual = free.train().actual
            for rank in 0..<4 { #expect(abs((ideal[rank].end - actual[rank].end).nanoseconds) < 10) }
        }
    }

    @Test("the same seed gives the same steps, another seed others")
    func seeds() {
        var fixture = disturbed(nodes: 3)
        let steps = { (fixture: Fixture) -> [RankStep] in
            var clock = ClusterClock(job: EmulatedJob(cluster: fixture.cluster))
            return (0..<4).flatMap { _ in clock.train().actual }
        }
        let first = steps(fixture)
        #expect(steps(fixture) == first)
        fixture.seed = 2
        #expect(steps(fixture) != first)
    }

    @Test(
        "clocks that the messages move equal the price, on every lane and with every algorithm",
        arguments: CollectiveChoice.Algorithm.allCases, [2, 3, 5, 8])
    func messages(algorithm: CollectiveChoice.Algorithm, nodes: Int) {
        var fixture = disturbed(nodes: nodes)
        fixture.collective = CollectiveChoice(algorithm: algorithm, groupSize: 2, segments: 3)
        fixture.disturbances = DisturbanceModel(
            stragglers: .init(probability: quantity("20 %"), slowdown: quantity("50 %"), ranks: nil),
            slowLinks: [.init(rank: 1, bandwidth: quantity("50 %"), latency: quantity("3 us"))],
            packetLoss: .init(
                probability: quantity("5 %"), packet: quantity("512 B"), timeout: quantity("20 us"), ranks: nil))
        let job = EmulatedJob(cluster: fixture.cluster)
        #expect(job.carriedLanes.count == 6)
        var cluster = ClusterClock(job: job)
        for step in 1...3 {
            _ = cluster.train(observe: { bucket, before, after in
                let clocks = job.exchange(bucket, step: step, from: before)
                for rank in 0..<nodes { #expect(clocks[rank] == after[rank]) }
            })
        }
    }

    @Test("communication hides behind the backward pass when the network is fast enough")
    func overlap() {
        var fixture = Fixture(nodes: 4)
        fixture.bucketSize = quantity("20 kB")
        fixture.firstBucketSize = quantity("1 kB")
        fixture.latency = .zero
        fixture.link = quantity("1.6 Tb/s")
        var clock = ClusterClock(job: EmulatedJob(cluster: fixture.cluster))
        let step = clock.train().actual[0]
        #expect(step.communication.seconds > 0)
        #expect(step.networkWait < step.communication)
    }

    @Test("accumulation multiplies the compute and leaves the gradients' traffic as it is")
    func accumulation() {
        let cluster = Fixture(nodes: 1).cluster
        var one = ClusterClock(job: EmulatedJob(cluster: cluster))
        var four = ClusterClock(job: EmulatedJob(cluster: cluster, virtualRanks: 4))
        let (a, b) = (one.train().actual[0], four.train().actual[0])
        #expect(b.forward == a.forward * 4 && b.backward == a.backward * 4 && b.optimizer == a.optimizer)
        #expect(b.bytesSent == 0 && b.bytesRead == 4 * a.bytesRead)
    }
}
