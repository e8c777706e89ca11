package import ClusterModel
package import Units

/// What one node's own work takes, undisturbed.
package struct NodeTiming: Sendable, Hashable {
    /// Of one micro-batch.
    package let forward: VirtualDuration
    package let backward: VirtualDuration
    /// Of the part of the model that an accelerator updates: its shard where the optimiser's state is sharded.
    package let optimizer: VirtualDuration
    /// Forward pass over the node's share of one evaluation.
    package let evaluation: VirtualDuration
    /// Reading one step's tokens from the node's storage.
    package let read: VirtualDuration
    package let readBytes: Int64
    /// Writing one checkpoint to the node's storage: the whole, or the node's shard of it.
    package let write: VirtualDuration
    package let writeBytes: Int64

    /// - Parameters:
    ///   - nodeCount: nodes that share an evaluation.
    ///   - accumulation: micro-batches of a step.
    package init(
        group: NodeGroup, workload: RepresentedWorkload, nodeCount: Int, accumulation: Int,
        constants: some ConstantValues
    ) {
        let model = workload.model
        let tokens = workload.microBatchPerAccelerator * model.context
        let step = model.flopsPerToken * tokens
        let rate = constants.value(of: group.accelerator.peakRate)
        let utilization = constants.value(of: workload.mfu)
        let compute = rate.duration(of: step, utilization: utilization)
        // A third of 6P + 12·L·d·s is the forward pass.
        forward = compute.scaled(by: 1, over: 3)
        backward = compute - forward
        // Ranks own equal shards of the parameters (the longest counts), accelerators equal parts of their rank's.
        let isSharded = workload.sharding != .none
        let owned = isSharded ? (model.parameterCount + nodeCount - 1) / nodeCount : model.parameterCount
        let accelerators = isSharded ? group.acceleratorsPerNode : 1
        optimizer = constants.value(of: group.accelerator.memoryBandwidth).duration(
            ofBytes: Int64(workload.optimizerBytesPerParameter) * Int64((owned + accelerators - 1) / accelerators))
        let perNode = (workload.evaluationSequences + nodeCount - 1) / nodeCount
        let perAccelerator = (perNode + group.acceleratorsPerNode - 1) / group.acceleratorsPerNode
        evaluation = rate.duration(
            of: model.flopsPerToken * (perAccelerator * model.context), utilization: utilization
        ).scaled(by: 1, over: 3)
        readBytes = Int64(tokens * group.acceleratorsPerNode * workload.bytesPerToken * accumulation)
        read = (constants.value(of: group.storage.readBandwidth) * group.storagePerNode).duration(ofBytes: readBytes)
        writeBytes = Int64(workload.checkpointBytesPerParameter) * Int64(owned)
        write = (constants.value(of: group.storage.writeBandwidth) * group.storagePerNode).duration(ofBytes: writeBytes)
    }

    /// The undisturbed compute of a training step.
    func course(of program: StepProgram, microBatches: Int) -> RankWork.Course {
        course(
            of: program, forward: forward * microBatches, backward: backward * microBatches, microBatches: microBatches)
    }

    /// The compute of a training step whose passes take so long in all.
    func course(
        of program: StepProgram, forward: VirtualDuration, backward: VirtualDuration, microBatches: Int
    ) -> RankWork.Course {
        let compute = (forward + backward).attoseconds
        let oneBackward = backward.scaled(by: 1, over: Int128(microBatches)).attoseconds
        var starts: [Int128] = []
        for microBatch in 0..<microBatches {
            starts.append(Exact.multiplyDivide(compute, Int128(microBatch), by: Int128(microBatches)))
            starts.append(
                Exact.multiplyDivide(compute, Int128(microBatch + 1), by: Int128(microBatches)) - oneBackward)
        }
        starts += [compute, compute + optimizer.attoseconds]
        return RankWork.Course(positions: program.positions(passStarts: starts))
    }
}
