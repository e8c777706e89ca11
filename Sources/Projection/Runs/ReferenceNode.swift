internal import ClusterModel
internal import Units

/// The node that is meant where only accelerators are named: eight of them (or as many of 4, 2 and 1 as divide the
/// count) beside two sockets, or one beside fewer than four, with DRAM, a NIC and two SSDs.
struct ReferenceNode {
    let group: NodeGroup
    let assumptions: Assumptions

    init(accelerator: AcceleratorModel, count: Int, catalog: Catalog) throws(ProjectionError) {
        let perNode = [8, 4, 2, 1].first { count % $0 == 0 } ?? 1
        let isLarge = perNode >= 4
        let modules = isLarge ? 16 : 4
        guard let host = catalog.hosts[isLarge ? "gpu-server" : "rack-server"], let cpu = catalog.cpus["epyc-7742"],
            let module = catalog.memory[host.memoryModule], let nic = catalog.nics["connectx-6-100g"],
            let storage = catalog.storage["nvme-gen4"], let assumed = catalog.assumptions
        else { throw ProjectionError("the catalog lacks a part of the usual node; give --config with a cluster file") }
        group = NodeGroup(
            count: count / perNode, accelerator: accelerator, acceleratorsPerNode: perNode, interconnect: nil, cpu: cpu,
            sockets: isLarge ? 2 : 1, memory: module.capacity * modules, memoryPower: module.power.times(modules),
            memoryEmbodied: module.embodied.times(modules), basePower: host.basePower, baseEmbodied: host.embodied,
            nic: nic, nicsPerNode: 1, storage: storage, storagePerNode: 2, site: "", ratedPower: nil)
        assumptions = Assumptions(
            stallPowerFraction: assumed.stallPowerFraction, networkProportionality: assumed.networkProportionality,
            hardwareLifetime: assumed.hardwareLifetime, computeJitter: .zero)
    }
}
