/// A binary tree over the nodes 1…count in their order, in which a node's height is the position of its lowest set bit:
/// odd nodes are leaves, even ones have a left child, and the highest power of two is the root.
///
/// What lies beyond `count` is left out and its place taken by its left child, so that only an even last node has no
/// right child. Everything is arithmetic on the bits of a node's number; nothing is stored.
struct InOrderTree: Sendable, Hashable {
    let count: Int
    /// Edges from the root to the deepest node: ⌊log2 count⌋.
    let depth: Int

    init(count: Int) {
        precondition(count > 0, "a tree has a node")
        self.count = count
        depth = Int.bitWidth - 1 - count.leadingZeroBitCount
    }

    func parent(of node: Int) -> Int? {
        let bit = node & -node
        let above = (node ^ bit) | (bit << 1)
        // If the node above is left out, so are all up to the one that this is on the right of: none above the root.
        let parent = above <= count ? above : node ^ bit
        return parent > 0 ? parent : nil
    }

    /// From left to right.
    func children(of node: Int) -> [Int] {
        let half = (node & -node) >> 1
        guard half > 0 else { return [] }
        guard node < count else { return [node - half] }
        var right = half
        while node + right > count { right >>= 1 }
        return [node - half, node + right]
    }

    /// Edges between the node and the root.
    func depth(of node: Int) -> Int {
        var (node, depth) = (node, 0)
        while let parent = parent(of: node) {
            node = parent
            depth += 1
        }
        return depth
    }
}
