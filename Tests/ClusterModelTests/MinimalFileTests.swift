import ClusterModel
import Testing
import Units

@Suite("Cluster files that leave things out")
struct MinimalFileTests {
    private static let text = """
        name: small
        nodes:
          - count: 2
            accelerators: { model: t4 }
            host: { cpu: epyc-7742, memory: 65 GB }
            nic: { model: 10g }
            storage: { model: sata-ssd }
            site: fr
        fabric: { topology: star, link: 10 Gb/s, latency: 5 us, switch: 10gbe-48 }
        """

    @Test("Without a workload the trained model stands for itself, with all defaults")
    func defaults() throws {
        let cluster = try ClusterFile.parse(text: Self.text, path: "a.yaml").cluster
        let represented = cluster.workload.represented
        #expect(represented.model.name == "trained" && represented.model.vocabulary == 256)
        #expect(represented.model.layers == cluster.workload.trained.layers)
        #expect(represented.microBatchPerAccelerator == cluster.workload.trained.microBatch)
        #expect(represented.mfu == Catalog.builtIn.assumptions?.mfu)
        #expect(cluster.fabric.linkEfficiency.central == .one)
        #expect(cluster.fabric.optics == nil && cluster.fabric.allocation == .dedicated)
        #expect(cluster.assumptions.computeJitter.value == 0.02)
        #expect(cluster.assumptions.hardwareLifetime.central == (try Lifetime(parsing: "4 years")))
    }

    @Test("A known region needs no entry under sites, and memory is counted in whole modules")
    func region() throws {
        let cluster = try ClusterFile.parse(text: Self.text, path: "a.yaml").cluster
        #expect(cluster.sites.map(\.name) == ["fr"])
        #expect(cluster.sites[0].intensity.central.gramsPerKilowattHour == 56)
        #expect(cluster.sites[0].pue == Catalog.builtIn.operators["average"]?.pue)
        #expect(cluster.nodes[0].memoryPower.central == .watts(10))
        #expect(cluster.nodes[0].basePower.name == "hosts.rack-server.base_power")
        #expect(cluster.nodes[0].interconnect == nil && cluster.nodes[0].ratedPower == nil)
    }

    @Test(
        "A model can be given by its shape, and a leaf–spine's ratio by a pair or a number",
        arguments: ["\"3:2\"", "1.5"])
    func shapes(ratio: String) throws {
        let text =
            Self.text.replacing(
                "topology: star", with: "topology: leaf-spine, hosts_per_leaf: 1, oversubscription: \(ratio)")
            + "\nworkload: { represents: { name: mine, layers: 2, width: 64, heads: 2, vocabulary: 1000, context: 32 } }\n"
        let cluster = try ClusterFile.parse(text: text, path: "a.yaml").cluster
        #expect(cluster.workload.represented.model.name == "mine")
        #expect(cluster.fabric.topology == .leafSpine(hostsPerLeaf: 1, oversubscription: Ratio(count: 1_500_000_000)))
    }

    @Test("A figure in the file is configured, with its range and source where they are given")
    func configured() throws {
        let text =
            Self.text
            + "\nsites: { fr: { intensity: { value: 50 g/kWh, low: 40 g/kWh, high: 60 g/kWh, source: RTE, year: 2024 } } }\n"
        let site = try ClusterFile.parse(text: text, path: "a.yaml").cluster.sites[0]
        #expect(site.intensity.source == "RTE" && site.intensity.year == 2024)
        #expect(site.intensity.confidence == .configured && site.intensity.name == "sites.fr.intensity")
        #expect(site.pue == Catalog.builtIn.operators["average"]?.pue)
    }
}
