/// Two binary trees, each for one half of the bucket, pipelined in segments: up to the root and down again.
///
/// A rank that is inside one tree is a leaf of the other, so that both of its port's directions are in use all the time
/// and no rank sends more than twice the bucket (Sanders, Speck and Träff, "Two-tree algorithms for full bandwidth
/// broadcast, reduction and scan", Parallel Comput. 35, 2009). The first tree's messages go in the even rounds, the
/// second's in the odd ones; a message's round follows from its segment and depth, so that rounds follow time.
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

    /// The second tree is the first one mirrored, or, for odd n, moved on by one: its leaves are the first one's inside.
    private func node(of rank: Int, isSecond: Bool) -> Int {
        guard isSecond else { return rank }
        return worldSize % 2 == 0 ? worldSize - 1 - rank : (rank + worldSize - 1) % worldSize
    }

    private func rank(of node: Int, isSecond: Bool) -> Int {
        guard isSecond else { return node }
        return worldSize % 2 == 0 ? worldSize - 1 - node : (node + 1) % worldSize
    }
}

/// A binary tree over 0…count − 1 in which a node's height is the position of its lowest set bit: odd numbers are
/// leaves, and node 0 is a root with one child.
struct InOrderTree: Sendable, Hashable {
    let count: Int
    /// Of the deepest node: ⌈log2 count⌉.
    let depth: Int

    init(count: Int) {
        self.count = count
        depth = Int.bitWidth - (count - 1).leadingZeroBitCount
    }

    /// The lowest set bit; for the root, the least power of two that is not below `count`.
    private func bit(of node: Int) -> Int { node == 0 ? 1 << depth : node & -node }

    func parent(of node: Int) -> Int? {
        guard node != 0 else { return nil }
        let bit = bit(of: node)
        let above = (node ^ bit) | (bit << 1)
        return above < count ? above : node ^ bit
    }

    func children(of node: Int) -> [Int] {
        let half = bit(of: node) >> 1
        guard half > 0 else { return [] }
        var children = node == 0 ? [] : [node - half]
        // On the right the subtree may be cut off by the end: its root is then lower.
        var step = half
        while step > 0, node + step >= count { step >>= 1 }
        if step > 0 { children.append(node + step) }
        return children
    }

    func depth(of node: Int) -> Int {
        var (node, depth) = (node, 0)
        while let parent = parent(of: node) {
            node = parent
            depth += 1
        }
        return depth
    }
}
