/// How a model is divided over the accelerators of a run.
package struct ParallelPlan: Hashable, Sendable {
    /// Accelerators over which each layer is divided.
    package let tensor: Int
    /// Stages over which the layers are divided.
    package let pipeline: Int
    /// Copies of the whole, each with its own part of the batch.
    package let data: Int
    /// Sequences that pass at once.
    package let microBatch: Int
    /// Micro-batches of one copy in a step.
    package let microBatches: Int

    /// From what a user says.
    ///
    /// - Throws: if the parts do not divide the whole.
    package init(
        accelerators: Int, layers: Int?, tensor: Int, pipeline: Int, microBatch: Int, globalBatch: Int?
    ) throws(ProjectionError) {
        guard tensor >= 1, pipeline >= 1, microBatch >= 1, globalBatch ?? 1 >= 1 else {
            throw ProjectionError("--tensor-parallel, --pipeline-parallel and the batches must be at least 1")
        }
        let (model, overflow) = tensor.multipliedReportingOverflow(by: pipeline)
        guard !overflow, accelerators % model == 0 else {
            throw ProjectionError(
                "--tensor-parallel \(tensor) x --pipeline-parallel \(pipeline) does not divide \(accelerators) "
                    + "accelerators; choose factors of it")
        }
        guard (layers ?? pipeline) % pipeline == 0 else {
            throw ProjectionError("--pipeline-parallel: \(pipeline) stages do not divide \(layers ?? 0) layers")
        }
        data = accelerators / model
        let (share, tooMany) = data.multipliedReportingOverflow(by: microBatch)
        let batch = globalBatch ?? share
        guard !tooMany, batch % share == 0 else {
            throw ProjectionError(
                "--global-batch: \(batch) sequences do not divide over \(data) copies with micro-batches of \(microBatch)"
            )
        }
        self.tensor = tensor
        self.pipeline = pipeline
        self.microBatch = microBatch
        microBatches = batch / share
    }
}

/// Bytes that one accelerator sends in a step, by what they are for.
///
/// Sources: data parallel 2·(d−1)/d of the gradient by a ring (Patarasuk & Yuan 2009); tensor parallel
/// 8·b·s·h·(t−1)/t elements a layer and micro-batch, from four all-reduces; pipeline parallel b·s·h elements a
/// micro-batch across each boundary, each way (Narayanan et al. 2021, arXiv:2104.04473).
package struct ParallelVolumes: Hashable, Sendable {
    /// Gradients between copies.
    package let data: Int128
    /// Activations and their gradients within layers; `nil` without a shape.
    package let tensor: Int128?
    /// Activations forward and their gradients backward between stages, of a stage that has both neighbours; `nil`
    /// without a shape.
    package let pipeline: Int128?

    /// - Parameters:
    ///   - gradientWidth: bytes of an element of the gradient.
    ///   - activationWidth: bytes of an element of an activation.
    package init(work: TrainingWork, plan: ParallelPlan, gradientWidth: Int, activationWidth: Int = 2) {
        let (d, t, p) = (Int128(plan.data), Int128(plan.tensor), Int128(plan.pipeline))
        data = 2 * (d - 1) * Int128(work.parameters) * Int128(gradientWidth) / (d * t * p)
        guard let shape = work.shape else {
            (tensor, pipeline) = (nil, nil)
            return
        }
        let activations =
            Int128(plan.microBatches) * Int128(plan.microBatch) * Int128(shape.context) * Int128(shape.width)
            * Int128(activationWidth)
        tensor = 8 * activations * Int128(shape.layers) * (t - 1) / (t * p)
        pipeline = p == 1 ? 0 : p == 2 ? activations : 2 * activations
    }
}
