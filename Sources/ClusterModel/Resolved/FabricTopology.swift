package import Units

extension Fabric {
    /// The form of the network. Ratios of oversubscription are host bandwidth over uplink bandwidth of a first-level
    /// switch, 1 for full bisection; they bound what the uplinks carry, and cables are rounded up.
    package enum Topology: Hashable, Sendable {
        /// All nodes on one switch.
        case star
        /// Every leaf switch joins `hostsPerLeaf` nodes; spines join the leaves.
        case leafSpine(hostsPerLeaf: Int, oversubscription: Ratio)
        /// Three tiers of switches of which `radix` (k) ports are used: an edge switch has k/2 ports for nodes, a pod
        /// k/2 edge switches, the whole k pods, and k³/4 node ports.
        ///
        /// Source: Al-Fares, Loukissas, Vahdat, "A scalable, commodity data center network architecture", SIGCOMM 2008.
        case fatTree(radix: Int, oversubscription: Ratio)
        /// A leaf–spine fabric (a rail) for each NIC of a node: NIC j of every node is on rail j.
        case railOptimized(hostsPerRailSwitch: Int, oversubscription: Ratio)
        /// Direct cables between neighbours, no switches; ranks are numbered along the first dimension first. One
        /// dimension is a ring.
        case torus(dimensions: [Int])
        /// The nodes of each site on a network of their own, and WAN links between sites.
        case wan(local: LocalNetwork, links: [WANLink])
        /// Named switches and the links between them and to nodes.
        case graph(SwitchGraph)

        /// As it is written in cluster files.
        package var name: String {
            switch self {
            case .star: "star"
            case .leafSpine: "leaf-spine"
            case .fatTree: "fat-tree"
            case .railOptimized: "rail-optimized"
            case .torus: "torus"
            case .wan: "wan"
            case .graph: "graph"
            }
        }
    }

    /// The network inside each of several sites.
    package enum LocalNetwork: Hashable, Sendable {
        /// The site's nodes on one switch.
        case star
        /// As the topology of that name, for the site's nodes.
        case leafSpine(hostsPerLeaf: Int, oversubscription: Ratio)
    }

    /// Equal parallel links between two sites, and the equipment at their ends and on the way.
    package struct WANLink: Hashable, Sendable {
        /// Names of the sites that it joins.
        package let between: Pair
        /// Of one of the links, per direction.
        package let bandwidth: Bandwidth
        /// Parallel links, at least 1.
        package let count: Int
        /// One way, on top of the fabric's latency.
        package let latency: Estimate<TimeSpan>
        /// One set a link.
        package let equipment: WANModel
        /// Name of the site whose electricity and PUE the equipment has.
        package let site: String

        /// Two names of sites.
        package struct Pair: Hashable, Sendable {
            /// The one that is written first.
            package let first: String
            /// The other.
            package let second: String

            /// From two names.
            package init(_ first: String, _ second: String) {
                self.first = first
                self.second = second
            }
        }

        /// From its parts; checks nothing.
        package init(
            between: Pair, bandwidth: Bandwidth, count: Int, latency: Estimate<TimeSpan>, equipment: WANModel,
            site: String
        ) {
            self.between = between
            self.bandwidth = bandwidth
            self.count = count
            self.latency = latency
            self.equipment = equipment
            self.site = site
        }
    }

    /// A network drawn by hand.
    package struct SwitchGraph: Hashable, Sendable {
        /// A bundle of equal cables between two switches.
        package struct SwitchLink: Hashable, Sendable {
            /// Index of a switch.
            package let from: Int
            /// Index of another switch.
            package let to: Int
            /// Of one cable, per direction.
            package let rate: Bandwidth
            /// Cables, at least 1.
            package let count: Int
            /// One way, on top of the fabric's; `nil` for none.
            package let latency: Estimate<TimeSpan>?

            /// From its parts; checks nothing.
            package init(from: Int, to: Int, rate: Bandwidth, count: Int, latency: Estimate<TimeSpan>?) {
                self.from = from
                self.to = to
                self.rate = rate
                self.count = count
                self.latency = latency
            }
        }

        /// Consecutive nodes on one switch, each with all its NICs.
        package struct NodeLink: Hashable, Sendable {
            /// Nodes, counted from 0 in the order of the groups.
            package let ranks: ClosedRange<Int>
            /// Index of the switch.
            package let toSwitch: Int
            /// Of one cable, per direction.
            package let rate: Bandwidth
            /// One way, on top of the fabric's; `nil` for none.
            package let latency: Estimate<TimeSpan>?

            /// From its parts; checks nothing.
            package init(ranks: ClosedRange<Int>, toSwitch: Int, rate: Bandwidth, latency: Estimate<TimeSpan>?) {
                self.ranks = ranks
                self.toSwitch = toSwitch
                self.rate = rate
                self.latency = latency
            }
        }

        /// Names of the switches.
        package let switches: [String]
        /// In the order of the file.
        package let switchLinks: [SwitchLink]
        /// In the order of the file.
        package let nodeLinks: [NodeLink]

        /// From its parts; checks nothing.
        package init(switches: [String], switchLinks: [SwitchLink], nodeLinks: [NodeLink]) {
            self.switches = switches
            self.switchLinks = switchLinks
            self.nodeLinks = nodeLinks
        }
    }
}
