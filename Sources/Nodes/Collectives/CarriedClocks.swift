package import ClusterModel
package import Collectives
internal import Coordination
package import Emulation
internal import Units

/// The virtual clocks that the messages of an executed all-reduce carry: those of a training step whose whole gradient
/// is one bucket of that size, as priced.
package struct CarriedClocks: Sendable {
    package let job: EmulatedJob
    /// By rank.
    let operations: [CollectiveOperation]

    /// - Parameters:
    ///   - cluster: what disturbs it is left out.
    ///   - elements: of the bucket.
    /// - Returns: `nil` for fewer elements than the smallest model has parameters (4).
    package init?(cluster: Cluster, algorithm: Algorithm, elements: Int) {
        guard let model = Self.model(parameters: elements) else { return nil }
        var cluster = cluster
        let represented = cluster.workload.represented
        let bytes = ByteCount(count: Int64(elements * represented.gradientType.width))
        cluster.disturbances = .none
        cluster.workload = Workload(
            trained: cluster.workload.trained,
            represented: RepresentedWorkload(
                model: model, microBatchPerAccelerator: represented.microBatchPerAccelerator,
                gradientType: represented.gradientType, bucketSize: bytes, firstBucketSize: bytes,
                mfu: represented.mfu, optimizerBytesPerParameter: represented.optimizerBytesPerParameter,
                residentBytesPerParameter: represented.residentBytesPerParameter,
                checkpointBytesPerParameter: represented.checkpointBytesPerParameter,
                checkpointInterval: 0, bytesPerToken: represented.bytesPerToken, evaluationSequences: 0))
        job = EmulatedJob(cluster: cluster, algorithm: algorithm)
        var clock = ClusterClock(job: job)
        var operations: [CollectiveOperation] = []
        let ranks = job.worldSize
        let schedule = job.schedule
        _ = clock.train(observe: { index, before, after in
            operations = (0..<ranks).map { rank in
                CollectiveOperation(
                    index: index, schedule: schedule, group: .gradients, bucket: 0, elements: 0..<elements,
                    clocks: CollectiveOperation.Clocks(before: before[rank], after: after[rank]))
            }
        })
        guard job.buckets.ranges.count == 1, operations.count == ranks else { return nil }
        self.operations = operations
    }

    /// A model with exactly so many parameters: (V + T)·d + 2·d for no layers, of width and context 1.
    private static func model(parameters: Int) -> RepresentedModel? {
        guard parameters >= 4 else { return nil }
        return RepresentedModel(
            name: "one bucket", layers: 0, width: 1, heads: 1, vocabulary: parameters - 3, context: 1)
    }
}
