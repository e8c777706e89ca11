internal import Units

/// Rules that join the fabric with the nodes: does it have the ports and places, does it reach every node, and can its
/// oversubscription be felt?
struct FabricChecks {
    let groups: [NodeGroup]
    let fabric: Fabric
    let location: ([String]) -> Location
    /// Where the number of nodes comes from.
    let nodesLocation: Location
    let log: ProblemLog

    private var attached: Attachments { Attachments(groups: groups) }

    /// For more than one node.
    func run() {
        for shortage in FabricTally(attached: attached, fabric: fabric).shortages { report(shortage) }
        checkUplink()
        switch fabric.topology {
        case .star: break
        case .leafSpine(let hosts, let ratio):
            checkOversubscription(ratio, nodes: [attached.nodes], perSwitch: hosts, name: "leaf", key: "hosts_per_leaf")
        case .fatTree(let radix, let ratio):
            let hosts = radix / 2 / max(attached.mostNICs, 1)
            checkOversubscription(ratio, nodes: [attached.nodes], perSwitch: hosts, name: "edge switch", key: "radix")
        case .railOptimized(let hosts, let ratio):
            checkRails()
            checkOversubscription(
                ratio, nodes: [attached.nodes], perSwitch: hosts, name: "rail switch", key: "hosts_per_rail_switch")
        case .torus(let dimensions):
            checkPlaces(dimensions)
        case .wan(let local, let links):
            WANChecks(attached: attached, location: location, log: log).run(links)
            if case .leafSpine(let hosts, let ratio) = local {
                let nodes = attached.sites.map { attached.at(site: $0).nodes }
                checkOversubscription(ratio, nodes: nodes, perSwitch: hosts, name: "leaf", key: "hosts_per_leaf")
            }
        case .graph(let graph):
            GraphChecks(graph: graph, fabric: fabric, nodes: attached.nodes, location: location, log: log).run()
        }
    }

    private func report(_ shortage: FabricShortage) {
        guard let model = fabric.switchModel else { return }
        let has = "\(model.name) has \(model.ports)"
        let isRail = if case .railOptimized = fabric.topology { true } else { false }
        let hostsKey = isRail ? "hosts_per_rail_switch" : "hosts_per_leaf"
        switch shortage {
        case .star(let nodes, let links, let site):
            let place = site.map { " at '\($0)' and its WAN links" } ?? ""
            log.error(
                nodesLocation, "\(nodes) nodes\(place) need \(links) switch ports, and \(has)",
                remedy:
                    "write \(site == nil ? "topology" : "local"): leaf-spine with hosts_per_leaf, or choose a larger "
                    + "switch")
        case .leaf(let hostLinks, let uplinks, let other):
            let ports = "\(hostLinks) ports for nodes and \(uplinks) for uplinks"
            log.error(
                location(["fabric", hostsKey]),
                "a \(isRail ? "rail switch" : "leaf") needs \(ports)\(other > 0 ? " and \(other) for WAN links" : ""), and "
                    + has,
                remedy: "lower \(hostsKey) or raise the oversubscription")
        case .spine(let leaves):
            log.error(
                location(["fabric", hostsKey]),
                "\(leaves) leaves cannot all reach a spine: \(model.name) has \(model.ports) ports",
                remedy: "raise \(hostsKey) or choose a larger switch")
        case .radix(let radix):
            log.error(
                location(["fabric", "radix"]),
                "a fat tree of radix \(radix) needs switches of \(radix) ports, and \(has)",
                remedy: "lower the radix or choose a larger switch")
        case .edge(let nics, let ports):
            log.error(
                location(["fabric", "radix"]),
                "a node has \(nics) NICs, and an edge switch half of its radix, \(ports) ports, for nodes",
                remedy: "raise the radix to \(2 * nics) or more")
        case .tree(let capacity):
            log.error(
                nodesLocation,
                "\(attached.nodes) nodes do not fit: a fat tree of this radix has places for \(capacity)",
                remedy: "raise the radix")
        case .thinUplinks(let needed, let ports):
            log.error(
                location(["fabric", "uplink"]),
                "an edge switch needs \(needed) uplinks of \(fabric.uplinkRate.formatted()), and half of its radix is "
                    + "\(ports)",
                remedy: "make uplinks as fast as links, or raise the oversubscription")
        case .graph(let name, let links):
            log.error(
                location(["fabric", "links"]), "the switch '\(name)' needs \(links) ports, and \(has)",
                remedy: "spread its links over more switches, or choose a larger one")
        }
    }

    private func checkUplink() {
        guard let model = fabric.switchModel, fabric.uplink > model.portBandwidth, fabric.uplink != fabric.link else {
            return
        }
        log.warning(
            location(["fabric", "uplink"]),
            "the uplink of \(fabric.uplink.formatted()) is faster than a port of \(model.name) "
                + "(\(model.portBandwidth.formatted()))",
            remedy: "the slower counts")
    }

    /// At most the nodes of a switch, or the nodes elsewhere if they are fewer, send through its uplinks at once, each
    /// at its port's rate; uplinks that carry that much are no bottleneck of any flow.
    private func checkOversubscription(_ ratio: Ratio, nodes: [Int], perSwitch: Int, name: String, key: String) {
        guard ratio > .one, perSwitch > 0 else { return }
        let place = location(["fabric", "oversubscription"])
        let total = nodes.reduce(0, +)
        guard let largest = nodes.max(), largest > perSwitch else {
            log.warning(
                place,
                nodes.count > 1
                    ? "the nodes of each site are on one \(name), so no flow meets the oversubscription"
                    : "all \(total) nodes are on one \(name), so no flow meets the oversubscription",
                remedy: "lower \(key) or add nodes")
            return
        }
        let crossing = min(perSwitch, total - perSwitch)
        if Int128(crossing) * Int128(ratio.count) <= Int128(perSwitch) * Int128(Ratio.scale) {
            log.warning(
                place,
                "at most \(crossing) node\(crossing == 1 ? " sends" : "s at once send") through a \(name)'s uplinks, which carry "
                    + "\(perSwitch)/\(ratio.formatted()) of a node's link: no flow meets the oversubscription",
                remedy: "lower \(key) or raise the ratio")
        }
    }

    private func checkRails() {
        let counts = Set(groups.map(\.nicsPerNode))
        if counts.count > 1 {
            let list = counts.sorted().map(String.init).joined(separator: ", ")
            log.error(
                location(["fabric", "topology"]),
                "on rails every node has the same number of NICs, and these have \(list)",
                remedy: "give all node groups as many, or write topology: leaf-spine")
        } else if counts == [1] {
            log.warning(
                location(["fabric", "topology"]), "with one NIC a node there is one rail, which is a leaf–spine fabric",
                remedy: "raise the count under nic, or write topology: leaf-spine")
        }
    }

    private func checkPlaces(_ dimensions: [Int]) {
        let places = dimensions.reduce(1) { min($0 * $1, 1_000_000) }
        guard places != attached.nodes else { return }
        let sizes = dimensions.map(String.init).joined(separator: " × ")
        log.error(
            nodesLocation, "\(attached.nodes) nodes do not fill a torus of \(sizes), which has \(places) places",
            remedy: "choose dimensions whose product is \(attached.nodes)")
    }
}
