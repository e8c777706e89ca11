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
    private let training: [Execution]
    private let evaluation: [Execution]
    private let mayLendWeights: Bool

    /// How an emulated collective is executed.
    private struct Execution: Sendable {
        let operation: StreamOperation
        let schedule: any CollectiveSchedule
        /// Real bucket.
        let bucket: Int
        /// It is the last of its run, which carries the payload.
        let isLast: Bool
    }

    /// - Parameter trainedElements: parameters of the model that is really trained.
    package init(job: EmulatedJob, trainedElements: Int) {
        let workload = job.cluster.workload
        let limit = min(workload.trained.realBuckets, trainedElements)
        let runs = BucketRuns(virtualCount: job.buckets.count, limit: limit)
        self.runs = runs
        realBuckets = BucketPlan(elements: trainedElements, count: runs.realCount)
        training = Self.executions(job, .training, runs: runs)
        evaluation = Self.executions(job, .evaluation, runs: runs)
        // A fully sharded model's weights are wiped when they have been used, whoever may still be reading them.
        mayLendWeights = workload.represented.sharding != .fsdp
    }

    private static func executions(_ job: EmulatedJob, _ phase: StepPhase, runs: BucketRuns) -> [Execution] {
        struct Run: Hashable {
            let group: OperationGroup
            let bucket: Int
        }
        let operations = job.program(of: phase).operations
        var last: [Run: Int] = [:]
        for (index, operation) in operations.enumerated() {
            last[Run(group: operation.group, bucket: runs.real(of: operation.bucket))] = index
        }
        return operations.enumerated().map { index, operation in
            let bucket = runs.real(of: operation.bucket)
            return Execution(
                operation: operation, schedule: job.schedule(of: operation.kind), bucket: bucket,
                isLast: last[Run(group: operation.group, bucket: bucket)] == index)
        }
    }

    /// True if all clocks of the step are carried by messages: in the first step, and in all if buckets are one to one.
    package func isAudited(step: Int) -> Bool { step <= 1 || runs.realCount == runs.virtualCount }

    /// Prices the next training step on `clock` and gives the operations of one rank.
    package func next(clock: inout ClusterClock, rank: Int, step: Int) -> (PricedStep, [CollectiveOperation]) {
        listed(training, rank: rank, step: step) { clock.train(observe: $0) }
    }

    /// Prices an evaluation on `clock` and gives the operations of one rank: to gather a fully sharded model's weights.
    package func evaluation(
        clock: inout ClusterClock, rank: Int, step: Int
    ) -> (PricedStep, [CollectiveOperation]) {
        listed(evaluation, rank: rank, step: step) { clock.evaluate(observe: $0) }
    }

    private typealias Observer = (_ operation: Int, _ before: StreamClocks, _ after: StreamClocks) -> Void

    /// The operations that `price` tells of and a rank executes, group by group.
    private func listed(
        _ executions: [Execution], rank: Int, step: Int, price: (@escaping Observer) -> PricedStep
    ) -> (PricedStep, [CollectiveOperation]) {
        var operations: [CollectiveOperation] = []
        let isAudited = isAudited(step: step)
        let priced = price { index, before, after in
            guard executions[index].isLast || isAudited else { return }
            operations.append(operation(executions, index, before: before[rank], after: after[rank]))
        }
        return (priced, inGroups(operations))
    }

    private func operation(
        _ executions: [Execution], _ index: Int, before: StreamClocks, after: StreamClocks
    ) -> CollectiveOperation {
        let execution = executions[index]
        let range = realBuckets.ranges[execution.bucket]
        return CollectiveOperation(
            index: index, schedule: execution.schedule, group: execution.operation.group, bucket: execution.bucket,
            elements: execution.isLast ? range : range.lowerBound..<range.lowerBound,
            mayLend: execution.operation.group == .gradients || mayLendWeights,
            clocks: CollectiveOperation.Clocks(before: before, after: after))
    }

    /// Group by group in the order of the step. On the emulated stream gathers and reductions alternate; here a pass
    /// begins when all of its weights are there.
    private func inGroups(_ operations: [CollectiveOperation]) -> [CollectiveOperation] {
        operations.enumerated().sorted { a, b in
            (a.element.group.order, a.offset) < (b.element.group.order, b.offset)
        }.map(\.element)
    }
}

extension OperationGroup {
    /// In a step weights are gathered for all passes before the last one's gradients are reduced.
    fileprivate var order: Int {
        switch self {
        case .weights(let pass): pass
        case .gradients: .max - 1
        case .updatedWeights: .max
        }
    }
}
