/// The all-reduce algorithms by the names that users write.
package enum Algorithm: String, CaseIterable, Sendable, Hashable {
    case ring
    case halvingDoubling = "halving-doubling"
    case recursiveDoubling = "recursive-doubling"
    case binomialTree = "binomial-tree"
    case doubleBinaryTree = "double-binary-tree"
    case parameterServer = "parameter-server"
    case shardedParameterServer = "sharded-parameter-server"
    case direct
    case twoLevel = "two-level"

    /// False for parameter servers, which talk to everyone at once: the others have one or two peers a round, so that
    /// ⌈log2 n⌉·α is a lower bound of theirs.
    package var isPeerToPeer: Bool { self != .parameterServer && self != .shardedParameterServer }

    /// The schedule for `worldSize` ranks.
    ///
    /// - Parameters:
    ///   - groupSize: ranks of a group, of two-level.
    ///   - segments: of each half of the bucket, of the double binary tree.
    package func schedule(worldSize: Int, groupSize: Int, segments: Int) -> any CollectiveSchedule {
        switch self {
        case .ring: RingAllReduce(worldSize: worldSize)
        case .halvingDoubling: HalvingDoubling(worldSize: worldSize)
        case .recursiveDoubling: RecursiveDoubling(worldSize: worldSize)
        case .binomialTree: BinomialTree(worldSize: worldSize)
        case .doubleBinaryTree: DoubleBinaryTree(worldSize: worldSize, segments: segments)
        case .parameterServer: ParameterServer(worldSize: worldSize)
        case .shardedParameterServer: ShardedParameterServer(worldSize: worldSize)
        case .direct: Direct(worldSize: worldSize)
        case .twoLevel: TwoLevel(worldSize: worldSize, groupSize: groupSize)
        }
    }
}
