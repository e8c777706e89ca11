/// A question as it is written: hardware, hours, region, and what is known of the machine. All but the first four may be
/// left out.
package struct EstimateOptions: Sendable, Hashable {
    /// Name of an accelerator of the catalog.
    package var hardware: String
    /// Accelerators in all.
    package var count = 1
    /// Of use, such as `100` or `2.5`.
    package var hours: String
    /// Name of a region of the catalog.
    package var region: String
    package var pue: String?
    /// Share of the hours in which the accelerators compute; they idle in the others.
    package var utilization: String?
    /// Thermal design power of one accelerator, in place of the catalog's.
    package var tdp: String?
    /// Accelerators of one node.
    package var perNode: Int?
    /// Of one node.
    package var memory: String?
    package var cpu: String?
    package var sockets: Int?
    /// Share of the CPUs' capacity that is in use.
    package var cpuLoad: String?
    package var host: String?
    package var nic: String?
    package var storage: String?

    package init(hardware: String, hours: String, region: String) {
        self.hardware = hardware
        self.hours = hours
        self.region = region
    }
}

/// Why a question cannot be answered: each problem names the option, the reason and a remedy.
package struct EstimationError: Error, Sendable, Hashable, CustomStringConvertible {
    /// At least one.
    package let problems: [String]

    package init(_ problems: [String]) {
        precondition(!problems.isEmpty, "an error needs a problem")
        self.problems = problems
    }

    /// One line a problem.
    package var description: String { problems.joined(separator: "\n") }
}
