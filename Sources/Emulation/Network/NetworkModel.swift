package import ClusterModel
package import Units

/// The network between nodes as ranks see it: ports, the links beyond them that flows share, and the way from one rank
/// to another. All rates are payload rates: raw line rate × link efficiency, rounded half up to a bit per second.
package struct NetworkModel: Sendable {
    /// End to end, per message, where no link on the way adds to it.
    package let latency: VirtualDuration
    /// Rates that a path can have on which no link is shared, in ascending order: those of ports, and of links that
    /// are slower than some port.
    package let bandwidths: [Bandwidth]
    /// By link beyond the nodes' ports, in the order of the fabric's routes.
    package let linkCapacities: [Bandwidth]
    /// By rank: the first-level switch, site or line that it hangs on; groups for two-level collectives.
    package let locality: [Int]
    private let routes: FabricRoutes
    private let ports: [Bandwidth]
    private let portClass: [Int]
    /// By link; `nil` where the link is as fast as any port.
    private let linkClass: [Int?]
    private let hasSlowLinks: Bool
    /// What comes on top of the latency, by link and by rank; empty where nothing does.
    private let linkLatencies: [VirtualDuration]
    private let portLatencies: [VirtualDuration]

    /// - Parameter constants: the values of latencies and of the link efficiency.
    package init(cluster: Cluster, constants: some ConstantValues) {
        let routes = FabricRoutes(cluster: cluster)
        latency = constants.value(of: cluster.fabric.latency).duration
        let efficiency = constants.value(of: cluster.fabric.linkEfficiency)
        let payload = { (rate: Bandwidth) in
            Bandwidth(
                count: Int64(
                    Exact.multiplyDivide(Int128(rate.count), Int128(efficiency.count), by: Int128(Ratio.scale))))
        }
        let added = { (latency: Estimate<TimeSpan>?) in latency.map { constants.value(of: $0).duration } ?? .zero }
        self.routes = routes
        ports = routes.portBandwidth.map(payload)
        let links = routes.links
        linkCapacities = links.map { payload($0.capacity) }
        locality = routes.switchGroups
        let fastest = ports.max() ?? .zero
        let slow = linkCapacities.filter { $0 < fastest }
        bandwidths = Set(ports + slow).sorted()
        var number: [Bandwidth: Int] = [:]
        for (index, rate) in bandwidths.enumerated() { number[rate] = index }
        portClass = ports.map { number[$0]! }
        linkClass = linkCapacities.map { $0 < fastest ? number[$0] : nil }
        hasSlowLinks = !slow.isEmpty
        linkLatencies = links.contains { $0.latency != nil } ? links.map { added($0.latency) } : []
        portLatencies =
            routes.portLatencies.contains { $0 != nil } ? routes.portLatencies.map(added) : []
    }

    /// The index into `bandwidths` of the path's rate: the least of both ports and of every link on the way.
    package func bandwidthClass(from sender: Int, to receiver: Int) -> Int {
        var least = min(portClass[sender], portClass[receiver])
        guard hasSlowLinks else { return least }
        routes.visitLinks(from: sender, to: receiver) { link in
            if let rate = linkClass[link], rate < least { least = rate }
        }
        return least
    }

    /// The rate from one rank to another where no other flow shares the way.
    package func bandwidth(from sender: Int, to receiver: Int) -> Bandwidth {
        bandwidths[bandwidthClass(from: sender, to: receiver)]
    }

    /// Of a message from one rank to another: the fabric's and what the way adds.
    package func latency(from sender: Int, to receiver: Int) -> VirtualDuration {
        var sum = latency
        if !portLatencies.isEmpty, sender != receiver { sum += portLatencies[sender] + portLatencies[receiver] }
        if !linkLatencies.isEmpty {
            routes.visitLinks(from: sender, to: receiver) { sum += linkLatencies[$0] }
        }
        return sum
    }

    /// True if every way is like every other: equal ports, and nothing beyond them.
    package var isUniform: Bool {
        linkCapacities.isEmpty && portLatencies.isEmpty && Set(portClass).count <= 1
    }

    /// The links on the way, as indices into `linkCapacities`, in order.
    package func links(from sender: Int, to receiver: Int) -> [Int] { routes.links(from: sender, to: receiver) }

    /// Of all NICs of a rank together, per direction.
    package func portBandwidth(rank: Int) -> Bandwidth { ports[rank] }

    /// Switches on the way.
    package func switches(from sender: Int, to receiver: Int) -> Int { routes.switches(from: sender, to: receiver) }

    /// Transceivers on the way: two a cable with fibre, none with copper.
    package func transceivers(from sender: Int, to receiver: Int) -> Int {
        routes.transceivers(from: sender, to: receiver)
    }

    /// WAN links on the way.
    package func wanLinks(from sender: Int, to receiver: Int) -> Int { routes.wanLinks(from: sender, to: receiver) }
}
