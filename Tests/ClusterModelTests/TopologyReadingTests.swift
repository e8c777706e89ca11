import ClusterModel
import Testing
import Units

@Suite("Topologies in cluster files")
struct TopologyReadingTests {
    private func topology(_ fabric: String, nodes: Int, nics: Int = 1) throws -> Fabric.Topology {
        try TestNetwork.cluster(fabric, nodes: nodes, nics: nics).fabric.topology
    }

    @Test("Each is read as it is written, at full bisection where no ratio is given")
    func asWritten() throws {
        let ratio = Ratio(count: 2_000_000_000)
        let plain = "topology: fat-tree\nradix: 8\n" + TestNetwork.parts
        #expect(try topology(plain, nodes: 8) == .fatTree(radix: 8, oversubscription: .one))
        #expect(try topology(TestNetwork.fatTree(4, "2:1"), nodes: 8) == .fatTree(radix: 4, oversubscription: ratio))
        let rails = Fabric.Topology.railOptimized(hostsPerRailSwitch: 4, oversubscription: ratio)
        #expect(try topology(TestNetwork.rails(4, "2:1"), nodes: 8, nics: 2) == rails)
        #expect(try topology(TestNetwork.torus([2, 3, 2]), nodes: 12) == .torus(dimensions: [2, 3, 2]))
    }

    @Test("A graph keeps the order of the file, and links take the rates they are given or else the fabric's")
    func graph() throws {
        guard case .graph(let graph) = try topology(TestNetwork.graph, nodes: 6) else {
            Issue.record("no graph")
            return
        }
        #expect(graph.switches == ["spine", "left", "right"])
        #expect(graph.switchLinks.map { [$0.from, $0.to, $0.count] } == [[0, 1, 2], [2, 0, 1]])
        #expect(graph.switchLinks.map(\.rate.gigabitsPerSecond) == [400, 200])
        #expect(graph.nodeLinks.map(\.ranks) == [0...2, 3...4, 5...5])
        #expect(graph.nodeLinks.map(\.toSwitch) == [1, 2, 0])
        #expect(graph.nodeLinks.map(\.rate.gigabitsPerSecond) == [100, 50, 100])
        #expect(graph.nodeLinks.map { $0.latency?.name } == [nil, "fabric.links[2].latency", nil])
    }

    @Test("A WAN's equipment stands at a site of its own, which need not be listed")
    func wan() throws {
        let cluster = try TestNetwork.loaded(TestNetwork.threeSites(), groups: TestNetwork.threeSiteGroups).cluster
        #expect(cluster.sites.map(\.name) == ["fr", "de", "se", "world"])
        let links = cluster.fabric.wanLinks
        #expect(links.map(\.count) == [2, 1] && links.map(\.site) == ["world", "se"])
        #expect(links[0].equipment == Catalog.builtIn.wan["metro-100g"])
        #expect(links[0].between == .init("de", "fr"))
        let power = links[1].equipment.power
        #expect(power.name == "wan.long-haul-100g.power" && power.low < power.central && power.central < power.high)
    }

    @Test("Uplinks are as fast as links unless told otherwise, and no faster than a port")
    func uplinks() throws {
        let plain = try TestNetwork.cluster(TestNetwork.leafSpine(2), nodes: 4).fabric
        #expect(plain.uplink == plain.link && plain.uplinkRate == plain.link)
        let fast = try TestNetwork.cluster(TestNetwork.leafSpine(2) + "uplink: 400 Gb/s", nodes: 4).fabric
        #expect(fast.uplink.gigabitsPerSecond == 400 && fast.uplinkRate.gigabitsPerSecond == 100)
    }

    @Test(
        "The names of topologies are those that files use", arguments: ["leaf-spine-3to1", "fat-tree", "rail", "torus"])
    func names(config: String) throws {
        let name = try ClusterFile.load(path: config).cluster.fabric.topology.name
        #expect(ShippedClusters.text(of: config)!.contains("topology: \(name)\n"))
    }

    @Test("One node reads on any topology, whatever places it has", arguments: ["torus", "graph", "fat-tree", "rail"])
    func oneNode(config: String) throws {
        let cluster = try ClusterFile.load(path: config, overrides: ClusterOverrides(nodes: 1)).cluster
        let inventory = FabricInventory(cluster: cluster)
        #expect(cluster.nodeCount == 1)
        #expect((inventory.switches, inventory.cables, inventory.optics) == (0, 0, 0))
        #expect(FabricRoutes(cluster: cluster).links.isEmpty)
    }
}
