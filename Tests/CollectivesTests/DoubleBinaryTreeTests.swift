import Collectives
import Testing

@Suite struct DoubleBinaryTreeTests {
    private static let sizes = Array(1...33) + [1023, 1024, 1025, 99_999, 100_000]

    @Test("no rank is inside both trees", arguments: sizes)
    func interior(worldSize: Int) {
        let trees = DoubleBinaryTree(worldSize: worldSize, segments: 1)
        let inside = (0..<worldSize).map { rank in
            [false, true].filter { trees.isInterior(rank: rank, isSecond: $0) }.count
        }
        #expect(inside.allSatisfy { $0 <= 1 })
        // Each tree with n − 1 edges and two below a rank has n/2 ranks inside.
        #expect(inside.reduce(0, +) == worldSize / 2 * 2)
    }

    @Test("no rank sends or receives more than two buckets, and all but the edges of a tree do", arguments: 2...65)
    func volume(worldSize: Int) {
        let traffic = DoubleBinaryTree(worldSize: worldSize, segments: 4).traffic(elements: 80)
        #expect(traffic.allSatisfy { $0.sent <= 160 && $0.received <= 160 })
        #expect(traffic.reduce(0) { $0 + $1.sent } == 2 * (worldSize - 1) * 80)
        // Two roots have nobody above. Of an even number two have nobody on the right, of an odd one is twice a leaf.
        let edges = worldSize % 2 == 0 ? 4 : 3
        #expect(traffic.filter { $0 != Traffic(sent: 160, received: 160) }.count <= edges)
    }

    @Test("a segment that the root has goes down while later ones go up", arguments: [2, 3, 8, 13, 33])
    func pipeline(worldSize: Int) {
        let segments = 16
        let trees = DoubleBinaryTree(worldSize: worldSize, segments: segments)
        let rounds = { (combine: Combine) in
            (0..<trees.rounds).filter { round in
                (0..<worldSize).contains { rank in
                    trees.step(rank: rank, round: round).sends.contains { $0.combine == combine }
                }
            }
        }
        #expect(rounds(.copy).first! < rounds(.add).last!)
    }

    @Test(
        "a segment goes up before it goes down, one level a turn, and the port takes turns in order", arguments: 2...33)
    func order(worldSize: Int) {
        let trees = DoubleBinaryTree(worldSize: worldSize, segments: 5)
        for rank in 0..<worldSize {
            var lastReceived = [Int](repeating: -2, count: trees.chunkCount)
            for round in 0..<trees.rounds {
                let step = trees.step(rank: rank, round: round)
                // What a rank passes on came in the turn before, two rounds ago, or is its own.
                for chunk in step.sends.map(\.chunks.lowerBound) where lastReceived[chunk] >= 0 {
                    #expect(lastReceived[chunk] <= round - 2)
                }
                for receive in step.receives { lastReceived[receive.chunks.lowerBound] = round }
                #expect(step.sends.count <= 3 && step.receives.count <= 3)
            }
        }
    }
}
