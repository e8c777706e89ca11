import ClusterModel
import TestSupport
import Units

extension NodeGroup {
    /// The same nodes with other NICs.
    func with(nic rate: Bandwidth) -> NodeGroup {
        NodeGroup(
            count: count, accelerator: accelerator, acceleratorsPerNode: acceleratorsPerNode,
            interconnect: interconnect, cpu: cpu, sockets: sockets, memory: memory, memoryPower: memoryPower,
            memoryEmbodied: memoryEmbodied, basePower: basePower, baseEmbodied: baseEmbodied,
            nic: NICModel(name: "other nic", bandwidth: rate, power: nic.power, embodied: nic.embodied),
            nicsPerNode: nicsPerNode, storage: storage, storagePerNode: storagePerNode, site: site,
            ratedPower: ratedPower)
    }
}

extension Fixture {
    /// This cluster with `count` nodes more behind it, that compute and send at other rates.
    func joined(by count: Int, peakRate: FLOPRate, nic: Bandwidth) -> Cluster {
        var other = self
        other.nodes = count
        other.peakRate = peakRate
        var cluster = cluster
        cluster.nodes.append(other.cluster.nodes[0].with(nic: nic))
        return cluster
    }
}
