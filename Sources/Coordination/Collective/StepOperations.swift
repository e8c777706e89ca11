internal import ClusterModel
package import Collectives
package import Emulation

/// Which collectives a rank executes in a step, and which priced ones they stand for.
///
/// A real bucket stands for a run of emulated ones and its messages carry the clocks of the run's last. In an audited
/// step the others are executed too, as messages with clocks and no payload, so that every clock of that step has been
/// carried by messages; between audits they are taken from the price.
package struct StepOperations: Sendable {
    package let runs: BucketRuns
    package let realBuckets: BucketPlan

    /// - Parameter trainedElements: parameters of the model that is really trained.
    package init(job: EmulatedJob, trainedElements: Int) {
        let limit = min(job.cluster.workload.trained.realBuckets, trainedElements)
        runs = BucketRuns(virtualCount: job.buckets.count, limit: limit)
        realBuckets = BucketPlan(elements: trainedElements, count: runs.realCount)
    }

    /// True if all clocks of the step are carried by messages: in the first step, and in all if buckets are one to one.
    package func isAudited(step: Int) -> Bool { step == 1 || runs.realCount == runs.virtualCount }

    /// Prices the next step on `clock` and gives the operations of one rank.
    package func next(clock: inout ClusterClock, rank: Int, step: Int) -> (PricedStep, [CollectiveOperation]) {
        var operations: [CollectiveOperation] = []
        var real = 0
        let isAudited = isAudited(step: step)
        let priced = clock.train(observe: { virtual, before, after in
            let run = runs.run(of: real)
            let isLast = virtual == run.upperBound - 1
            if isLast || isAudited {
                let range = realBuckets.ranges[real]
                operations.append(
                    CollectiveOperation(
                        bucket: real, virtualBucket: virtual,
                        elements: isLast ? range : range.lowerBound..<range.lowerBound, carriesPayload: isLast,
                        before: before[rank], after: after[rank]))
            }
            if isLast { real += 1 }
        })
        return (priced, operations)
    }
}
