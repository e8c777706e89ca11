package import Units

/// How the nodes are joined.
package struct Fabric: Hashable, Sendable {
    /// The form of the network.
    package let topology: Topology
    /// Of a link of a node and of its switch port, per direction.
    package let link: Bandwidth
    /// Of a link between switches, per direction.
    package let uplink: Bandwidth
    /// End to end, per message (α), whatever the number of switches on the way.
    package let latency: Estimate<TimeSpan>
    /// Share of the link's rate that payload reaches.
    package let linkEfficiency: Estimate<Ratio>
    /// All switches are equal; `nil` where nodes are joined without any.
    package let switchModel: SwitchModel?
    /// `nil` for copper cables that draw nothing.
    package let optics: OpticsModel?
    /// Who is charged for the switches and the WAN equipment.
    package let allocation: Allocation

    /// Who is charged for the watts of shared devices.
    package enum Allocation: String, Hashable, Sendable, CaseIterable {
        /// Every switch that is built is charged whole, and so is the equipment of every WAN link.
        case dedicated
        /// Only the share of the ports in use is charged, and of WAN equipment the share of its capacity.
        case portShare = "port-share"
    }

    /// From its parts; checks nothing.
    ///
    /// - Parameter uplink: `nil` for the rate of `link`.
    package init(
        topology: Topology, link: Bandwidth, uplink: Bandwidth? = nil, latency: Estimate<TimeSpan>,
        linkEfficiency: Estimate<Ratio>, switchModel: SwitchModel?, optics: OpticsModel?, allocation: Allocation
    ) {
        self.topology = topology
        self.link = link
        self.uplink = uplink ?? link
        self.latency = latency
        self.linkEfficiency = linkEfficiency
        self.switchModel = switchModel
        self.optics = optics
        self.allocation = allocation
    }

    /// The WAN links, in the order of the file; none on a single site's topology.
    package var wanLinks: [WANLink] {
        if case .wan(_, let links) = topology { links } else { [] }
    }

    /// What a link of a node carries at its switch: the slower of link and switch port.
    package var hostRate: Bandwidth { atPort(link) }
    /// What a link between switches carries: the slower of link and switch port.
    package var uplinkRate: Bandwidth { atPort(uplink) }

    /// The slower of a rate and a switch port's.
    func atPort(_ rate: Bandwidth) -> Bandwidth { min(rate, switchModel?.portBandwidth ?? rate) }
}
