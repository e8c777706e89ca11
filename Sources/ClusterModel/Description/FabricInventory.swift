package import Units

/// The switches, cables, transceivers and ports that a fabric is built of. One node needs no network.
package struct FabricInventory: Hashable, Sendable {
    /// Where a switch stands; nodes are below.
    package enum Tier: String, Hashable, Sendable, CaseIterable {
        /// The switch of a star, or any of a graph.
        case flat = "switch"
        /// Lower of two tiers.
        case leaf
        /// Upper of two tiers.
        case spine
        /// Lowest of three tiers.
        case edge
        /// In the middle of three tiers.
        case aggregation
        /// Upmost of three tiers.
        case core
    }

    /// The switches of one tier.
    package struct TierCount: Hashable, Sendable {
        /// Which.
        package let tier: Tier
        /// At least 1.
        package let switches: Int
    }

    /// Tiers that have switches, from the nodes up.
    package let tiers: [TierCount]
    /// NICs of all nodes.
    package let nics: Int
    /// Cables between NICs and switches.
    package let nodeLinks: Int
    /// Cables between switches.
    package let interSwitchLinks: Int
    /// Cables between nodes without a switch.
    package let directLinks: Int
    /// WAN links, parallel ones counted each; their equipment is apart from switches and optics.
    package let wanLinks: Int
    /// Transceivers: two a cable; 0 for copper. Those of WAN links are part of their equipment.
    package let optics: Int
    /// Switch ports with a cable in them.
    package let portsUsed: Int
    /// Ports of all switches.
    package let portsBuilt: Int
    private let allocation: Fabric.Allocation

    /// All switches.
    package var switches: Int { tiers.reduce(0) { $0 + $1.switches } }
    /// All cables inside sites.
    package var cables: Int { nodeLinks + interSwitchLinks + directLinks }
    /// Switches of one tier.
    package func switches(of tier: Tier) -> Int { tiers.first { $0.tier == tier }?.switches ?? 0 }

    /// For a cluster, whose groups may differ in their number of NICs; first-level switches are cabled for the node with
    /// the most of them.
    package init(cluster: Cluster) {
        self.init(attached: Attachments(groups: cluster.nodes), fabric: cluster.fabric)
    }

    /// What a node at a site is attached to: where a WAN joins several sites the network of its own one; else everything.
    package init(cluster: Cluster, site: String) {
        self.init(attached: Attachments(groups: cluster.nodes), fabric: cluster.fabric, only: site)
    }

    /// Counts what joins `nodes` equal nodes at one site, by the rules of each topology's plan.
    ///
    /// - Parameter linksPerNode: NICs of one node.
    package init(nodes: Int, linksPerNode: Int, fabric: Fabric) {
        self.init(
            attached: Attachments(runs: [AttachedNodes(count: nodes, nics: linksPerNode, site: "")]), fabric: fabric)
    }

    init(attached: Attachments, fabric: Fabric, only: String? = nil) {
        let tally = FabricTally(attached: attached, fabric: fabric, only: only)
        tiers = Tier.allCases.compactMap { tier in
            tally.switches[tier].map { TierCount(tier: tier, switches: $0) }
        }.filter { $0.switches > 0 }
        nics = attached.nics
        nodeLinks = tally.nodeLinks
        interSwitchLinks = tally.interSwitchLinks
        directLinks = tally.directLinks
        wanLinks = tally.wanLinks
        optics = fabric.optics == nil ? 0 : 2 * (nodeLinks + interSwitchLinks + directLinks)
        portsUsed = nodeLinks + 2 * interSwitchLinks + tally.wanPorts
        portsBuilt = tally.switches.values.reduce(0, +) * (fabric.switchModel?.ports ?? 0)
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
        case .portShare where portsBuilt == 0: 0
        case .portShare:
            Int64(Exact.multiplyDivide(Int128(one) * Int128(switches), Int128(portsUsed), by: Int128(portsBuilt)))
        }
    }

    /// The power of the equipment of a WAN link (of all its parallel links) that the cluster is charged with, from that
    /// of one set: whole sets, or with `port-share` the share of their capacity, rounded half up to a microwatt.
    package func chargedWANPower(of link: Fabric.WANLink, one: Power) -> Power {
        Power(count: charged(link, one.count))
    }

    /// The embodied carbon of that equipment, likewise, to a microgram.
    package func chargedWANEmbodied(of link: Fabric.WANLink, one: CarbonMass) -> CarbonMass {
        CarbonMass(count: charged(link, one.count))
    }

    private func charged(_ link: Fabric.WANLink, _ one: Int64) -> Int64 {
        guard wanLinks > 0 else { return 0 }
        switch allocation {
        case .dedicated: return one * Int64(link.count)
        case .portShare:
            return Int64(
                Exact.multiplyDivide(
                    Int128(one) * Int128(link.count), Int128(link.bandwidth.count),
                    by: Int128(link.equipment.capacity.count)))
        }
    }
}
