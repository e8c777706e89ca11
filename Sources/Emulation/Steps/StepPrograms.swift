internal import ClusterModel
internal import Collectives

extension StepProgram {
    /// The training step of a workload.
    ///
    /// - Parameters:
    ///   - buckets: of the gradients; of a fully sharded model also the units in which weights are gathered.
    ///   - microBatches: of a step. Gradients are reduced with the last one.
    static func training(
        workload: RepresentedWorkload, buckets: BucketPlan, microBatches: Int
    ) -> StepProgram {
        let order = BackwardOrder(model: workload.model)
        let optimizer = ComputePoint(pass: 2 * microBatches, work: 0)
        var draft = Draft()
        for pass in 0..<2 * microBatches {
            if pass > 0 { draft.gates.append(.init(point: ComputePoint(pass: pass, work: 0))) }
            if workload.sharding == .fsdp {
                draft.gatherUnits(order.units(of: buckets, pass: pass), pass: pass, prefetches: workload.overlap)
            }
        }
        for (bucket, range) in buckets.ranges.enumerated() {
            let full = ComputePoint(pass: optimizer.pass - 1, work: order.work(untilFinalFrom: range.lowerBound))
            draft.operations.append(
                .init(
                    operation: StreamOperation(
                        kind: workload.sharding == .none ? .allReduce : .reduceScatter, group: .gradients,
                        bucket: bucket),
                    point: workload.overlap && full.work < order.total ? full : optimizer))
        }
        // The optimiser waits for the stream's last collective, and so for all.
        draft.gates.append(.init(point: optimizer, operation: draft.operations.count - 1))
        let end = ComputePoint(pass: optimizer.pass + 1, work: 0)
        if workload.sharding == .zero1 || workload.sharding == .zero2 {
            for bucket in buckets.ranges.indices {
                draft.operations.append(
                    .init(
                        operation: StreamOperation(kind: .allGather, group: .updatedWeights, bucket: bucket),
                        point: end))
            }
        }
        return StepProgram(draft, end: end, totalWork: order.total)
    }

    /// An evaluation: one forward pass, for which a fully sharded model's weights are gathered as in training.
    static func evaluation(workload: RepresentedWorkload, buckets: BucketPlan) -> StepProgram {
        let order = BackwardOrder(model: workload.model)
        var draft = Draft()
        if workload.sharding == .fsdp {
            draft.gatherUnits(order.units(of: buckets, pass: 0), pass: 0, prefetches: workload.overlap)
        }
        return StepProgram(draft, end: ComputePoint(pass: 1, work: 0), totalWork: order.total)
    }
}

extension StepProgram.Draft {
    /// Gathers the units of one pass, each before its first use.
    ///
    /// - Parameter prefetches: a unit is gathered while compute uses the one before; else only when it is needed.
    fileprivate mutating func gatherUnits(
        _ units: [(bucket: Int, need: Int128)], pass: Int, prefetches: Bool
    ) {
        var before: Int?
        for unit in units {
            let point = ComputePoint(pass: pass, work: unit.need)
            let gate = gates.count
            let trigger = prefetches && before != nil ? gates[before!].point : point
            operations.append(
                .init(
                    operation: StreamOperation(kind: .allGather, group: .weights(pass: pass), bucket: unit.bucket),
                    point: trigger, afterGate: prefetches ? before : gate - 1))
            gates.append(.init(point: point, operation: operations.count - 1))
            before = gate
        }
    }
}

extension BackwardOrder {
    /// The buckets as units of weights in the order in which a pass first uses them, and how much of the pass is done
    /// before.
    ///
    /// The forward pass is the backward pass mirrored. The token embedding is used at both ends of the model, as the
    /// output head shares its weights: its units are kept through the forward pass, and the backward pass needs them first.
    fileprivate func units(of buckets: BucketPlan, pass: Int) -> [(bucket: Int, need: Int128)] {
        let units = buckets.ranges.enumerated().map { bucket, range in
            let need =
                pass % 2 == 0 ? total - work(untilFinalFrom: range.lowerBound) : work(beforeUseOf: range)
            return (bucket: bucket, need: need)
        }
        // The forward pass goes from the first element on: from the last bucket.
        let inOrder = pass % 2 == 0 ? Array(units.reversed()) : units
        return inOrder.enumerated().sorted { ($0.element.need, $0.offset) < ($1.element.need, $1.offset) }
            .map(\.element)
    }
}
