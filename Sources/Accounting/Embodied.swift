package import ClusterModel
package import Emulation
package import Units

/// Embodied emissions of a run by the SCI rule: M = TE · (time reserved / lifetime) · (resources reserved / total).
///
/// Source: Green Software Foundation, Software Carbon Intensity specification (ISO/IEC 21031:2024). Nodes are reserved
/// whole for the makespan; switches as the fabric's allocation says.
package enum Embodied {
    /// The share of one rank (its node and its share of the fabric), by component, each rounded once to a microgram.
    package static func emissions(
        job: EmulatedJob, rank: Int, reserved: VirtualDuration, constants: some ConstantValues
    ) -> [(component: Component, mass: CarbonMass)] {
        let group = job.cluster.nodes[job.groupOfRank[rank]]
        let fabric = FabricShare(job: job, rank: rank)
        let lifetime = constants.value(of: job.cluster.assumptions.hardwareLifetime).duration
        let embodied = { (estimate: Estimate<CarbonMass>, count: Int) in
            CarbonMass(count: constants.value(of: estimate).count * Int64(count))
        }
        let totals: [(Component, CarbonMass)] = [
            (.accelerator, embodied(group.accelerator.embodied, group.acceleratorsPerNode)),
            (.cpu, embodied(group.cpu.embodied, group.sockets)),
            (.memory, embodied(group.memoryEmbodied, 1)),
            (.hostBase, embodied(group.baseEmbodied, 1)),
            (.storage, embodied(group.storage.embodied, group.storagePerNode)),
            (.nic, embodied(group.nic.embodied, group.nicsPerNode)),
            (.switch, fabric.embodiedSwitches(constants)),
            (.optics, fabric.embodiedOptics(constants)),
            (.wan, WANShare.embodied(job: job, rank: rank, constants: constants)),
        ]
        return totals.map { component, total in
            let share = Exact.multiplyDivide(
                Int128(total.count), reserved.attoseconds, by: lifetime.attoseconds)
            return (component, CarbonMass(count: Int64(share)))
        }
    }
}
