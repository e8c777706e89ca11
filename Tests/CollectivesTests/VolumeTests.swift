import Collectives
import Testing

/// Elements that every rank sends of a bucket.
private func sent(_ schedule: any CollectiveSchedule, elements: Int) -> [Int] {
    var sent = [Int](repeating: 0, count: schedule.worldSize)
    let cut = ChunkCut(elements: elements, parts: schedule.chunkCount)
    for round in 0..<schedule.rounds {
        for rank in 0..<schedule.worldSize {
            for send in schedule.step(rank: rank, round: round).sends { sent[rank] += cut.range(of: send.chunks).count }
        }
    }
    return sent
}

/// ⌈log2 n⌉.
private func depth(_ n: Int) -> Int { (0...).first { 1 << $0 >= n }! }

@Suite struct VolumeTests {
    /// Divisible by every number of ranks and chunks below.
    private static let elements = 720_720

    @Test("bandwidth-optimal algorithms send 2(n−1)/n of the bucket a rank", arguments: [2, 3, 5, 8, 11, 16])
    func optimal(n: Int) {
        for algorithm in [Algorithm.ring, .direct, .shardedParameterServer] {
            let schedule = algorithm.schedule(worldSize: n, groupSize: 1, segments: 1)
            let amounts = sent(schedule, elements: Self.elements)
            #expect(amounts.allSatisfy { $0 == 2 * (n - 1) * Self.elements / n })
        }
    }

    @Test("halving–doubling sends 2(n−1)/n for n = 2^k, and the fold one bucket each way more", arguments: 2...33)
    func halvingDoubling(n: Int) {
        let schedule = HalvingDoubling(worldSize: n)
        let core = schedule.chunkCount
        let amounts = sent(schedule, elements: core * 60)
        let inner = 2 * (core - 1) * 60
        for rank in 0..<n {
            let expected = rank >= core ? core * 60 : rank + core < n ? inner + core * 60 : inner
            #expect(amounts[rank] == expected)
        }
        #expect(schedule.rounds == 2 * core.trailingZeroBitCount + (core == n ? 0 : 2))
    }

    @Test("recursive doubling sends a bucket a round", arguments: [2, 4, 8, 16, 32])
    func recursiveDoubling(n: Int) {
        #expect(sent(RecursiveDoubling(worldSize: n), elements: 10).allSatisfy { $0 == 10 * depth(n) })
    }

    @Test("the binomial tree takes 2⌈log2 n⌉ rounds and 2(n−1) buckets in all", arguments: 1...33)
    func binomial(n: Int) {
        let tree = BinomialTree(worldSize: n)
        #expect(tree.rounds == 2 * depth(n))
        #expect(sent(tree, elements: 10).reduce(0, +) == 2 * (n - 1) * 10)
    }

    @Test("with one server each worker sends one bucket and the server n − 1", arguments: [2, 3, 8])
    func server(n: Int) {
        let amounts = sent(ParameterServer(worldSize: n), elements: 10)
        #expect(amounts[0] == 10 * (n - 1) && amounts.dropFirst().allSatisfy { $0 == 10 })
    }

    @Test("in the double tree nobody is inside both trees or sends more than two buckets", arguments: 2...33)
    func doubleTree(n: Int) {
        let tree = DoubleBinaryTree(worldSize: n, segments: 4)
        let amounts = sent(tree, elements: 80)
        #expect(amounts.allSatisfy { $0 <= 160 } && amounts.reduce(0, +) == 2 * (n - 1) * 80)
        // The two ranks at the top, which have one child, may be inside both.
        let both = (0..<n).filter { tree.isInterior(rank: $0, isSecond: false) && tree.isInterior(rank: $0, isSecond: true) }
        #expect(both.count <= 2)
        #expect(tree.rounds == 2 * (4 + 2 * depth(n) - 1))
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

    @Test("a step of a schedule of 100,000 ranks is at hand at once", arguments: Algorithm.allCases)
    func large(algorithm: Algorithm) {
        let schedule = algorithm.schedule(worldSize: 100_000, groupSize: 8, segments: 4)
        guard algorithm != .parameterServer, algorithm != .shardedParameterServer else { return }
        for rank in [0, 1, 65_535, 65_536, 99_999] {
            let step = schedule.step(rank: rank, round: schedule.rounds / 2)
            for send in step.sends { #expect((0..<100_000).contains(send.peer)) }
        }
    }
}
