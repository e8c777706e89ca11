internal import Units

extension ClusterOverrides {
    /// The workload with the given values in place of the file's; a bucket smaller than the first shrinks that too.
    func applied(to workload: Workload) -> Workload {
        var trained = workload.trained
        trained.steps = steps ?? trained.steps
        trained.seed = seed ?? trained.seed
        let old = workload.represented
        let bucket = bucketSize ?? old.bucketSize
        let represented = RepresentedWorkload(
            model: old.model, microBatchPerAccelerator: microBatchPerAccelerator ?? old.microBatchPerAccelerator,
            gradientType: gradientType ?? old.gradientType, bucketSize: bucket,
            firstBucketSize: bucketSize == nil ? old.firstBucketSize : min(old.firstBucketSize, bucket), mfu: old.mfu,
            optimizerBytesPerParameter: old.optimizerBytesPerParameter,
            residentBytesPerParameter: old.residentBytesPerParameter,
            checkpointBytesPerParameter: old.checkpointBytesPerParameter, checkpointInterval: old.checkpointInterval,
            bytesPerToken: old.bytesPerToken, evaluationSequences: old.evaluationSequences,
            gradientAccumulation: gradientAccumulation ?? old.gradientAccumulation, overlap: overlap ?? old.overlap,
            overlapSlowdown: old.overlapSlowdown, sharding: sharding ?? old.sharding)
        return Workload(trained: trained, represented: represented)
    }

    /// The collective with the given values in place of the file's.
    func applied(to choice: CollectiveChoice) -> CollectiveChoice {
        CollectiveChoice(
            algorithm: algorithm ?? choice.algorithm, groupSize: groupSize ?? choice.groupSize,
            segments: segments ?? choice.segments)
    }

    /// Logs every value that is out of bounds, under the option's name.
    func check(log: ProblemLog) {
        let limits = [
            ("--nodes", nodes, Limits.nodes), ("--steps", steps, Limits.steps),
            ("--micro-batch-per-accelerator", microBatchPerAccelerator, Limits.microBatch),
            ("--group-size", groupSize, Limits.groupSize), ("--segments", segments, Limits.segments),
            ("--accumulation", gradientAccumulation, Limits.gradientAccumulation),
        ]
        for case (let option, let value?, let range) in limits where !range.contains(value) {
            log.error(
                Location(file: option), "\(value) is not from \(range.lowerBound) to \(range.upperBound)")
        }
        if let size = bucketSize, !Limits.bucket.contains(size) {
            log.error(
                Location(file: "--bucket-size"),
                "\(size.formatted()) is not from 1 KiB to 1 TiB")
        }
    }
}
