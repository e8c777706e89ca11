import ClusterModel
import Foundation
import Reporting
import Testing

@Suite("The catalog as it is printed")
struct CatalogReportTests {
    /// A cluster file in a folder of its own, with this catalog beside it.
    private func listing(_ catalog: String) throws -> CatalogListing {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("catalog-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data(catalog.utf8).write(to: folder.appendingPathComponent("catalog.yaml"))
        let cluster = folder.appendingPathComponent("cluster.yaml")
        try Data(ShippedClusters.text(of: "default")!.utf8).write(to: cluster)
        return try CatalogListing.load(beside: cluster.path)
    }

    private static let catalog = """
        optics:
          qsfp28-sr4: { power: 3 W }
        nics:
          mine: { bandwidth: 10 Gb/s, power: 5 W, embodied: 1 kg }
        """

    private func search(_ words: String..., in listing: CatalogListing = .builtIn) throws -> CatalogListing {
        try CatalogSearch(words).matches(in: listing)
    }

    @Test("An entry's figures stand with value, range, unit, year, confidence and source")
    func entries() throws {
        #expect(
            CatalogText.entries(try search("optics", "10gbase")) == """
                optics  10gbase-t
                  power              3 [2-6] W, 2018, confirmed: 10GBASE-T port figures of
                                     switch data sheets
                  embodied           0.5 [0.1-2] kg, 2023, assumption: a small module; no
                                     published figure

                1 entry
                [low-high]; confirmed: read in the source, unconfirmed: quoted, assumption: ours

                """)
    }

    @Test("No line is wider than 80 columns, for any entry, and none is lost")
    func width() {
        let lines = CatalogText.entries(.builtIn).split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.filter { $0.count > 80 } == [])
        for section in CatalogListing.builtIn.sections {
            #expect(lines.count { $0.hasPrefix("\(section.name)  ") } == section.entries.count, "\(section.name)")
        }
    }

    @Test("Without words each section has one line with its counts")
    func overview() {
        let lines = CatalogText.overview(.builtIn).split(separator: "\n").map(String.init)
        #expect(lines[0] == "CATALOG              built in")
        for section in CatalogListing.builtIn.sections {
            let line = lines.filter { $0.hasPrefix("  \(section.name) ") }
            #expect(line.count == 1 && line.first?.contains(" \(section.entries.count) entries, ") == true)
        }
        #expect(!lines.contains { $0.hasPrefix("OVERRIDES") })
    }

    @Test("A catalog beside the cluster file is named, with what it overrides and adds, in both forms of text")
    func overrides() throws {
        let listing = try listing(Self.catalog)
        let overview = squeezed(CatalogText.overview(listing))
        #expect(overview.contains(squeezed("OVERRIDES optics.qsfp28-sr4.power: 3 W instead of 3.5 [2-3.5] W (")))
        #expect(overview.contains("catalog.yaml:2)") && overview.contains("ADDSnics.mine("))
        let found = squeezed(CatalogText.entries(try search("qsfp28", in: listing)))
        #expect(found.contains(squeezed("power 3 W, configured: cluster file (")))
        #expect(found.contains(squeezed("catalog.yaml:2, instead of 3.5 [2-3.5] W)")))
        #expect(found.contains(squeezed("1 entry built in, under /")))
        #expect(squeezed(CatalogText.entries(try search("mine", in: listing))).contains("notinthebuilt-incatalog"))
    }

    /// Without the spaces and line ends, which depend on how long the folder's path is.
    private func squeezed(_ text: String) -> String { text.filter { !$0.isWhitespace } }

    @Test("JSON has units in the keys, exact numbers, and what is overridden")
    func json() throws {
        let text = CatalogFile.text(try listing(Self.catalog))
        let root = try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        #expect(root["overridden"] as? [String] == ["optics.qsfp28-sr4.power"])
        #expect(root["added"] as? [String] == ["nics.mine"])
        let sections = try #require(root["sections"] as? [String: [String: [String: Any]]])
        let power = try #require(sections["optics"]?["qsfp28-sr4"]?["power_watts"] as? [String: Any])
        #expect(power["value"] as? Double == 3 && power["year"] is NSNull)
        #expect((power["origin"] as? String)?.hasSuffix("catalog.yaml:2") == true)
        #expect((power["built_in"] as? [String: Any])?["low"] as? Double == 2)
        let t4 = try #require(sections["accelerators"]?["t4"])
        #expect(
            t4.keys.sorted() == [
                "active_power_watts", "embodied_gco2e", "idle_power_watts", "memory_bandwidth_bits_per_second",
                "memory_capacity_bytes", "peak_rate_flop_per_second", "tdp_watts",
            ])
        #expect((t4["embodied_gco2e"] as? [String: Any])?["value"] as? Int == 70_000)
        let lifetime = sections["assumptions"]?["hardware_lifetime"]?["value_hours"] as? [String: Any]
        #expect(lifetime?["value"] as? Int == 4 * 8766 && lifetime?["origin"] as? String == "built-in")
        #expect(sections["regions"]?["us-central1"]?["operator"] as? String == "google")
        #expect((sections["switches"]?["sn4600c"]?["ports"] as? [String: Any])?["value"] as? Int == 64)
        #expect((sections["operators"]?["google"]?["pue"] as? [String: Any])?["value"] as? Double == 1.1)
    }

    @Test("docs/catalog.md names the keys and the units of the JSON, no more and no fewer")
    func documented() throws {
        let text = CatalogFile.text(try listing(Self.catalog))
        let root = try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        let sections = try #require(root["sections"] as? [String: [String: [String: Any]]])
        var units: Set<String> = []
        var members: Set<String> = []
        for entry in sections.values.flatMap(\.values) {
            for (key, value) in entry {
                guard let figure = value as? [String: Any] else { continue }
                members.formUnion(figure.keys)
                for unit in Self.units where key.hasSuffix("_" + unit) { units.insert(unit) }
            }
        }
        let page = try String(
            contentsOf: URL(fileURLWithPath: #filePath).deletingLastPathComponent()
                .appendingPathComponent("../../docs/catalog.md"), encoding: .utf8)
        #expect(page.contains("Units in keys: " + Self.units.map { "`\($0)`" }.joined(separator: ", ") + "."))
        #expect(units == Set(Self.units))
        let documented = page.split(separator: "\n").filter { $0.hasPrefix("| `") }.flatMap { line in
            line.split(separator: "|")[0].split(separator: "`").enumerated().filter { $0.offset % 2 == 1 }
                .map { String($0.element) }
        }
        #expect(Set(documented) == members.union(root.keys))
    }

    private static let units = [
        "watts", "bytes", "bits_per_second", "flop_per_second", "seconds", "hours", "gco2e", "gco2e_per_kwh",
    ]
}
