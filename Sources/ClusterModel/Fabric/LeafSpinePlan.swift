internal import Units

/// How many switches and cables a leaf–spine fabric needs.
///
/// - ⌈nodes / hostsPerLeaf⌉ leaves. A leaf's uplinks carry at least its host links' bandwidth over the oversubscription:
///   ⌈links of a leaf's nodes · host rate / (oversubscription · uplink rate)⌉ cables.
/// - The spines are the fewest switches whose ports hold all uplinks (and whatever else ends at the spines); with no
///   more leaves than ports, every leaf reaches every spine.
/// - A single leaf has neither uplinks nor spines.
struct LeafSpinePlan: Hashable, Sendable {
    let leaves: Int
    let spines: Int
    /// Cables from a leaf to all spines together.
    let uplinksPerLeaf: Int
    /// Cables from a full leaf to nodes.
    let hostLinks: Int
    /// What the uplinks of a leaf carry in one direction: host bandwidth over oversubscription.
    let leafBandwidth: Bandwidth
    private let otherPorts: Int
    private let radix: Int

    /// - Parameters:
    ///   - nodes: at least 1.
    ///   - linksPerNode: cables of the node with the most of them.
    ///   - otherPorts: ports that something else than leaves takes at the top, at the spines or the only leaf.
    init(
        nodes: Int, hostsPerLeaf: Int, linksPerNode: Int, oversubscription: Ratio, fabric: Fabric, otherPorts: Int = 0
    ) {
        radix = fabric.switchModel?.ports ?? 0
        self.otherPorts = otherPorts
        leaves = (nodes + hostsPerLeaf - 1) / hostsPerLeaf
        hostLinks = min(hostsPerLeaf, nodes) * linksPerNode
        leafBandwidth = Self.bandwidth(links: hostsPerLeaf * linksPerNode, over: oversubscription, fabric: fabric)
        uplinksPerLeaf =
            leaves > 1 ? Self.uplinks(hostLinks: hostLinks, oversubscription: oversubscription, fabric: fabric) : 0
        spines = leaves > 1 ? (leaves * uplinksPerLeaf + otherPorts + radix - 1) / max(radix, 1) : 0
    }

    /// All cables between switches.
    var interSwitchLinks: Int { leaves * uplinksPerLeaf }

    /// What does not fit, if anything.
    var shortage: FabricShortage? {
        let atLeaf = leaves > 1 ? 0 : otherPorts
        if hostLinks + uplinksPerLeaf + atLeaf > radix {
            return .leaf(hostLinks: hostLinks, uplinks: uplinksPerLeaf, other: atLeaf)
        }
        return leaves > radix ? .spine(leaves: leaves) : nil
    }

    /// Cables that carry `hostLinks` links' bandwidth over the oversubscription, rounded up; at most the billion that no
    /// switch has ports for.
    static func uplinks(hostLinks: Int, oversubscription: Ratio, fabric: Fabric) -> Int {
        let offered = Int128(hostLinks) * Int128(fabric.hostRate.count) * Int128(Ratio.scale)
        let divisor = Int128(oversubscription.count) * Int128(fabric.uplinkRate.count)
        return Int(min((offered + divisor - 1) / divisor, 1_000_000_000))
    }

    /// links · host rate / oversubscription, rounded half up to a bit per second.
    static func bandwidth(links: Int, over oversubscription: Ratio, fabric: Fabric) -> Bandwidth {
        .bounded(
            Exact.multiplyDivide(
                Int128(fabric.hostRate.count) * Int128(links), Int128(Ratio.scale), by: Int128(oversubscription.count)))
    }
}

extension Bandwidth {
    /// So many bits per second, at most 1 Eb/s: above what all NICs of a node carry, so that a bundle of more bounds
    /// nothing, and within the integers.
    static func bounded(_ bitsPerSecond: Int128) -> Self {
        Self(count: Int64(min(bitsPerSecond, 1_000_000_000_000_000_000)))
    }
}
