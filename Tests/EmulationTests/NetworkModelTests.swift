import ClusterModel
import Emulation
import Testing
import Units

@Suite("The network as ranks see it")
struct NetworkModelTests {
    private func network(_ config: String, efficiency: String? = nil) throws -> (Cluster, NetworkModel) {
        var text = ShippedClusters.text(of: config)!
        if let efficiency { text = text.replacing("fabric:\n", with: "fabric:\n  link_efficiency: \(efficiency)\n") }
        let cluster = try ClusterFile.parse(text: text, path: "a.yaml").cluster
        return (cluster, NetworkModel(cluster: cluster, constants: CentralValues()))
    }

    @Test(
        "A path's rate is the least of both ports and its links, at every link efficiency",
        arguments: ShippedClusters.names, ["1", "0.93"])
    func rates(config: String, efficiency: String) throws {
        let (cluster, network) = try network(config, efficiency: efficiency)
        let routes = FabricRoutes(cluster: cluster)
        #expect(network.bandwidths == Set(network.bandwidths).sorted())
        #expect(network.locality == routes.switchGroups)
        for a in 0..<cluster.nodeCount {
            for b in 0..<cluster.nodeCount where a != b {
                let links = network.links(from: a, to: b)
                let least = ([a, b].map { network.portBandwidth(rank: $0) } + links.map { network.linkCapacities[$0] })
                    .min()
                #expect(network.bandwidth(from: a, to: b) == least)
                #expect(network.bandwidths[network.bandwidthClass(from: a, to: b)] == least)
                let route = routes.route(from: a, to: b)
                #expect(network.switches(from: a, to: b) == route.switches)
                #expect(network.transceivers(from: a, to: b) == route.transceivers)
                #expect(network.wanLinks(from: a, to: b) == route.wanLinks)
                let added = route.addedLatencies.reduce(network.latency) { $0 + $1.central.duration }
                #expect(network.latency(from: a, to: b) == added)
            }
        }
    }

    @Test("Payload rates are line rates times the link efficiency")
    func payload() throws {
        let (_, network) = try network("leaf-spine-3to1", efficiency: "0.9")
        #expect(network.portBandwidth(rank: 0).bitsPerSecond == 90_000_000_000)
        #expect(network.linkCapacities.map(\.bitsPerSecond) == [Int64](repeating: 120_000_000_000, count: 4))
        #expect(network.bandwidths.map(\.bitsPerSecond) == [90_000_000_000])
    }

    @Test("Between sites the WAN's latency and rate count")
    func sites() throws {
        let (_, network) = try network("two-sites")
        #expect(network.latency(from: 0, to: 3) == .microseconds(2))
        #expect(network.latency(from: 3, to: 4) == .microseconds(60_002))
        #expect(network.bandwidth(from: 7, to: 0).bitsPerSecond == 10_000_000_000)
        #expect(network.bandwidth(from: 7, to: 4).bitsPerSecond == 100_000_000_000)
        #expect(network.bandwidthClass(from: 7, to: 0) == 0)
    }

    @Test("A latency takes the value that the constants give it")
    func constants() throws {
        let (cluster, _) = try network("two-sites")
        let high = NetworkModel(cluster: cluster, constants: OneAtBound(name: "fabric.wan[0].latency", isHigh: true))
        #expect(high.latency(from: 0, to: 7) == .microseconds(80_002))
        #expect(high.latency(from: 0, to: 1) == .microseconds(2))
    }
}
