internal import TensorKernels

/// The builds to measure: those named among the arguments, else the one that RINGWATT_KERNELS names, else all that the
/// host can run.
func kernelsToMeasure(_ arguments: [String]) -> [Kernels] {
    let named = Kernels.available.filter { arguments.contains($0.name) }
    if !named.isEmpty { return named }
    return Kernels.isForced ? [Kernels.current] : Kernels.available
}
