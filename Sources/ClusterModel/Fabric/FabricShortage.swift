/// Why a fabric cannot be built.
enum FabricShortage: Hashable {
    /// More cables on the one switch of a star than it has ports; `site` for one of several.
    case star(nodes: Int, links: Int, site: String?)
    /// More cables on a leaf than it has ports; `other` are those of WAN links.
    case leaf(hostLinks: Int, uplinks: Int, other: Int)
    /// More leaves than a spine has ports.
    case spine(leaves: Int)
    /// A radix above the ports of a switch.
    case radix(radix: Int)
    /// A node with more NICs than an edge switch has ports for nodes.
    case edge(nics: Int, ports: Int)
    /// More nodes than the whole tree has places for.
    case tree(capacity: Int)
    /// More uplinks than ports for them, since the uplinks are slower than the links of nodes.
    case thinUplinks(needed: Int, ports: Int)
    /// More cables on the switch of a graph than it has ports.
    case graph(switchName: String, links: Int)
}
