package import Accounting
package import ClusterModel

/// All that the coordinator knows of a run before any worker comes.
package struct RunPlan: Sendable {
    package let run: UInt64
    package let generation: UInt32
    package let cluster: Cluster
    /// Ranks that the single worker plays; 1 unless `--virtual-ranks` is given.
    package let virtualRanks: Int
    /// The cluster file as text, for the workers to read.
    package let clusterFilePath: String
    package let clusterFile: String
    package let catalogOverride: String
    package let overrides: ClusterOverrides
    /// By rank: the training tokens that the rank's process gets (all shards of its virtual ranks, concatenated).
    package let trainingShards: [[UInt8]]
    package let validation: [UInt8]
    package var checkpointDirectory: String
    /// Seconds without a sign of life after which a worker is given up.
    package let silenceLimit: Double
    /// Seconds to wait for the workers.
    package let waitLimit: Double
    package let softwareVersion: String
    /// What the emulated cluster may come to; `nil` for no limit.
    package var budget: Budget?

    package init(
        run: UInt64, generation: UInt32, cluster: Cluster, virtualRanks: Int, clusterFilePath: String,
        clusterFile: String, catalogOverride: String, overrides: ClusterOverrides, trainingShards: [[UInt8]],
        validation: [UInt8], checkpointDirectory: String, silenceLimit: Double, waitLimit: Double,
        softwareVersion: String
    ) {
        self.run = run
        self.generation = generation
        self.cluster = cluster
        self.virtualRanks = virtualRanks
        self.clusterFilePath = clusterFilePath
        self.clusterFile = clusterFile
        self.catalogOverride = catalogOverride
        self.overrides = overrides
        self.trainingShards = trainingShards
        self.validation = validation
        self.checkpointDirectory = checkpointDirectory
        self.silenceLimit = silenceLimit
        self.waitLimit = waitLimit
        self.softwareVersion = softwareVersion
    }

    package var worldSize: Int { cluster.nodeCount }
    package var steps: Int { cluster.workload.trained.steps }
    /// True if ranks own shards of the optimiser's state.
    var isSharded: Bool { cluster.shardingOverNodes != .none }
}
