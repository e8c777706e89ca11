import ClusterModel
import Collectives
import Emulation
import Foundation
import Nodes
import TestSupport
import Testing
import Units

@Suite(.serialized) struct ExecutedCollectiveTests {
    private static func schedule(_ algorithm: Algorithm, ranks: Int) -> any CollectiveSchedule {
        algorithm.schedule(worldSize: ranks, groupSize: 2, segments: 3)
    }

    @Test(
        "every algorithm, executed over sockets, gives every rank the plain sum and sends what the schedule says",
        arguments: Algorithm.allCases, [1, 2, 3, 5])
    func everyAlgorithm(algorithm: Algorithm, ranks: Int) throws {
        let (elements, schedule) = (1013, Self.schedule(algorithm, ranks: ranks))
        let result = try CollectiveHost(silenceLimit: .seconds(20)).execute(
            CollectiveTask(
                schedule: schedule, vectors: SeededVectors(kind: .allReduce, ranks: ranks, elements: elements),
                repeats: 2))
        #expect(result.wrongElements == 0 && result.times.count == 2 && !result.carriedClocks)
        let expected = schedule.traffic(elements: elements)
        #expect(result.traffic.map(\.payloadSent) == expected.map { 4 * $0.sent })
        #expect(result.traffic.map(\.payloadReceived) == expected.map { 4 * $0.received })
        let (sent, received) = result.traffic.reduce((0, 0)) { ($0.0 + $1.framingSent, $0.1 + $1.framingReceived) }
        #expect(sent == received && sent == 96 * Self.messages(schedule))
    }

    private static func messages(_ schedule: any CollectiveSchedule) -> Int {
        (0..<schedule.worldSize).reduce(0) { sum, rank in
            (0..<schedule.rounds).reduce(sum) { $0 + schedule.step(rank: rank, round: $1).sends.count }
        }
    }

    @Test("the halves of the ring end with their own chunks, and with all of them", arguments: [2, 3, 5])
    func halves(ranks: Int) throws {
        let host = try CollectiveHost(silenceLimit: .seconds(20))
        let schedules: [(SeededVectors.Kind, any CollectiveSchedule)] = [
            (.reduceScatter, RingReduceScatter(worldSize: ranks)), (.allGather, RingAllGather(worldSize: ranks)),
        ]
        for (kind, schedule) in schedules {
            let result = try host.execute(
                CollectiveTask(
                    schedule: schedule, vectors: SeededVectors(kind: kind, ranks: ranks, elements: 101), repeats: 1))
            #expect(result.wrongElements == 0)
        }
    }

    @Test("a schedule that does not all-reduce is found out: the comparison can fail")
    func wrongSums() throws {
        let result = try CollectiveHost(silenceLimit: .seconds(20)).execute(
            CollectiveTask(
                schedule: RingReduceScatter(worldSize: 3),
                vectors: SeededVectors(kind: .allReduce, ranks: 3, elements: 99), repeats: 1))
        // A rank holds the sums of its own chunk alone.
        #expect(result.wrongElements > 100 && result.wrongElements <= 3 * 66)
    }

    @Test(
        "the messages of an all-reduce carry the clocks of its price, in the same frames as a run's",
        arguments: [Algorithm.ring, .doubleBinaryTree, .direct], [1, 2, 5])
    func clocks(algorithm: Algorithm, ranks: Int) throws {
        let cluster = Fixture(nodes: ranks).cluster
        let clocks = try #require(CarriedClocks(cluster: cluster, algorithm: algorithm, elements: 1000))
        let schedule = clocks.job.schedule
        let result = try CollectiveHost(silenceLimit: .seconds(20)).execute(
            CollectiveTask(
                schedule: schedule, vectors: SeededVectors(kind: .allReduce, ranks: ranks, elements: 1000),
                clocks: clocks, repeats: 1))
        #expect(result.wrongElements == 0 && result.carriedClocks)
        let framing = 96 + 16 * clocks.job.carriedLanes.count
        #expect(result.traffic.reduce(0) { $0 + $1.framingSent } == framing * Self.messages(schedule))
        // The clocks are those of this collective: it takes as long as the one that is priced alone.
        guard ranks > 1 else { return }
        var clock = ClusterClock(job: clocks.job)
        var spans: [CollectiveSpan] = []
        _ = clock.train(observeSpan: { spans.append($1) })
        let time = CollectiveTime(setting: clocks.job.setting, elements: 1000, width: 4)
        #expect(spans.map(\.end).max()! - spans.map(\.begin).min()! == time.total)
    }

    @Test("fewer elements than a model has parameters carry no clocks")
    func fewElements() {
        #expect(CarriedClocks(cluster: Fixture(nodes: 2).cluster, algorithm: .ring, elements: 3) == nil)
        #expect(CarriedClocks(cluster: Fixture(nodes: 2).cluster, algorithm: .ring, elements: 4) != nil)
    }

    /// The ring, of which a rank stops before a round.
    private struct LameRing: CollectiveSchedule {
        let ring = RingAllReduce(worldSize: 4)
        var name: String { "lame ring" }
        var worldSize: Int { 4 }
        var rounds: Int { ring.rounds }
        var chunkCount: Int { ring.chunkCount }
        func step(rank: Int, round: Int) -> RoundStep {
            let step = ring.step(rank: rank, round: round)
            return rank == 2 && round >= 3 ? RoundStep(sends: [], receives: step.receives) : step
        }
    }

    @Test("a rank that stops ends the execution in time, with the rank and the round that wait for it")
    func stoppedRank() throws {
        let host = try CollectiveHost(silenceLimit: .milliseconds(300))
        let task = CollectiveTask(
            schedule: LameRing(), vectors: SeededVectors(kind: .allReduce, ranks: 4, elements: 64), repeats: 1)
        let error = #expect(throws: CollectiveExecutionError.self) { try host.execute(task) }
        let text = "\(try #require(error))"
        #expect(text.contains("rank 3, round 4 of 6, waits for rank 2 (gradients, bucket 0, round 3)"), "\(text)")
    }

    @Test("an interruption ends the execution that is under way, and lets none begin", arguments: [true, false])
    func interruption(isUnderWay: Bool) throws {
        let host = try CollectiveHost(silenceLimit: .seconds(60))
        let task = CollectiveTask(
            schedule: LameRing(), vectors: SeededVectors(kind: .allReduce, ranks: 4, elements: 64), repeats: 1)
        if isUnderWay {
            Thread.detachNewThread {
                Thread.sleep(forTimeInterval: 0.3)
                host.interrupt()
            }
        } else {
            host.interrupt()
        }
        #expect(throws: CollectiveExecutionError.interrupted) { try host.execute(task) }
    }

    @Test("what a host has no room for is refused with a remedy")
    func limits() {
        #expect(throws: Never.self) { try CollectiveLimits.check(ranks: 63, elements: 1 << 24) }
        #expect(throws: Never.self) { try CollectiveLimits.check(ranks: 2, elements: 1 << 28) }
        for (ranks, elements) in [(65, 1), (2, 1 << 28 + 1), (64, 1 << 24)] {
            let error = #expect(throws: CollectiveExecutionError.self) {
                try CollectiveLimits.check(ranks: ranks, elements: elements)
            }
            #expect(error.map { "\($0)".contains("choose") } == true)
        }
    }
}
