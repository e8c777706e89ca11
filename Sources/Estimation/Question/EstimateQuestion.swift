package import ClusterModel
package import Units

/// Some accelerators for some hours in a region, every name looked up.
package struct EstimateQuestion: Sendable, Hashable {
    package let accelerator: AcceleratorModel
    /// Rated power of one accelerator; `nil` where neither the catalog nor the question has it.
    package var tdp: Estimate<Power>?
    /// Accelerators in all.
    package let count: Int
    /// A number of hours, in billionths.
    package let hours: Ratio
    package let region: Region
    /// As the question says, else of the region's operator.
    package let pue: Estimate<Ratio>
    /// True if the question says it.
    package let isPUEGiven: Bool
    /// Share of the hours in which the accelerators compute.
    package let utilization: Ratio
    /// True if the question says it.
    package let isUtilizationGiven: Bool
    /// Share of the CPUs' capacity that is in use, if the question says it.
    package let cpuLoad: Ratio?
    package let machine: Machine
    /// Over which embodied emissions are spread.
    package let lifetime: Estimate<Lifetime>

    /// Nodes that hold the accelerators, each reserved whole.
    package var nodes: Int { (count + machine.accelerators - 1) / machine.accelerators }

    /// Rated power of one accelerator.
    ///
    /// - Throws: `EstimationError` where it is unknown, for a method that needs it.
    func ratedPower(for method: EstimationMethod) throws(EstimationError) -> Power {
        guard let tdp else {
            throw EstimationError([
                "--method \(method.rawValue) multiplies the TDP, which the catalog lacks for \(accelerator.name): "
                    + "give it with --tdp, such as --tdp \"700 W\""
            ])
        }
        return tdp.central
    }
}

/// One node.
package struct Machine: Sendable, Hashable {
    /// Accelerators of one node.
    package let accelerators: Int
    package let host: HostModel
    package let cpu: CPUModel
    /// True if the question names the CPU. Methods that count an unknown CPU in their own way go by it.
    package let isCPUGiven: Bool
    package let sockets: Int
    package let memory: ByteCount
    package let module: MemoryModule
    package let nic: NICModel
    package let storage: StorageModel
    /// Storage devices; of NICs there is one.
    package let drives: Int
    /// Parts that the question does not name, in words.
    package let assumed: [String]

    /// Modules that hold the memory.
    package var modules: Int { Int((memory.bytes + module.capacity.bytes - 1) / module.capacity.bytes) }
}
