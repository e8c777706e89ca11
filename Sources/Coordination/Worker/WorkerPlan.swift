package import ClusterModel

/// All that a worker needs to build its replica and play its part.
package struct WorkerPlan: Sendable {
    package let run: UInt64
    package let generation: UInt32
    package let rank: Int
    package let worldSize: Int
    /// Ranks that this process plays: 1, or all of them with `--nodes 1 --virtual-ranks N`.
    package let virtualRanks: Int
    package let cluster: Cluster
    /// Where rank 0, or every rank of sharded training, writes checkpoints; empty for nowhere.
    package let checkpointDirectory: String

    /// Micro-gradients of a step in the whole run: what a shard is cut for.
    package var shardCount: Int { worldSize * virtualRanks }
}

/// Why a worker ends.
package enum WorkerExit: Sendable, Equatable {
    case completed
    /// The coordinator ended the run, for this reason.
    case aborted(String)
    /// The coordinator did not take this worker.
    case refused(String)
    case coordinatorLost
    case coordinatorSilent(seconds: Double)
    case interrupted
    case failed(String)
}
