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
}
