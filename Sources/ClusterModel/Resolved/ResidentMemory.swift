package import Units

extension RepresentedWorkload {
    /// Weights, gradients and optimiser state on every accelerator. Activations come on top and are not modelled: with
    /// recomputation they are small, without it they can exceed this.
    ///
    /// Of `residentBytesPerParameter` weights and gradients take the width of a gradient on the wire each, the optimiser
    /// state the rest. ZeRO divides the latter by the number of accelerators, ZeRO-2 the gradients too, and full sharding
    /// everything (Rajbhandari et al., "ZeRO: Memory Optimizations Toward Training Trillion Parameter Models", 2020, figure
    /// 1), but for what a fully sharded model has whole for a while: two units of weights, one in use and one that comes,
    /// a unit's gradients, and the token embedding, which both ends of the model use. Where micro-batches are accumulated,
    /// gradients are whole until the last one has reduced them.
    ///
    /// - Parameter shards: accelerators that the model's state is divided over.
    package func residentBytes(shards: Int) -> ByteCount {
        let parameters = model.parameterCount
        let owned = (parameters + shards - 1) / shards
        let all = residentBytesPerParameter
        let width = min(gradientType.width, all / 2)
        let units = min(3 * Int(bucketSize.bytes) + width * model.vocabulary * model.width, 2 * width * parameters)
        let weights = sharding == .fsdp ? width * owned + units : width * parameters
        let hasWholeGradient = sharding == .none || sharding == .zero1 || gradientAccumulation > 1
        let gradients = width * (hasWholeGradient ? parameters : owned)
        let optimizer = (all - 2 * width) * (sharding == .none ? parameters : owned)
        return ByteCount(count: Int64(weights + gradients + optimizer))
    }
}
