package import Units

/// The switches, transceivers and ports that a fabric is built of.
package struct FabricInventory: Hashable, Sendable {
    /// Switches that nodes attach to.
    package let leafSwitches: Int
    /// Switches that join leaves.
    package let spineSwitches: Int
    /// Links between switches, over all leaves.
    package let interSwitchLinks: Int
    /// Links from a leaf to all spines together.
    package let uplinksPerLeaf: Int
    /// Links between NICs and switches.
    package let nodeLinks: Int
    /// Transceivers: two a link; 0 for copper.
    package let optics: Int
    /// Switch ports with a link in them.
    package let portsUsed: Int
    /// Ports of all switches.
    package let portsBuilt: Int
    /// Ports of one switch.
    private let radix: Int
    private let allocation: Fabric.Allocation

    /// All switches.
    package var switches: Int { leafSwitches + spineSwitches }

    /// What cannot be built.
    enum Shortage: Hashable {
        /// More links to nodes than the one switch of a star has ports.
        case star(links: Int)
        /// More node links and uplinks on a leaf than it has ports.
        case leaf(hostLinks: Int, uplinks: Int)
        /// More leaves than a spine has ports.
        case spine(leaves: Int)
    }

    /// Counts what joins `nodes` nodes.
    ///
    /// - One node needs no network. A star is one switch.
    /// - Leaf–spine: ⌈nodes / hostsPerLeaf⌉ leaves. A leaf's uplinks carry at least its host links' bandwidth over the
    ///   oversubscription: ⌈hostsPerLeaf · nics / oversubscription⌉ links of the same rate. The spines are the fewest
    ///   switches of the same radix whose ports hold all uplinks; with no more leaves than ports, every leaf reaches
    ///   every spine. A single leaf has neither uplinks nor spines.
    ///
    /// - Parameters:
    ///   - nodes: Nodes that are joined.
    ///   - linksPerNode: NICs of one node (of the node with the most of them).
    package init(nodes: Int, linksPerNode: Int, fabric: Fabric) {
        let (inventory, _) = Self.count(nodes: nodes, linksPerNode: linksPerNode, fabric: fabric)
        self = inventory
    }

    /// For a cluster, whose groups may differ in their number of NICs.
    package init(cluster: Cluster) {
        let links = cluster.nodes.reduce(0) { $0 + $1.count * $1.nicsPerNode }
        let most = cluster.nodes.map(\.nicsPerNode).max() ?? 0
        let (inventory, _) = Self.count(
            nodes: cluster.nodeCount, linksPerNode: most, nodeLinks: links, fabric: cluster.fabric)
        self = inventory
    }

    /// The inventory and what it lacks, if anything.
    static func count(
        nodes: Int, linksPerNode: Int, nodeLinks: Int? = nil, fabric: Fabric
    ) -> (FabricInventory, Shortage?) {
        guard nodes > 1 else { return (FabricInventory(leaves: 0, spines: 0, uplinks: 0, nodeLinks: 0, fabric), nil) }
        let radix = fabric.switchModel.ports
        let links = nodeLinks ?? nodes * linksPerNode
        switch fabric.topology {
        case .star:
            let inventory = FabricInventory(leaves: 1, spines: 0, uplinks: 0, nodeLinks: links, fabric)
            return (inventory, links > radix ? .star(links: links) : nil)
        case .leafSpine(let hostsPerLeaf, let oversubscription):
            let leaves = (nodes + hostsPerLeaf - 1) / hostsPerLeaf
            let hostLinks = min(hostsPerLeaf, nodes) * linksPerNode
            guard leaves > 1 else {
                let inventory = FabricInventory(leaves: 1, spines: 0, uplinks: 0, nodeLinks: links, fabric)
                return (inventory, hostLinks > radix ? .leaf(hostLinks: hostLinks, uplinks: 0) : nil)
            }
            let scaled = Int64(hostLinks) * 1_000_000_000
            let uplinks = Int((scaled + oversubscription.count - 1) / oversubscription.count)
            let spines = (leaves * uplinks + radix - 1) / radix
            let inventory = FabricInventory(
                leaves: leaves, spines: spines, uplinks: uplinks, nodeLinks: links, fabric)
            if hostLinks + uplinks > radix { return (inventory, .leaf(hostLinks: hostLinks, uplinks: uplinks)) }
            return (inventory, leaves > radix ? .spine(leaves: leaves) : nil)
        }
    }

    private init(leaves: Int, spines: Int, uplinks: Int, nodeLinks: Int, _ fabric: Fabric) {
        leafSwitches = leaves
        spineSwitches = spines
        uplinksPerLeaf = uplinks
        interSwitchLinks = leaves * uplinks
        self.nodeLinks = nodeLinks
        optics = fabric.optics == nil ? 0 : 2 * (nodeLinks + leaves * uplinks)
        portsUsed = nodeLinks + 2 * leaves * uplinks
        portsBuilt = (leaves + spines) * fabric.switchModel.ports
        radix = fabric.switchModel.ports
        allocation = fabric.allocation
    }

    /// The power of all switches that the cluster is charged with, from that of one: whole switches, or with
    /// `port-share` the share of their ports that is in use, rounded half up to a microwatt.
    package func chargedSwitchPower(one: Power) -> Power { Power(count: charged(one.count)) }

    /// The embodied carbon of all switches that the cluster is charged with, likewise, to a microgram.
    package func chargedSwitchEmbodied(one: CarbonMass) -> CarbonMass { CarbonMass(count: charged(one.count)) }

    private func charged(_ one: Int64) -> Int64 {
        switch allocation {
        case .dedicated: one * Int64(switches)
        case .portShare: Int64(Exact.multiplyDivide(Int128(one), Int128(portsUsed), by: Int128(radix)))
        }
    }
}
