import Collectives
import Testing

/// Elements that every rank sends of a bucket.
private func sent(_ schedule: any CollectiveSchedule, elements: Int) -> [Int] {
    schedule.traffic(elements: elements).map(\.sent)
}

@Suite struct VolumeTests {
    @Test("cluster-wide as much is received as sent, and not less than an all-reduce needs", arguments: Case.all)
    func balance(_ test: Case) {
        let n = test.worldSize
        for elements in [0, 1, n - 1, n, 101] {
            let traffic = test.schedule.traffic(elements: elements)
            let sent = traffic.reduce(0) { $0 + $1.sent }
            #expect(sent == traffic.reduce(0) { $0 + $1.received })
            #expect(sent >= 2 * (n - 1) * elements, "\(elements) elements")
        }
    }

    @Test("cluster-wide, all but recursive doubling and the fold of others send 2(n−1) buckets", arguments: Case.all)
    func optimum(_ test: Case) {
        let n = test.worldSize
        let total = sent(test.schedule, elements: 101).reduce(0, +)
        let core = HalvingDoubling(worldSize: n).chunkCount
        let expected =
            switch test.algorithm {
            case .recursiveDoubling: core * core.trailingZeroBitCount + 2 * (n - core)
            // A folded rank's bucket goes to its partner and back; the others' all-reduce is optimal.
            default: 2 * (n - 1)
            }
        #expect(total == expected * 101)
    }

    @Test("bandwidth-optimal algorithms send and receive 2(n−1)/n of the bucket a rank", arguments: 1...33)
    func optimal(n: Int) {
        for algorithm in [Algorithm.ring, .direct, .shardedParameterServer] {
            let schedule = algorithm.schedule(worldSize: n, groupSize: 1, segments: 1)
            let expected = Traffic(sent: 2 * (n - 1) * 60, received: 2 * (n - 1) * 60)
            #expect(schedule.traffic(elements: n * 60).allSatisfy { $0 == expected })
        }
    }

    @Test("a half of the ring sends (n−1)/n of the bucket a rank", arguments: 1...33)
    func halves(n: Int) {
        let halves: [any CollectiveSchedule] = [RingReduceScatter(worldSize: n), RingAllGather(worldSize: n)]
        for half in halves {
            #expect(half.rounds == n - 1)
            #expect(sent(half, elements: n * 60).allSatisfy { $0 == (n - 1) * 60 })
        }
    }

    @Test("halving–doubling sends 2(n−1)/n for n = 2^k, and the fold one bucket each way more", arguments: 1...33)
    func halvingDoubling(n: Int) {
        let schedule = HalvingDoubling(worldSize: n)
        let core = schedule.chunkCount
        let amounts = sent(schedule, elements: core * 60)
        let inner = 2 * (core - 1) * 60
        for rank in 0..<n {
            let expected = rank >= core ? core * 60 : rank + core < n ? inner + core * 60 : inner
            #expect(amounts[rank] == expected)
        }
    }

    @Test("recursive doubling sends a bucket a round", arguments: [1, 2, 4, 8, 16, 32])
    func recursiveDoubling(n: Int) {
        let schedule = RecursiveDoubling(worldSize: n)
        #expect(sent(schedule, elements: 10).allSatisfy { $0 == 10 * n.trailingZeroBitCount })
    }

    @Test("with one server each worker sends one bucket and the server n − 1", arguments: 1...33)
    func server(n: Int) {
        let amounts = sent(ParameterServer(worldSize: n), elements: 10)
        #expect(amounts[0] == 10 * (n - 1) && amounts.dropFirst().allSatisfy { $0 == 10 })
    }

    @Test("two levels send 2(m−1)/(g·m) of the bucket out of the group", arguments: [(2, 4), (4, 2), (3, 5), (8, 4)])
    func twoLevel(g: Int, m: Int) {
        let schedule = TwoLevel(worldSize: g * m, groupSize: g)
        let elements = g * m * 10
        let cut = ChunkCut(elements: elements, parts: schedule.chunkCount)
        var outside = [Int](repeating: 0, count: g * m)
        for round in 0..<schedule.rounds {
            for rank in 0..<g * m {
                for send in schedule.step(rank: rank, round: round).sends where send.peer / g != rank / g {
                    outside[rank] += cut.range(of: send.chunks).count
                }
            }
        }
        #expect(outside.allSatisfy { $0 == 2 * (m - 1) * 10 })
        #expect(sent(schedule, elements: elements).allSatisfy { $0 == 2 * (g * m - 1) * 10 })
    }

    @Test("one group, or groups of one, are a plain ring", arguments: 1...33)
    func degenerate(n: Int) {
        let ring = RingAllReduce(worldSize: n)
        for groupSize in [1, n, n + 5] {
            let schedule = TwoLevel(worldSize: n, groupSize: groupSize)
            #expect(schedule.rounds == ring.rounds && schedule.chunkCount == ring.chunkCount)
            for round in 0..<ring.rounds {
                for rank in 0..<n {
                    #expect(schedule.step(rank: rank, round: round) == ring.step(rank: rank, round: round))
                }
            }
        }
    }
}
