import ClusterModel
import Testing
import Units

@Suite("What a fabric is built of")
struct FabricInventoryTests {
    private func fabric(_ topology: Fabric.Topology, switchName: String = "sn4600c", copper: Bool = false) throws
        -> Fabric
    {
        let base = try ClusterFile.load(path: "default").cluster.fabric
        return Fabric(
            topology: topology, link: base.link, latency: base.latency, linkEfficiency: base.linkEfficiency,
            switchModel: Catalog.builtIn.switches[switchName]!, optics: copper ? nil : base.optics,
            allocation: base.allocation)
    }

    @Test("A star is one switch with two transceivers a node, and one node needs none", arguments: [1, 2, 3, 8, 64])
    func star(nodes: Int) throws {
        let inventory = FabricInventory(nodes: nodes, linksPerNode: 1, fabric: try fabric(.star))
        #expect(inventory.switches == (nodes == 1 ? 0 : 1))
        #expect(inventory.optics == (nodes == 1 ? 0 : 2 * nodes))
        #expect(inventory.portsUsed == (nodes == 1 ? 0 : nodes))
        #expect(inventory.portsBuilt == (nodes == 1 ? 0 : 64))
    }

    @Test("Copper needs no transceivers, and every NIC takes a port")
    func copper() throws {
        let inventory = FabricInventory(nodes: 8, linksPerNode: 4, fabric: try fabric(.star, copper: true))
        #expect((inventory.optics, inventory.nodeLinks, inventory.portsUsed) == (0, 32, 32))
    }

    @Test(
        "Leaves, spines and links follow from hosts per leaf, oversubscription and radix",
        arguments: [
            // nodes, hosts per leaf, ratio in billionths, leaves, uplinks of a leaf, spines, optics
            (8, 4, 1_000_000_000, 2, 4, 1, 32),
            (8, 4, 3_000_000_000, 2, 2, 1, 24),
            (9, 4, 4_000_000_000, 3, 1, 1, 24),
            (1024, 32, 1_000_000_000, 32, 32, 16, 4096),
            (2048, 32, 1_000_000_000, 64, 32, 32, 8192),
            (2048, 32, 1_500_000_000, 64, 22, 22, 6912),
            (4, 4, 3_000_000_000, 1, 0, 0, 8),
            (1, 4, 3_000_000_000, 0, 0, 0, 0),
        ] as [(Int, Int, Int64, Int, Int, Int, Int)])
    func leafSpine(
        nodes: Int, hostsPerLeaf: Int, ratio: Int64, leaves: Int, uplinks: Int, spines: Int, optics: Int
    ) throws {
        let topology = Fabric.Topology.leafSpine(hostsPerLeaf: hostsPerLeaf, oversubscription: Ratio(count: ratio))
        let inventory = FabricInventory(nodes: nodes, linksPerNode: 1, fabric: try fabric(topology))
        #expect(inventory.switches(of: .leaf) == leaves)
        #expect(inventory.switches(of: .spine) == spines)
        #expect(inventory.interSwitchLinks == leaves * uplinks)
        #expect(inventory.optics == optics)
        #expect(inventory.portsUsed == (nodes == 1 ? 0 : nodes) + 2 * leaves * uplinks)
        #expect(inventory.portsUsed <= inventory.portsBuilt)
    }

    @Test("Dedicated switches are charged whole, shared ones by the ports in use")
    func charged() throws {
        var cluster = try ClusterFile.load(path: "default").cluster
        let whole = FabricInventory(cluster: cluster)
        #expect(whole.chargedSwitchPower(one: .watts(466)) == .watts(466))
        let fabric = cluster.fabric
        cluster.fabric = Fabric(
            topology: fabric.topology, link: fabric.link, latency: fabric.latency,
            linkEfficiency: fabric.linkEfficiency, switchModel: fabric.switchModel, optics: fabric.optics,
            allocation: .portShare)
        let shared = FabricInventory(cluster: cluster)
        #expect(shared.chargedSwitchPower(one: .watts(466)) == Power(count: 466_000_000 / 8))
        #expect(shared.chargedSwitchEmbodied(one: CarbonMass(count: 7)) == CarbonMass(count: 1))
        cluster.nodes[0].count = 1
        #expect(FabricInventory(cluster: cluster).chargedSwitchPower(one: .watts(466)) == .zero)
    }

    @Test(
        "A whole fat tree of radix k has 5k²/4 switches, k³/4 nodes and k³/2 cables between switches",
        arguments: [
            4, 8, 16, 48,
        ])
    func wholeFatTree(radix k: Int) throws {
        let topology = Fabric.Topology.fatTree(radix: k, oversubscription: .one)
        let nodes = k * k * k / 4
        let inventory = FabricInventory(nodes: nodes, linksPerNode: 1, fabric: try fabric(topology))
        #expect(inventory.switches == 5 * k * k / 4)
        #expect(inventory.switches(of: .edge) == k * k / 2 && inventory.switches(of: .aggregation) == k * k / 2)
        #expect(inventory.switches(of: .core) == k * k / 4)
        #expect(inventory.interSwitchLinks == k * k * k / 2)
        #expect(inventory.cables == inventory.nodeLinks + inventory.interSwitchLinks)
        #expect(inventory.optics == 2 * inventory.cables)
        // Every one of the k ports of every switch has a cable.
        #expect(inventory.portsUsed == k * inventory.switches)
    }

    @Test(
        "Of a fat tree only the edges, pods and cores that are needed are built",
        arguments: [
            // nodes, NICs, ratio in billionths, edges, aggregations, cores, cables between switches; of radix 8
            (2, 1, 1_000_000_000, 1, 0, 0, 0),
            (5, 1, 1_000_000_000, 2, 4, 0, 8),
            (16, 1, 1_000_000_000, 4, 4, 0, 16),
            (17, 1, 1_000_000_000, 5, 8, 4, 40),
            (64, 1, 1_000_000_000, 16, 16, 8, 128),
            (128, 1, 1_000_000_000, 32, 32, 16, 256),
            (128, 1, 2_000_000_000, 32, 16, 8, 128),
            (17, 2, 1_000_000_000, 9, 12, 8, 72),
            (128, 1, 3_000_000_000, 32, 16, 8, 128),
        ] as [(Int, Int, Int64, Int, Int, Int, Int)])
    func partOfFatTree(
        nodes: Int, nics: Int, ratio: Int64, edges: Int, aggregations: Int, cores: Int, cables: Int
    ) throws {
        let topology = Fabric.Topology.fatTree(radix: 8, oversubscription: Ratio(count: ratio))
        let inventory = FabricInventory(nodes: nodes, linksPerNode: nics, fabric: try fabric(topology))
        #expect(inventory.switches(of: .edge) == edges)
        #expect(inventory.switches(of: .aggregation) == aggregations)
        #expect(inventory.switches(of: .core) == cores)
        #expect(inventory.interSwitchLinks == cables)
        #expect(inventory.nodeLinks == nodes * nics && inventory.nics == nodes * nics)
        #expect(inventory.portsUsed <= 8 * inventory.switches)
    }

    @Test("Rails are as many leaf–spine fabrics as a node has NICs")
    func rails() throws {
        let inventory = FabricInventory(
            nodes: 100, linksPerNode: 8,
            fabric: try fabric(.railOptimized(hostsPerRailSwitch: 32, oversubscription: .one)))
        let rail = FabricInventory(
            nodes: 100, linksPerNode: 1, fabric: try fabric(.leafSpine(hostsPerLeaf: 32, oversubscription: .one)))
        #expect((inventory.switches(of: .leaf), inventory.switches(of: .spine)) == (32, 16))
        #expect(inventory.switches == 8 * rail.switches && inventory.optics == 8 * rail.optics)
        #expect(inventory.portsUsed == 8 * rail.portsUsed && inventory.portsBuilt == 8 * rail.portsBuilt)
    }

    @Test(
        "A torus has no switches, and as many cables as pairs of neighbours",
        arguments: [
            ([2], 1, 1), ([3], 1, 3), ([8], 2, 8), ([8], 3, 16), ([4, 2], 3, 12), ([3, 3, 3], 6, 81),
            ([1, 5, 1], 1, 5),
            ([2, 2, 2], 3, 12),
        ] as [([Int], Int, Int)])
    func torus(dimensions: [Int], nics: Int, cables: Int) throws {
        let nodes = dimensions.reduce(1, *)
        let cluster = try TestNetwork.cluster(TestNetwork.torus(dimensions), nodes: nodes, nics: nics)
        let inventory = FabricInventory(cluster: cluster)
        #expect((inventory.switches, inventory.portsUsed, inventory.portsBuilt) == (0, 0, 0))
        #expect((inventory.directLinks, inventory.cables, inventory.optics) == (cables, cables, 2 * cables))
        #expect(inventory.chargedSwitchPower(one: .watts(100)) == .zero)
        #expect(ClusterDescription(of: cluster, warnings: []).switchPower.high == .zero)
    }

    @Test("Faster uplinks are fewer cables for the same ratio")
    func uplinks() throws {
        let text = TestNetwork.leafSpine(8).replacing("sn4600c", with: "sn5600")
        let plain = FabricInventory(cluster: try TestNetwork.cluster(text, nodes: 16))
        let fast = FabricInventory(cluster: try TestNetwork.cluster(text + "uplink: 400 Gb/s\n", nodes: 16))
        #expect((plain.interSwitchLinks, fast.interSwitchLinks) == (16, 4))
    }

    @Test("Each site has its own switches, WAN links take ports there, and their equipment is counted apart")
    func sites() throws {
        let groups = TestNetwork.threeSiteGroups
        let cluster = try TestNetwork.loaded(TestNetwork.threeSites(), groups: groups).cluster
        let inventory = FabricInventory(cluster: cluster)
        #expect((inventory.switches, inventory.nodeLinks, inventory.interSwitchLinks) == (3, 15, 0))
        #expect(inventory.wanLinks == 3 && inventory.optics == 30)
        #expect(inventory.portsUsed == 15 + 2 * 3 && inventory.portsBuilt == 3 * 64)
        let links = cluster.fabric.wanLinks
        #expect(inventory.chargedWANPower(of: links[0], one: .watts(150)) == .watts(300))
        #expect(inventory.chargedWANEmbodied(of: links[1], one: CarbonMass(count: 7)) == CarbonMass(count: 7))
        let description = ClusterDescription(of: cluster, warnings: [])
        #expect(description.wanPower.central == .watts(2 * 150 + 1200))
        #expect(description.switchPower.central == .watts(3 * 466))
        let share = TestNetwork.threeSites() + "\nallocation: port-share"
        let shared = try TestNetwork.loaded(share, groups: groups).cluster
        let power = FabricInventory(cluster: shared).chargedWANPower(of: links[0], one: .watts(150))
        #expect(power == .watts(2 * 15))
        var single = cluster
        single.nodes = [single.nodes[0]]
        single.nodes[0].count = 1
        #expect(ClusterDescription(of: single, warnings: []).wanPower.central == .zero)
    }

    @Test("A graph has the switches and cables that are drawn")
    func graph() throws {
        let inventory = FabricInventory(cluster: try TestNetwork.cluster(TestNetwork.graph, nodes: 6, nics: 2))
        #expect((inventory.switches, inventory.nodeLinks, inventory.interSwitchLinks) == (3, 12, 3))
        #expect((inventory.portsUsed, inventory.optics) == (12 + 6, 30))
    }
}
