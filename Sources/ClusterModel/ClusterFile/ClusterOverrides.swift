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

    /// Changes nothing but what is given.
    package init(
        nodes: Int? = nil, steps: Int? = nil, seed: UInt64? = nil,
        gradientType: RepresentedWorkload.GradientType? = nil, bucketSize: ByteCount? = nil,
        microBatchPerAccelerator: Int? = nil
    ) {
        self.nodes = nodes
        self.steps = steps
        self.seed = seed
        self.gradientType = gradientType
        self.bucketSize = bucketSize
        self.microBatchPerAccelerator = microBatchPerAccelerator
    }

    /// Whether an option's number is within bounds; logged under the option's name if not.
    static func check(_ value: Int?, option: String, in range: ClosedRange<Int>, log: ProblemLog) {
        guard let value, !range.contains(value) else { return }
        log.error(
            Location(file: option), "\(value) is not from \(range.lowerBound) to \(range.upperBound)")
    }
}
