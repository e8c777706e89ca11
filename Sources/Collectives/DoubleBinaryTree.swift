/// Two binary trees, each for one half of the bucket, pipelined in segments: up to the root and down again.
///
/// A rank that is inside one tree is a leaf of the other, so that no rank sends more than twice the bucket and all ports
/// are about equally busy (Sanders, Speck and Träff, "Two-tree algorithms for full bandwidth broadcast, reduction and
/// scan", Parallel Comput. 35, 2009). The first tree's messages go in the even rounds, the second's in the odd ones; a
/// message's round follows from its segment and depth, so that rounds follow time. A segment starts its way down as soon
/// as the root has it, while later ones are still on their way up.
package struct DoubleBinaryTree: CollectiveSchedule, Hashable {
    package let worldSize: Int
    /// Of each half.
    package let segments: Int
    private let tree: InOrderTree

    package init(worldSize: Int, segments: Int) {
        precondition(worldSize > 0 && segments > 0, "a tree has ranks and segments")
        self.worldSize = worldSize
        self.segments = segments
        tree = InOrderTree(count: worldSize)
    }

    package var name: String { Algorithm.doubleBinaryTree.rawValue }
    /// For each tree the last segment starts after k − 1 turns and takes D up and D down, D = ⌊log2 n⌋.
    package var rounds: Int { worldSize > 1 ? 2 * (segments + 2 * tree.depth - 1) : 0 }
    package var chunkCount: Int { 2 * segments }
    package var dependence: Dependence { .ownChunks }

    package func step(rank: Int, round: Int) -> RoundStep {
        precondition(round >= 0 && round < rounds, "round \(round) of \(rounds)")
        let isSecond = round % 2 == 1
        let turn = round / 2
        let node = node(of: rank, isSecond: isSecond)
        let depth = tree.depth(of: node)
        let transfer = { (peer: Int, segment: Int, combine: Combine) -> Transfer? in
            guard segment >= 0, segment < segments else { return nil }
            let chunk = isSecond ? segments + segment : segment
            return Transfer(
                peer: self.rank(of: peer, isSecond: isSecond), chunks: chunk..<chunk + 1, combine: combine)
        }
        // A node of depth d sends segment s up in turn s + D − d, and down in turn s + D + d.
        let up = turn - (tree.depth - depth)
        let down = turn - (tree.depth + depth)
        let (parent, children) = (tree.parent(of: node), tree.children(of: node))
        var sends: [Transfer?] = parent.map { [transfer($0, up, .add)] } ?? []
        sends += children.map { transfer($0, down, .copy) }
        var receives: [Transfer?] = children.map { transfer($0, up + 1, .add) }
        receives += parent.map { [transfer($0, down + 1, .copy)] } ?? []
        return RoundStep(sends: Transfers(sends.compactMap { $0 }), receives: Transfers(receives.compactMap { $0 }))
    }

    /// True if the rank has children in the given tree.
    package func isInterior(rank: Int, isSecond: Bool) -> Bool {
        !tree.children(of: node(of: rank, isSecond: isSecond)).isEmpty
    }

    /// Rank r is node r + 1 of the first tree. The second is the first one mirrored or, for odd n, moved on by one: either
    /// way a rank with an even node, which may be inside, has an odd one, a leaf, in the other.
    private func node(of rank: Int, isSecond: Bool) -> Int {
        guard isSecond else { return rank + 1 }
        return worldSize % 2 == 0 ? worldSize - rank : rank == 0 ? worldSize : rank
    }

    private func rank(of node: Int, isSecond: Bool) -> Int {
        guard isSecond else { return node - 1 }
        return worldSize % 2 == 0 ? worldSize - node : node % worldSize
    }
}
