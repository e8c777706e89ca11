/// CodeCarbon 3's guess of a machine's modules from its capacity, and 5 W a module, fewer in large servers.
///
/// Source: codecarbon/external/ram.py and docs/explanation/methodology.md of github.com/mlco2/codecarbon, x86. Capacity is
/// what the operating system reports, in GiB, though modules are sold by the same numbers.
package enum CodeCarbonMemory {
    /// Modules in a machine of so many GiB.
    package static func modules(_ gibibytes: Double) -> Int {
        switch gibibytes {
        case ...2: return 1
        case ...16: return 2
        case ...64: return 4
        case ...128: return 8
        default:
            // The largest module of which there are at least eight; above 128 GiB that is one of 16 GiB or more.
            let size = [128.0, 64, 32, 16].first { $0 <= gibibytes / 8 } ?? 16
            return min(32, Int((gibibytes / size).rounded(.up)))
        }
    }

    /// Watts of a machine: each further module draws 5 W up to four, then 4.5, from the ninth 4, from the 17th 3.5; at least
    /// 10 W in all.
    package static func watts(modules: Int) -> Double {
        let steps: [(modules: Int, watts: Double)] = [(4, 5), (4, 4.5), (8, 4), (.max, 3.5)]
        var rest = modules
        var watts = 0.0
        for step in steps {
            let taken = min(rest, step.modules)
            watts += Double(taken) * step.watts
            rest -= taken
        }
        return max(10, watts)
    }
}
