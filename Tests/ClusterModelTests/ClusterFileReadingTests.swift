import ClusterModel
import Foundation
import Testing
import Units

private let base = ShippedClusters.text(of: "default")!

/// The error of reading a text, as lines.
private func errors(_ text: String, overrides: ClusterOverrides = ClusterOverrides()) -> [String] {
    do throws(ClusterFileError) {
        _ = try ClusterFile.parse(text: text, path: "a.yaml", overrides: overrides)
        return []
    } catch {
        return error.problems.map(\.description)
    }
}

@Suite("Options that change a cluster file")
struct OverrideTests {
    @Test("The one node group is replicated, and the other options replace values", arguments: [1, 2, 3, 5, 8, 16, 64])
    func applied(nodes: Int) throws {
        let overrides = ClusterOverrides(
            nodes: nodes, steps: 7, seed: .max, gradientType: .bf16, bucketSize: ByteCount(count: 65_536),
            microBatchPerAccelerator: 3)
        let cluster = try ClusterFile.parse(text: base, path: "a.yaml", overrides: overrides).cluster
        #expect(cluster.nodeCount == nodes)
        #expect(cluster.workload.trained.steps == 7 && cluster.workload.trained.seed == .max)
        #expect(cluster.workload.represented.gradientType == .bf16)
        #expect(cluster.workload.represented.bucketSize.bytes == 65_536)
        #expect(cluster.workload.represented.firstBucketSize.bytes == 65_536)
        #expect(cluster.workload.represented.microBatchPerAccelerator == 3)
    }

    @Test("Options out of bounds are errors under their own names")
    func outOfBounds() {
        let overrides = ClusterOverrides(
            nodes: 0, steps: -1, bucketSize: ByteCount(count: 1), microBatchPerAccelerator: 0)
        #expect(
            errors(base, overrides: overrides) == [
                "--nodes: error: 0 is not from 1 to 4096", "--steps: error: -1 is not from 1 to 10000000",
                "--micro-batch-per-accelerator: error: 0 is not from 1 to 65536",
                "--bucket-size: error: 1 B is not from 1 KiB to 1 TiB",
            ])
    }

    @Test("More nodes than switch ports is an error at the option")
    func tooManyForTheSwitch() {
        #expect(
            errors(base, overrides: ClusterOverrides(nodes: 65)) == [
                "--nodes 65: error: 65 nodes need 65 switch ports, and sn4600c has 64; "
                    + "write topology: leaf-spine with hosts_per_leaf, or choose a larger switch"
            ])
    }

    @Test("With several groups another sum is one clear error, and the same sum is fine")
    func severalGroups() throws {
        let group = base.split(separator: "nodes:\n")[1].split(separator: "fabric:\n")[0]
        let two = base.replacing("fabric:\n", with: group + "fabric:\n")
        let cluster = try ClusterFile.parse(text: two, path: "a.yaml", overrides: ClusterOverrides(nodes: 16)).cluster
        #expect(cluster.nodes.count == 2 && cluster.nodeCount == 16)
        #expect(
            errors(two, overrides: ClusterOverrides(nodes: 5)) == [
                "--nodes 5: error: the file has 2 node groups with 16 nodes together, and which of them to replicate is not "
                    + "said; change their counts in the file"
            ])
    }
}

@Suite("Where cluster files come from")
struct LocationTests {
    private func message(_ path: String) -> String {
        do throws(ClusterFileError) {
            _ = try ClusterFile.load(path: path)
            return "read"
        } catch {
            return error.description.replacing(path, with: "PATH")
        }
    }

    @Test("A name is a shipped configuration, and a near miss is told")
    func names() throws {
        let known =
            "shipped configurations: default, 10gbe, 1gbe, laptop, leaf-spine-3to1, fat-tree, rail, torus, two-sites, graph"
        #expect(try ClusterFile.locate("10gbe") == .shipped("10gbe"))
        #expect(try ClusterFile.locate("laptop.yaml") == .shipped("laptop"))
        #expect(
            message("defualt")
                == "PATH: error: there is no such file; did you mean 'default'? \(known)\n1 error")
        #expect(
            message("/no/such/place.yaml")
                == "PATH: error: there is no such file; \(known)\n1 error")
    }

    @Test("A folder, a binary file and a huge file are one clear error each; a byte-order mark and CRLF do no harm")
    func files() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "ringwatt-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        func write(_ name: String, _ data: Data) throws -> String {
            let file = folder.appending(path: name)
            try data.write(to: file)
            return file.path(percentEncoded: false)
        }
        let remedy = "give the path of a cluster file"
        #expect(
            message(folder.path(percentEncoded: false)) == "PATH: error: this is a folder; \(remedy) in it\n1 error")
        let notText = "PATH: error: this is not a text in UTF-8; \(remedy)\n1 error"
        #expect(message(try write("binary.yaml", Data([0x7F, 0x45, 0x4C, 0x46, 0, 1, 2]))) == notText)
        #expect(message(try write("latin.yaml", Data([0x6E, 0x61, 0x6D, 0x65, 0x3A, 0x20, 0xE9]))) == notText)
        #expect(
            message(try write("huge.yaml", Data(repeating: 0x61, count: 10_000_000)))
                == "PATH: error: the file is larger than 1 MB, which no cluster file is; \(remedy)\n1 error")
        #expect(
            message(try write("bell.yaml", Data("name: a\nx: \u{7}\n".utf8)))
                == "PATH:2:4: error: not valid YAML: a control character (code 7); remove it\n1 error")
        #expect(message(try write("mark.yaml", Data([0xEF, 0xBB, 0xBF]) + Data(base.utf8))) == "read")
        #expect(message(try write("crlf.yaml", Data(base.replacing("\n", with: "\r\n").utf8))) == "read")
    }

    @Test("A catalog beside the file is read with it, and its text is handed on")
    func beside() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "ringwatt-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let catalog = "nics: { connectx-6-100g: { power: 33 W } }\n"
        try Data(base.utf8).write(to: folder.appending(path: "mine.yaml"))
        try Data(catalog.utf8).write(to: folder.appending(path: "catalog.yaml"))
        let loaded = try ClusterFile.load(path: folder.appending(path: "mine.yaml").path(percentEncoded: false))
        #expect(loaded.catalogText == catalog)
        #expect(loaded.cluster.nodes[0].nic.power.central == .watts(33))
        let again = try ClusterFile.parse(text: loaded.sourceText, path: "x", catalogOverride: loaded.catalogText)
        #expect(again.cluster == loaded.cluster)
    }
}

@Suite("Warnings of cluster files")
struct WarningTests {
    private func warnings(_ changes: [(String, String)], nodes: Int? = nil) throws -> [String] {
        var text = base
        for (old, new) in changes {
            #expect(text.contains(old))
            text = text.replacing(old, with: new)
        }
        return try ClusterFile.parse(text: text, path: "a.yaml", overrides: ClusterOverrides(nodes: nodes)).warnings
            .map { $0.description.split(separator: " warning: ")[1].description }
    }

    @Test("A link faster than the NIC or the switch port draws a warning; one node has no link to warn of")
    func rates() throws {
        let change = [("link: 100 Gb/s", "link: 200 Gb/s")]
        #expect(
            try warnings(change) == [
                "the link of 200 Gb/s is faster than the NIC connectx-6-100g of nodes[0] (100 Gb/s); the slower counts",
                "the link of 200 Gb/s is faster than a port of sn4600c (100 Gb/s); the slower counts",
            ])
        #expect(try warnings(change, nodes: 1) == [])
    }

    @Test(
        "An oversubscription that no flow meets draws a warning, and one that some flows meet does not",
        arguments: [
            (4, "\"3:1\"", nil), (4, "\"5:1\"", nil), (4, "\"1:1\"", nil), (7, "\"8:1\"", nil),
            (7, "\"7:1\"", "at most 1 node sends through a leaf's uplinks, which carry 7/7 of a node's link"),
            (8, "\"16:1\"", "all 8 nodes are on one leaf"),
        ] as [(Int, String, String?)])
    func oversubscription(hosts: Int, ratio: String, expected: String?) throws {
        let topology = "topology: leaf-spine\n  hosts_per_leaf: \(hosts)\n  oversubscription: \(ratio)"
        let warnings = try warnings([("topology: star", topology)])
        #expect(warnings.count == (expected == nil ? 0 : 1))
        #expect(warnings.first?.hasPrefix(expected ?? "") ?? true)
    }

    @Test(
        "What a fabric has without need or effect draws a warning",
        arguments: [
            (TestNetwork.rails(4), 1, "with one NIC a node there is one rail, which is a leaf–spine fabric"),
            (TestNetwork.fatTree(16, "2:1"), 1, "all 8 nodes are on one edge switch, so no flow meets"),
            (
                TestNetwork.leafSpine(4) + "uplink: 400 Gb/s", 1,
                "the uplink of 400 Gb/s is faster than a port of sn4600c"
            ),
            (
                "topology: graph\n" + TestNetwork.parts + """
                    switches: [a, b]
                    links: [{ between: [nodes 0-7, a] }]
                    """, 1, "the switch 'b' is on no way between nodes"
            ),
            (
                "topology: graph\n" + TestNetwork.parts + """
                    switches: [a, b]
                    links:
                      - { between: [nodes 0-3, a] }
                      - { between: [nodes 4-7, b] }
                      - { between: [a, b], rate: 200 Gb/s }
                      - { between: [b, a] }
                    """, 2, "'b' and 'a' are joined twice, and traffic takes the first link"
            ),
        ])
    func fabrics(fabric: String, count: Int, expected: String) throws {
        let warnings = try TestNetwork.loaded(fabric, groups: [(8, 1, "fr")]).warnings
        #expect(warnings.count == count)
        #expect(warnings.contains { $0.message.hasPrefix(expected) })
    }

    @Test("A second link between two sites draws a warning, and so does a ratio that no site's leaf meets")
    func sites() throws {
        let text =
            TestNetwork.threeSites(local: "local: leaf-spine\nhosts_per_leaf: 8\noversubscription: 2\n")
            + "\n  - { between: [fr, de], bandwidth: 1 Gb/s, latency: 5 ms, equipment: metro-100g, site: world }"
        let warnings = try TestNetwork.loaded(text, groups: TestNetwork.threeSiteGroups).warnings.map(\.message)
        #expect(
            warnings == [
                "the nodes of each site are on one leaf, so no flow meets the oversubscription",
                "'fr' and 'de' are joined above, and traffic takes the first link",
            ])
    }

    @Test("A model that nearly fills the memory draws a warning, since activations are not counted")
    func nearlyFull() throws {
        let warnings = try warnings([
            ("a100-sxm4-80gb", "a100-sxm4-40gb"),
            (
                "represents: gpt2-xl",
                """
                represents: gpt2-xl
                  resident_bytes_per_parameter: 21
                """
            ),
        ])
        #expect(warnings.count == 1)
        #expect(warnings[0].hasPrefix("gpt2-xl needs 21 B × 1,557,611,200 parameters = 32.7 GB"))
    }

    @Test("Parts that draw more than the node's rating draw a warning")
    func rating() throws {
        let warnings = try warnings([("preset: dgx-a100,", "preset: dgx-a100, base_power: 5 kW,")])
        #expect(
            warnings == [
                "nodes[0] draws 8.2 kW while computing, more than its rating of 6.5 kW; check the number of devices and the "
                    + "host's preset"
            ])
    }

    @Test("Keys without effect and unused sites draw warnings")
    func unused() throws {
        let warnings = try warnings([
            ("optimizer: adamw", "optimizer: adamw\n    momentum: 0.9"), ("sites:\n", "sites:\n  de: {}\n"),
            ("steps: 200", "steps: 10"),
        ])
        #expect(
            warnings == [
                "no node stands at the site 'de'", "workload.trained.momentum has no effect with adamw",
                "the warm-up of 20 steps outlasts the run of 10",
            ])
    }
}
