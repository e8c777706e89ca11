import Collectives
import Testing

/// ⌈log2 n⌉.
private func depth(_ n: Int) -> Int { (0...).first { 1 << $0 >= n }! }

@Suite struct RoundTests {
    @Test("every algorithm takes the rounds of its formula, and none with one rank", arguments: Case.all)
    func formula(_ test: Case) {
        let n = test.worldSize
        let exponent = HalvingDoubling(worldSize: n).chunkCount.trailingZeroBitCount
        let fold = n == 1 << exponent ? 0 : 2
        let expected =
            switch test.algorithm {
            case .ring, .direct: 2 * (n - 1)
            case .halvingDoubling: 2 * exponent + fold
            case .recursiveDoubling: exponent + fold
            case .binomialTree: 2 * depth(n)
            // Two trees in turn; k segments follow each other up and down ⌊log2 n⌋ levels.
            case .doubleBinaryTree: n == 1 ? 0 : 2 * (test.segments + 2 * exponent - 1)
            case .parameterServer, .shardedParameterServer: n == 1 ? 0 : 2
            case .twoLevel:
                2 * (test.groupSize - 1) + 2 * (n / test.groupSize - 1) + (n % test.groupSize == 0 ? 0 : 2)
            }
        #expect(test.schedule.rounds == expected)
        #expect(test.schedule.worldSize == n && test.schedule.name == test.algorithm.rawValue)
    }

    private static let largeSizes = [1023, 1024, 1025, 65_536, 99_999, 100_000]

    @Test("up to 100,000 ranks, what a rank sends is what its peer receives", arguments: Algorithm.allCases, largeSizes)
    func large(algorithm: Algorithm, worldSize: Int) {
        let schedule = algorithm.schedule(worldSize: worldSize, groupSize: 8, segments: 4)
        let rounds = schedule.rounds
        // The fan of a server is as wide as the world: fewer of its ranks, and of a fan the ends and the middle.
        let isWide = algorithm == .shardedParameterServer && worldSize > 2000
        for rank in isWide ? [worldSize - 1] : [0, 1, worldSize / 2, worldSize - 2, worldSize - 1] {
            for round in rounds < 5 ? Array(0..<rounds) : [0, 1, rounds / 2 - 1, rounds / 2, rounds - 2, rounds - 1] {
                let sends = schedule.step(rank: rank, round: round).sends
                let sample =
                    sends.count < 4 ? Array(sends) : [sends[0], sends[sends.count / 2], sends[sends.count - 1]]
                for send in sample {
                    #expect(send.peer != rank && (0..<worldSize).contains(send.peer))
                    let receives = schedule.step(rank: send.peer, round: round).receives.filter { $0.peer == rank }
                    #expect(receives == [Transfer(peer: rank, chunks: send.chunks, combine: send.combine)])
                }
            }
        }
    }
}
