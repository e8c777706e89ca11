import ClusterModel
import Foundation
import Testing
import Units

@Suite("Networks that a cluster can be put on")
struct NetworkPresetTests {
    private static func errors(_ body: () throws(ClusterFileError) -> Void) -> [String] {
        do { try body() } catch { return error.problems.map(\.description) }
        return []
    }

    /// A file of the user's, gone after the test.
    private static func withFile<Result>(
        _ text: String, name: String = "mine.yaml", _ body: (String) throws -> Result
    ) throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appending(path: "ringwatt-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: name)
        try Data(text.utf8).write(to: file)
        return try body(file.path(percentEncoded: false))
    }

    private static func error(of text: String, on config: String = "default") throws -> [String] {
        try withFile(text) { path in
            errors { () throws(ClusterFileError) in
                let loaded = try ClusterFile.load(path: config)
                _ = try NetworkPreset.load(path).applied(to: loaded)
            }.map { $0.replacing(path, with: "mine.yaml") }
        }
    }

    @Test(
        "Every shipped network fits every shipped cluster and changes its NICs and links alone",
        arguments: NetworkPreset.shippedNames, ShippedClusters.names)
    func shipped(network: String, config: String) throws {
        let loaded = try ClusterFile.load(path: config)
        let preset = try NetworkPreset.load(network)
        #expect(preset.name == network && !preset.isIdeal)
        let (cluster, warnings) = try preset.reading(on: loaded)
        let old = loaded.cluster
        if case .graph(let new) = cluster.fabric.topology, case .graph(let old) = old.fabric.topology {
            // Links that give no rate of their own take the network's.
            #expect(new.switches == old.switches && new.nodeLinks.map(\.ranks) == old.nodeLinks.map(\.ranks))
            #expect(new.switchLinks.map { [$0.from, $0.to] } == old.switchLinks.map { [$0.from, $0.to] })
        } else {
            #expect(cluster.fabric.topology == old.fabric.topology)
        }
        #expect(cluster.workload == old.workload && cluster.sites == old.sites && cluster.name == old.name)
        #expect(cluster.nodes.map(\.count) == old.nodes.map(\.count))
        #expect(cluster.nodes.map(\.nicsPerNode) == old.nodes.map(\.nicsPerNode))
        #expect(cluster.nodes.map(\.accelerator) == old.nodes.map(\.accelerator))
        // The NIC carries the link, and the switch's port too.
        #expect(cluster.nodes.allSatisfy { $0.nic.bandwidth == cluster.fabric.link })
        #expect(cluster.fabric.hostRate == cluster.fabric.link)
        #expect((cluster.fabric.switchModel == nil) == (old.fabric.switchModel == nil))
        #expect(warnings.allSatisfy { $0.message.contains("keep the rates") }, "\(warnings)")
    }

    @Test("On 10 and 1 Gb/s the default cluster is the shipped one of that name", arguments: ["10gbe", "1gbe"])
    func same(network: String) throws {
        let overrides = ClusterOverrides(nodes: 3, overlap: false)
        let loaded = try ClusterFile.load(path: "default", overrides: overrides)
        var cluster = try NetworkPreset.load(network).applied(to: loaded)
        let expected = try ClusterFile.load(path: network, overrides: overrides).cluster
        cluster.name = expected.name
        #expect(cluster == expected)
    }

    @Test("The ideal network has a name, and changes nothing of the cluster")
    func ideal() throws {
        let preset = try NetworkPreset.load("ideal")
        let loaded = try ClusterFile.load(path: "default")
        #expect(preset.isIdeal && preset.name == "ideal")
        #expect(try preset.applied(to: loaded) == loaded.cluster)
    }

    @Test("A shipped network may be written as a file, and an unknown one suggests the near one")
    func names() throws {
        #expect(try NetworkPreset.load("hdr.yaml").name == "hdr")
        let known =
            "networks: ideal, 1gbe, 10gbe, 25gbe, 40gbe, 50gbe, 100gbe, 200gbe, 400gbe, hdr, ndr; "
            + "or give the path of a file"
        #expect(
            Self.errors { () throws(ClusterFileError) in _ = try NetworkPreset.load("110gbe") } == [
                "110gbe: error: there is no such network or file; did you mean '100gbe'? \(known)"
            ])
        #expect(
            Self.errors { () throws(ClusterFileError) in _ = try NetworkPreset.load("none/such.yaml") } == [
                "none/such.yaml: error: there is no such network or file; \(known)"
            ])
    }

    @Test("A file of the user's gives what it likes: keys of the fabric, devices, the collective, disturbances")
    func userFile() throws {
        let text = """
            nic: { model: fast, count: 2 }
            fabric: { link: 800 Gb/s }
            collective: { algorithm: auto }
            disturbances: { slow_links: [{ rank: 7, bandwidth: 50 % }] }
            catalog:
              nics: { fast: { bandwidth: 800 Gb/s, power: 40 W, embodied: 20 kg } }
            """
        try Self.withFile(text, name: "fast net.yml") { path in
            let loaded = try ClusterFile.load(path: "default")
            let preset = try NetworkPreset.load(path)
            let (cluster, warnings) = try preset.reading(on: loaded)
            #expect(preset.name == "fast net")
            #expect(cluster.nodes[0].nic.name == "fast" && cluster.nodes[0].nicsPerNode == 2)
            #expect(
                cluster.fabric.link.gigabitsPerSecond == 800 && cluster.fabric.latency == loaded.cluster.fabric.latency)
            #expect(cluster.fabric.switchModel == loaded.cluster.fabric.switchModel)
            #expect(cluster.collective.algorithm == .auto && cluster.disturbances.slowLinks.map(\.rank) == [7])
            #expect(warnings.map(\.location.line) == [2], "the switch is slower: \(warnings)")
        }
    }

    @Test("A fabric with a topology replaces the whole one")
    func wholeFabric() throws {
        let text = """
            fabric: { topology: torus, dimensions: [4, 2], link: 100 Gb/s, latency: 1 us }
            """
        try Self.withFile(text) { path in
            let loaded = try ClusterFile.load(path: "default")
            let cluster = try NetworkPreset.load(path).applied(to: loaded)
            #expect(cluster.fabric.topology == .torus(dimensions: [4, 2]))
            #expect(cluster.fabric.switchModel == nil && cluster.fabric.optics == nil)
            #expect(cluster.nodes == loaded.cluster.nodes)
        }
    }

    @Test("The rate of uplinks does not outlive the links'")
    func uplinks() throws {
        let loaded = try TestNetwork.loaded(TestNetwork.leafSpine(2, "2:1") + "uplink: 50 Gb/s", groups: [(8, 1, "fr")])
        let cluster = try NetworkPreset.load("ndr").applied(to: loaded)
        #expect(cluster.fabric.uplink.gigabitsPerSecond == 400)
        #expect(cluster.fabric.topology == loaded.cluster.fabric.topology)
    }

    @Test("Links of a graph that have rates of their own keep them, which is said")
    func keptRates() throws {
        let loaded = try TestNetwork.loaded(TestNetwork.graph, groups: [(6, 1, "fr")])
        let (cluster, warnings) = try NetworkPreset.load("10gbe").reading(on: loaded)
        guard case .graph(let graph) = cluster.fabric.topology, case .graph(let old) = loaded.cluster.fabric.topology
        else {
            Issue.record("no graph")
            return
        }
        #expect(graph.switchLinks.map(\.rate.gigabitsPerSecond) == [10, 200])
        #expect(graph.nodeLinks.map(\.rate.gigabitsPerSecond) == [10, 50, 10])
        #expect(old.nodeLinks.map(\.rate.gigabitsPerSecond) == [100, 50, 100])
        #expect(warnings.first?.location.file == "networks/10gbe.yaml")
        #expect(
            warnings.first?.message.hasSuffix("links of the graph in a.yaml keep the rates that they are given there")
                == true)
    }

    @Test("What is wrong is reported in the network's file, once for all node groups")
    func wrongValues() throws {
        let text = """
            nic: { model: conectx-6-100g }
            fabric: { link: 100, switch: sn4600d, lnik: 1 }
            disturbances: { slow_links: [{ rank: 7, bandwidth: 0 % }] }
            """
        #expect(
            try Self.error(of: text, on: "two-sites").map { $0.prefix { $0 != ";" } } == [
                "mine.yaml:1:15: error: nodes[0].nic.model: the catalog has no 'conectx-6-100g' under nics",
                "mine.yaml:2:17: error: fabric.link: '100' has no unit: a bandwidth is written like 100 Gb/s",
                "mine.yaml:2:30: error: fabric.switch: the catalog has no 'sn4600d' under switches",
                "mine.yaml:2:39: error: unknown key 'lnik' in fabric",
                "mine.yaml:3:52: error: disturbances.slow_links[0].bandwidth is 0 %, but must be above 0 and at most 1",
            ])
    }

    @Test("A file that is no network is refused as it is loaded")
    func noNetwork() throws {
        func loading(_ text: String) throws -> [String] {
            try Self.withFile(text) { path in
                Self.errors { () throws(ClusterFileError) in _ = try NetworkPreset.load(path) }
                    .map { $0.replacing(path, with: "mine.yaml") }
            }
        }
        #expect(
            try loading("nci: { model: 10g }\nnic: { modle: 10g }\nfabric: 10gbe\n") == [
                "mine.yaml:1:1: error: unknown key 'nci'; did you mean 'nic'?",
                "mine.yaml:2:8: error: unknown key 'modle' in nic; did you mean 'model'?",
                "mine.yaml:3:9: error: fabric must be a mapping (key: value), but is the text '10gbe'; "
                    + "write it like { link: 25 Gb/s }",
            ])
        #expect(try loading("name: nothing\n").first?.contains("the network file changes nothing") == true)
        #expect(try loading("").first?.contains("the file is empty") == true)
        #expect(try loading("a: [").first?.contains("not valid YAML") == true)
    }

    @Test("What does not fit the cluster's own figures says on which network")
    func doesNotFit() throws {
        let overrides = ClusterOverrides(nodes: 32)
        let loaded = try ClusterFile.load(path: "default", overrides: overrides)
        let problems = Self.errors { () throws(ClusterFileError) in
            _ = try NetworkPreset.load("1gbe").applied(to: loaded)
        }
        #expect(
            problems == [
                "--nodes 32: error: on the network '1gbe': 32 nodes need 32 switch ports, and 1gbe-24 has 24; "
                    + "write topology: leaf-spine with hosts_per_leaf, or choose a larger switch"
            ])
    }

    @Test("A whole cluster file is taken as it is, with the same overrides")
    func wholeCluster() throws {
        let overrides = ClusterOverrides(steps: 5, algorithm: .direct)
        let loaded = try ClusterFile.load(path: "default", overrides: overrides)
        let expected = try ClusterFile.load(path: "torus", overrides: overrides)
        #expect(try NetworkPreset.load("torus").applied(to: loaded) == expected.cluster)
        try Self.withFile(expected.sourceText) { path in
            let preset = try NetworkPreset.load(path)
            #expect(preset.name == "mine")
            #expect(try preset.applied(to: loaded) == expected.cluster)
        }
    }

    @Test("A cluster of other size, model or seed cannot be priced beside the run, in one error")
    func otherCluster() throws {
        let text = try ClusterFile.load(path: "torus").sourceText
            .replacing("count: 8\n", with: "count: 4\n").replacing("[4, 2]", with: "[2, 2]")
            .replacing("represents: gpt2-xl", with: "represents: gpt2").replacing("seed: 1\n", with: "seed: 2\n")
        #expect(
            try Self.error(of: text) == [
                "mine.yaml: error: this cluster cannot be priced beside the run: it has 4 nodes where the run has 8 nodes, "
                    + "the model gpt2 of 124,439,808 parameters where the run has the model gpt2-xl of 1,557,611,200 "
                    + "parameters, the seed 2 where the run has the seed 1; give --nodes and --seed, which apply to both, "
                    + "and let both files represent the same model"
            ])
    }
}
