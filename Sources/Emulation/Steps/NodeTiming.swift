package import ClusterModel
package import Units

/// What one node's own work takes, undisturbed.
package struct NodeTiming: Sendable, Hashable {
    /// Of one micro-batch.
    package let forward: VirtualDuration
    package let backward: VirtualDuration
    package let optimizer: VirtualDuration
    /// Forward pass over the node's share of one evaluation.
    package let evaluation: VirtualDuration
    /// Reading one step's tokens from the node's storage.
    package let read: VirtualDuration
    package let readBytes: Int64
    /// Writing one checkpoint to the node's storage.
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
        optimizer = constants.value(of: group.accelerator.memoryBandwidth).duration(
            ofBytes: Int64(workload.optimizerBytesPerParameter) * Int64(model.parameterCount))
        let perNode = (workload.evaluationSequences + nodeCount - 1) / nodeCount
        let perAccelerator = (perNode + group.acceleratorsPerNode - 1) / group.acceleratorsPerNode
        evaluation = rate.duration(
            of: model.flopsPerToken * (perAccelerator * model.context), utilization: utilization
        ).scaled(by: 1, over: 3)
        readBytes = Int64(tokens * group.acceleratorsPerNode * workload.bytesPerToken * accumulation)
        read = (constants.value(of: group.storage.readBandwidth) * group.storagePerNode).duration(ofBytes: readBytes)
        writeBytes = Int64(workload.checkpointBytesPerParameter) * Int64(model.parameterCount)
        write = (constants.value(of: group.storage.writeBandwidth) * group.storagePerNode).duration(ofBytes: writeBytes)
    }
}
