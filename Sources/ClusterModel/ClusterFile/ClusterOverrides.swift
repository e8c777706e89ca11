package import Units

/// What command-line flags change in a cluster file; `nil` leaves the file's value.
package struct ClusterOverrides: Hashable, Sendable {
    /// Replicates the one node group.
    package var nodes: Int?
    /// Steps of the real training.
    package var steps: Int?
    /// Of the real training and of all draws.
    package var seed: UInt64?
    /// Of the represented gradients.
    package var gradientType: RepresentedWorkload.GradientType?
    /// Of the represented gradients; the first bucket is at most this.
    package var bucketSize: ByteCount?
    /// Sequences of the represented workload.
    package var microBatchPerAccelerator: Int?
    /// All-reduces a bucket between the nodes.
    package var algorithm: CollectiveChoice.Algorithm?
    /// Ranks of a group, of two-level.
    package var groupSize: Int?
    /// Segments of each half of a bucket, of the double binary tree.
    package var segments: Int?
    /// Whether buckets are all-reduced beside the backward pass.
    package var overlap: Bool?
    /// Micro-batches of a step of the represented workload.
    package var gradientAccumulation: Int?
    /// What is divided over the ranks.
    package var sharding: RepresentedWorkload.Sharding?
    /// When the emulated job begins, as written.
    package var start: String?

    /// Changes nothing but what is given.
    package init(
        nodes: Int? = nil, steps: Int? = nil, seed: UInt64? = nil,
        gradientType: RepresentedWorkload.GradientType? = nil, bucketSize: ByteCount? = nil,
        microBatchPerAccelerator: Int? = nil, algorithm: CollectiveChoice.Algorithm? = nil, groupSize: Int? = nil,
        segments: Int? = nil, overlap: Bool? = nil, gradientAccumulation: Int? = nil,
        sharding: RepresentedWorkload.Sharding? = nil, start: String? = nil
    ) {
        self.nodes = nodes
        self.steps = steps
        self.seed = seed
        self.gradientType = gradientType
        self.bucketSize = bucketSize
        self.microBatchPerAccelerator = microBatchPerAccelerator
        self.algorithm = algorithm
        self.groupSize = groupSize
        self.segments = segments
        self.overlap = overlap
        self.gradientAccumulation = gradientAccumulation
        self.sharding = sharding
        self.start = start
    }
}
