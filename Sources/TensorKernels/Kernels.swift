internal import TensorKernelInterface

/// The kernels of one build, with every shape checked before the unchecked code runs.
///
/// Operations that need scratch memory take it as a slice, so that one `Kernels` serves any number of threads.
package struct Kernels: Sendable {
    let table: KernelTable

    /// "baseline", "avx2" or "avx512".
    package var name: String { table.name }

    /// "fma" or "no-fma". Within a class all builds give equal bits, on every host.
    package var numericClass: String { table.numericClass }

    /// Floats of scratch memory that `multiply` needs.
    package var multiplyScratchCount: Int { table.multiplyScratchCount }
}
