package import ClusterModel
package import Units

/// The network between nodes as ranks see it: latency and bandwidth from one rank to another.
///
/// On the supported topologies no two flows of a ring share a fabric link in one direction: on a star each port is its
/// node's own; on a leaf–spine fabric each leaf has one flow up and one down, which the aggregated uplinks of the leaf
/// bound. So the path's bandwidth is the least of the ports and uplinks on it, and message-borne clocks are exact.
package struct NetworkModel: Sendable {
    /// End to end, per message.
    package let latency: VirtualDuration
    /// Distinct bandwidths that occur, payload rate (link efficiency included).
    let bandwidths: [Bandwidth]
    /// Payload rate of each rank's ports: NICs × the slowest of NIC, link and switch port.
    private let portClass: [Int]
    private let leafOfRank: [Int]?
    private let uplinkClass: Int?

    package init(cluster: Cluster, constants: some ConstantValues) {
        latency = constants.value(of: cluster.fabric.latency).duration
        let efficiency = constants.value(of: cluster.fabric.linkEfficiency)
        let payloadRate = { (rate: Bandwidth) in
            Bandwidth(
                count: Int64(
                    Exact.multiplyDivide(Int128(rate.count), Int128(efficiency.count), by: Int128(Ratio.scale))))
        }
        let link = min(cluster.fabric.link, cluster.fabric.switchModel.portBandwidth)
        var rates: [Bandwidth] = []
        for group in cluster.nodes {
            let port = min(group.nic.bandwidth, link) * group.nicsPerNode
            rates += [Bandwidth](repeating: payloadRate(port), count: group.count)
        }
        var distinct = Array(Set(rates)).sorted()
        switch cluster.fabric.topology {
        case .star:
            leafOfRank = nil
            uplinkClass = nil
        case .leafSpine(let hostsPerLeaf, let oversubscription):
            let mostNICs = cluster.nodes.map(\.nicsPerNode).max() ?? 1
            let leafBandwidth = Bandwidth(
                count: Int64(
                    Exact.multiplyDivide(
                        Int128(link.count) * Int128(hostsPerLeaf * mostNICs), Int128(Ratio.scale),
                        by: Int128(oversubscription.count))))
            let uplink = payloadRate(leafBandwidth)
            if !distinct.contains(uplink) { distinct = (distinct + [uplink]).sorted() }
            leafOfRank = rates.indices.map { $0 / hostsPerLeaf }
            uplinkClass = distinct.firstIndex(of: uplink)
        }
        bandwidths = distinct
        portClass = rates.map { rate in distinct.firstIndex(of: rate)! }
    }

    /// The index into `bandwidths` of the path's payload rate.
    func bandwidthClass(from sender: Int, to receiver: Int) -> Int {
        let ports = min(portClass[sender], portClass[receiver])
        guard let leafOfRank, let uplinkClass, leafOfRank[sender] != leafOfRank[receiver] else { return ports }
        return min(ports, uplinkClass)
    }

    /// Switches on the way: one on a star or within a leaf, three across a spine.
    func switches(from sender: Int, to receiver: Int) -> Int {
        guard let leafOfRank, leafOfRank[sender] != leafOfRank[receiver] else { return 1 }
        return 3
    }

    /// Payload rate from one rank to another.
    package func bandwidth(from sender: Int, to receiver: Int) -> Bandwidth {
        bandwidths[bandwidthClass(from: sender, to: receiver)]
    }

    /// TEMPORARY
    package var linkCapacities: [Bandwidth] { [] }
    func links(from: Int, to: Int) -> [Int] { [] }
    package func latency(from: Int, to: Int) -> VirtualDuration { latency }
    func portBandwidth(rank: Int) -> Bandwidth { bandwidths[portClass[rank]] }
    func transceivers(from: Int, to: Int) -> Int { 2 * (switches(from: from, to: to) + 1) }
    func wanLinks(from: Int, to: Int) -> Int { 0 }
    package var locality: [Int] { portClass.map { _ in 0 } }
}
