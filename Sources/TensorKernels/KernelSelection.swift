internal import TensorKernelInterface
internal import TensorKernelsBaseline

#if arch(x86_64)
    internal import TensorKernelsAVX2
    internal import TensorKernelsAVX512
#endif

/// Why a build of the kernels cannot be had.
package enum KernelSelectionError: Error, Equatable, CustomStringConvertible {
    /// No build of that name exists on this architecture.
    case unknown(name: String, known: [String])
    /// The processor lacks instructions of that build.
    case unsupported(name: String, missing: [String])

    /// The variable, the name and what is missing, on one line.
    package var description: String {
        switch self {
        case .unknown(let name, let known):
            "RINGWATT_KERNELS=\(name): no such kernels; this host's program has \(known.joined(separator: ", "))"
        case .unsupported(let name, let missing):
            "RINGWATT_KERNELS=\(name): this processor lacks \(missing.joined(separator: ", "))"
        }
    }
}

extension Kernels {
    /// The build for this process, chosen once: what RINGWATT_KERNELS names, else the fastest that the host can run.
    /// A programme calls `select()` first where it wants the error thrown; here an impossible wish traps with it.
    package static let current: Kernels = {
        do { return try select() } catch { fatalError("\(error)") }
    }()

    /// The build that RINGWATT_KERNELS names, or the fastest one that the host can run where it is not set.
    package static func select() throws(KernelSelectionError) -> Kernels {
        try select(name: HostProcessor.environment(variable))
    }

    /// The build named, or the fastest one that the host can run when `name` is nil or empty.
    package static func select(name: String?) throws(KernelSelectionError) -> Kernels {
        let flags = HostProcessor.flags()
        guard let name, !name.isEmpty else { return builds.last { $0.missing(from: flags).isEmpty }!.kernels }
        guard let build = builds.first(where: { $0.kernels.name == name }) else {
            throw .unknown(name: name, known: builds.map(\.kernels.name))
        }
        let missing = build.missing(from: flags)
        guard missing.isEmpty else { throw .unsupported(name: name, missing: missing) }
        return build.kernels
    }

    /// Whether RINGWATT_KERNELS names a build.
    package static var isForced: Bool { HostProcessor.environment(variable)?.isEmpty == false }

    private static let variable = "RINGWATT_KERNELS"

    /// Every build that this host can run, slowest first.
    package static var available: [Kernels] {
        let flags = HostProcessor.flags()
        return builds.filter { $0.missing(from: flags).isEmpty }.map(\.kernels)
    }

    private struct Build {
        var kernels: Kernels
        /// Processor flags that the build needs, as Linux names them.
        var needs: [String]

        func missing(from flags: Set<Substring>) -> [String] { needs.filter { !flags.contains(Substring($0)) } }
    }

    /// Slowest first; the first needs nothing.
    private static let builds: [Build] = {
        var builds = [Build(kernels: Kernels(table: TensorKernelsBaseline.kernelTable), needs: [])]
        #if arch(x86_64)
            let version3 = ["avx", "avx2", "fma", "bmi1", "bmi2", "f16c", "movbe", "abm", "xsave"]
            let version4 = version3 + ["avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl"]
            builds.append(Build(kernels: Kernels(table: TensorKernelsAVX2.kernelTable), needs: version3))
            builds.append(Build(kernels: Kernels(table: TensorKernelsAVX512.kernelTable), needs: version4))
        #endif
        return builds
    }()
}
