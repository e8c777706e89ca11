import ClusterModel
import Foundation
import Testing
import Units

@Suite("Damaged cluster files")
struct RobustnessTests {
    private static let pieces = [
        "", ":", "- ", "{", "}", "[", "]", "\"", "'", "\n", "\t", "  ", "#", "&a ", "*a", "!", "|", ">", "0", "-1",
        "9e99",
        "99999999999999999999", "é", "\u{E000}", "\u{1F600}", "null", "9223372036854775807 W", "\r", "---\n", "? ",
        "<<: ",
    ]

    /// A text with a few seeded edits.
    private static func damaged(_ text: String, seed: UInt64) -> String {
        var characters = Array(text)
        for edit in 0..<1 + seed % 4 {
            let place = Int(SplitHash.bits(seed, edit, 0) % UInt64(characters.count))
            let length = Int(SplitHash.bits(seed, edit, 1) % 12)
            let piece = pieces[Int(SplitHash.bits(seed, edit, 2) % UInt64(pieces.count))]
            characters.replaceSubrange(place..<min(place + length, characters.count), with: piece)
        }
        return String(characters)
    }

    @Test(
        "A damaged file is read or refused with located problems, and never stops the program",
        arguments: 0..<300 as Range<UInt64>)
    func damagedFile(seed: UInt64) {
        let text = Self.damaged(ShippedClusters.text(of: "default")!, seed: seed)
        let lineCount = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).count
        do throws(ClusterFileError) {
            let cluster = try ClusterFile.parse(text: text, path: "a.yaml").cluster
            #expect(cluster.nodeCount >= 1, "seed \(seed)")
        } catch {
            #expect(
                error.problems.allSatisfy { $0.location.line <= lineCount + 1 && !$0.message.isEmpty }, "seed \(seed)")
        }
    }

    @Test(
        "A damaged fabric is read or refused, and what is read can be counted and crossed",
        arguments: ["leaf-spine-3to1", "fat-tree", "rail", "torus", "two-sites", "graph"], 0..<80 as Range<UInt64>)
    func damagedFabric(name: String, seed: UInt64) {
        let text = ShippedClusters.text(of: name)!
        let (start, end) = (text.firstRange(of: "fabric:")!.lowerBound, text.firstRange(of: "sites:")!.lowerBound)
        let damaged = text[..<start] + Self.damaged(String(text[start..<end]), seed: seed) + text[end...]
        guard let loaded = try? ClusterFile.parse(text: String(damaged), path: "a.yaml") else { return }
        let description = ClusterDescription(of: loaded.cluster, warnings: loaded.warnings)
        let routes = FabricRoutes(cluster: loaded.cluster)
        let last = loaded.cluster.nodeCount - 1
        #expect(description.fabric.cables > 0, "seed \(seed)")
        #expect(routes.route(from: 0, to: last).links.allSatisfy(routes.links.indices.contains), "seed \(seed)")
    }

    @Test(
        "Rates, ratios and counts at their limits stay within the integers on every topology",
        arguments: [
            "topology: leaf-spine\nhosts_per_leaf: 4096", "topology: leaf-spine\nhosts_per_leaf: 1\nuplink: 1 b/s",
            "topology: leaf-spine\nhosts_per_leaf: 60\noversubscription: 1000",
            "topology: fat-tree\nradix: 4096", "topology: fat-tree\nradix: 2",
            "topology: fat-tree\nradix: 4096\nuplink: 1 b/s", "topology: rail-optimized\nhosts_per_rail_switch: 4096",
            "topology: rail-optimized\nhosts_per_rail_switch: 1", "topology: torus\ndimensions: [4096, 4096, 4096]",
            "topology: torus\ndimensions: [64, 1, 64]",
            "topology: graph\nswitches: [a, b]\nlinks: [{ between: [nodes 0-4095, a] }, { between: [a, b], count: 4096 }]",
        ], [1, 64])
    func limits(fabric: String, nics: Int) {
        let parts = "\nlink: 1000 Tb/s\noptics: hot" + (fabric.contains("torus") ? "" : "\nswitch: big")
        let catalog = """
            catalog:
              nics: { connectx-6-100g: { bandwidth: 1000 Tb/s } }
              switches: { big: { ports: 4096, port_bandwidth: 1000 Tb/s, power: 1 MW, embodied: 10 t } }
              optics: { hot: { power: 1 MW, embodied: 10 t } }
            """
        for nodes in [2, 61, 4096] {
            let text = TestNetwork.text(fabric + parts, groups: [(nodes, nics, "fr")]) + catalog
            do throws(ClusterFileError) {
                let loaded = try ClusterFile.parse(text: text, path: "a.yaml")
                let description = ClusterDescription(of: loaded.cluster, warnings: loaded.warnings)
                #expect(description.switchPower.high >= .zero && description.opticsPower.high > .zero)
                let routes = FabricRoutes(cluster: loaded.cluster)
                #expect(routes.links.allSatisfy { $0.capacity > .zero })
            } catch {
                #expect(error.problems.allSatisfy { $0.location.line > 0 && !$0.remedy.isEmpty }, "\(error)")
            }
        }
    }

    @Test(
        "A damaged catalog beside a sound file is read or refused, and only the catalog is blamed",
        arguments: 0..<100 as Range<UInt64>)
    func damagedCatalog(seed: UInt64) throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../Sources/ClusterModel/Catalog/accelerators.yaml")
        let catalog = Self.damaged(try String(contentsOf: file, encoding: .utf8), seed: seed)
        do throws(ClusterFileError) {
            let text = ShippedClusters.text(of: "default")!
            let cluster = try ClusterFile.parse(text: text, path: "a.yaml", catalogOverride: catalog).cluster
            #expect(cluster.nodeCount == 8, "seed \(seed)")
        } catch {
            #expect(error.problems.allSatisfy { $0.location.file == "catalog.yaml" }, "seed \(seed)")
        }
    }

    @Test("Extreme but allowed values stay within the integers")
    func extremes() throws {
        let text = """
            name: extreme
            nodes:
              - count: 4096
                accelerators: { model: huge, count: 64, interconnect: nvlink4 }
                host: { cpu: epyc-7742, sockets: 16, memory: 1000 TB, base_power: 1 MW }
                nic: { model: connectx-7-400g, count: 64 }
                storage: { model: nvme-gen4, count: 64 }
                site: us
            fabric: { topology: leaf-spine, hosts_per_leaf: 32, link: 400 Gb/s, latency: 0 s, switch: big }
            workload:
              represents: { layers: 1000, width: 65536, heads: 4096, vocabulary: 10000000, context: 10000000 }
              resident_bytes_per_parameter: 1024
              micro_batch_per_accelerator: 65536
            catalog:
              accelerators:
                huge:
                  { peak_rate: 1000 PFLOP/s, memory_capacity: 1000 PB, memory_bandwidth: 100 TB/s, active_power: 1 MW,
                    idle_power: 1 MW, embodied: 10 t }
              switches:
                big: { ports: 4096, port_bandwidth: 400 Gb/s, power: 1 MW, embodied: 10 t }
            """
        let loaded = try ClusterFile.parse(text: text, path: "a.yaml")
        let description = ClusterDescription(of: loaded.cluster, warnings: loaded.warnings)
        #expect(description.nodes[0].power.computing.central > .watts(65_000_000))
        #expect(description.fabric.switches(of: .leaf) == 128)
        #expect(description.tokensPerStep == 4096 * 64 * 65_536 * 10_000_000)
    }

    @Test("Nesting as deep as the file allows is an error of its own")
    func nesting() {
        let error = #expect(throws: ClusterFileError.self) {
            try ClusterFile.parse(text: String(repeating: "[", count: 100_000), path: "a.yaml")
        }
        #expect(error?.problems.count == 1)
    }

    @Test("Every duplicate is located: plain, quoted, in flow style, three times, after CRLF")
    func duplicates() {
        let text = "name: a\r\n\"name\": b\r\nname: c\r\nfabric: { link: 1 Gb/s, 'link': 2 Gb/s }\r\n"
        let error = #expect(throws: ClusterFileError.self) { try ClusterFile.parse(text: text, path: "a.yaml") }
        #expect(
            error?.problems.map(\.description).filter { $0.contains("duplicate") } == [
                "a.yaml:2:1: error: duplicate key 'name', first on line 1; keep one of them",
                "a.yaml:3:1: error: duplicate key 'name', first on line 1; keep one of them",
                "a.yaml:4:25: error: duplicate key 'link', first on line 4; keep one of them",
            ])
    }
}
