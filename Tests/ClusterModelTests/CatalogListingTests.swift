import ClusterModel
import Foundation
import Testing
import Units

@Suite("The catalog's listing")
struct CatalogListingTests {
    private static let listing = CatalogListing.builtIn

    private func found(_ words: String...) throws -> [String] {
        try CatalogSearch(words).matches(in: Self.listing).entries.map(\.path)
    }

    private func failure(_ words: String...) -> CatalogSearchFailure? {
        #expect(throws: CatalogSearchFailure.self) { try CatalogSearch(words).matches(in: Self.listing) }
    }

    @Test("It holds what the catalog holds, and each figure with its source, year and a known confidence")
    func complete() {
        let catalog = Catalog.builtIn
        let counts = Dictionary(uniqueKeysWithValues: Self.listing.sections.map { ($0.name, $0.entries.count) })
        #expect(counts["accelerators"] == catalog.accelerators.count && counts["regions"] == catalog.regions.count)
        #expect(counts["switches"] == catalog.switches.count && counts["assumptions"] == 9)
        var figures = 0
        for entry in Self.listing.entries {
            #expect(!entry.fields.isEmpty && entry.isKnown)
            for case .figure(let figure) in entry.fields.map(\.content) {
                figures += 1
                #expect(!figure.source.isEmpty && (1990...2100).contains(figure.year), "\(figure.name)")
                #expect([.confirmed, .unconfirmed, .assumption].contains(figure.confidence), "\(figure.name)")
                #expect(figure.low.count <= figure.central.count && figure.central.count <= figure.high.count)
                #expect(figure.isBuiltIn && figure.location.line > 0)
            }
        }
        #expect(figures > 500)
    }

    @Test("What is no figure is a name, or belongs to an entry that has a source as a whole")
    func facts() {
        for entry in Self.listing.entries {
            let keys = entry.fields.compactMap { field in
                if case .fact = field.content { field.key } else { nil }
            }
            switch entry.section {
            case "regions":
                #expect(entry.name == "world" || Array(keys.prefix(3)) == ["operator", "country", "country_name"])
            case "hosts": #expect(keys == ["memory_module"])
            case "models": #expect(keys.contains("source") && keys.contains("confidence"))
            case "processors": #expect(Set(keys).isSubset(of: ["model_name", "threads"]))
            case "accelerators": #expect(keys == (entry.name == "cpu-only" ? ["kind"] : []))
            case "load_curves": #expect(keys == (entry.name == "cubic" ? ["exponent"] : []))
            default: #expect(keys == [], "\(entry.path)")
            }
        }
    }

    @Test("Figures keep the unit they are written in, and all three numbers are in it")
    func units() throws {
        let a100 = try #require(Self.listing.entries.first { $0.name == "a100-sxm4-80gb" })
        let texts = a100.fields.compactMap { field -> String? in
            if case .figure(let figure) = field.content { "\(field.key) \(figure.text)" } else { nil }
        }
        #expect(texts.contains("memory_bandwidth 2040 [1830-2040] GB/s"))
        #expect(texts.contains("active_power 360 [300-400] W") && texts.contains("memory_capacity 80 GB"))
        let jitter = try #require(Self.listing.entries.first { $0.name == "compute_jitter" })
        guard case .figure(let figure) = jitter.fields[0].content else { throw CatalogListingMiss() }
        #expect(figure.text == "2 [0.5-5] %" && figure.name == "assumptions.compute_jitter")
    }

    @Test("A word is looked for in names, sections and sources, whatever its case; all words must be there")
    func words() throws {
        #expect(try found("H100").prefix(1) == ["accelerators.h100-sxm5-80gb"])
        #expect(try found("h100", "dgx").contains("hosts.dgx-h100"))
        #expect(try found("h100 dgx") == found("dgx", "H100"))
        #expect(try found("accelerators").count == Catalog.builtIn.accelerators.count)
        #expect(try found("uptime") == ["operators.average", "operators.average-2023"])
        #expect(try found("radford").count == 4)
        #expect(try found("accelerators.t4.active_power") == ["accelerators.t4"])
    }

    @Test("A word of two letters is a whole word, so that the code of a country finds the country")
    func codes() throws {
        let fi = try found("fi")
        #expect(fi == ["regions.fi"])
        #expect(try found("regions", "us").contains("regions.us-east-1"))
    }

    @Test("What is not there is said with near names")
    func near() {
        #expect(
            failure("h1000")?.description.hasPrefix(
                "no name, section or source in the catalog matches 'h1000'; did you mean 'h100-sxm5-80gb', ") == true)
        #expect(failure("acelerators")?.counts.first?.near.first == "accelerators")
        #expect(failure("us-central2")?.counts.first?.near.contains("us-central1") == true)
        #expect(failure("qqqqqqqq")?.description.contains("without words") == true)
        #expect(
            failure("t4", "radford")?.description
                == "no entry of the catalog matches all words; alone they match: 't4' 1, 'radford' 4")
    }

    @Test("With a cluster file, what the catalogs of the user override and add is told, with its place")
    func overlays() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "catalog-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let beside = """
            accelerators:
              t4: { active_power: { value: 60 W, low: 50 W, high: 68 W, source: our meter, year: 2025 } }
            nics:
              mine: { bandwidth: 10 Gb/s, power: 5 W, embodied: 1 kg }
            regions: { fr: { operator: meta } }
            """
        let cluster = folder.appending(path: "c.yaml").path
        try Data(beside.utf8).write(to: folder.appending(path: "catalog.yaml"))
        let own = "\ncatalog: { assumptions: { mfu: 0.3 } }\n"
        try Data((ShippedClusters.text(of: "default")! + own).utf8).write(to: URL(fileURLWithPath: cluster))
        let listing = try CatalogListing.load(beside: cluster)
        #expect(listing.overlays.map { $0.split(separator: "/").last } == ["catalog.yaml", "c.yaml"])
        let overrides = listing.overrides
        #expect(
            overrides.map(\.path) == ["accelerators.t4.active_power", "regions.fr.operator", "assumptions.mfu"])
        #expect(overrides[0].location.line == 2 && overrides[0].location.file.hasSuffix("/catalog.yaml"))
        guard case .figure(let now) = overrides[0].content, case .figure(let before) = overrides[0].builtIn else {
            throw CatalogListingMiss()
        }
        #expect(now.text == "60 [50-68] W" && before.text == "66 [50-70] W" && now.source == "our meter")
        #expect(overrides[1].content == .fact("meta") && overrides[1].builtIn == .fact("average"))
        #expect(listing.additions.map(\.path) == ["nics.mine"])
        #expect(listing.entries.count == Self.listing.entries.count + 1)
        #expect(try CatalogSearch(["meter"]).matches(in: listing).entries.map(\.path) == ["accelerators.t4"])
    }

    @Test("A broken catalog beside the file is refused with its place; a shipped file has none beside it")
    func broken() throws {
        #expect(try CatalogListing.load(beside: "default") == Self.listing)
        let folder = FileManager.default.temporaryDirectory.appending(path: "catalog-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let cluster = folder.appending(path: "c.yaml").path
        try Data("nics: { 10g: { power: 21 } }\n".utf8).write(to: folder.appending(path: "catalog.yaml"))
        try Data(ShippedClusters.text(of: "default")!.utf8).write(to: URL(fileURLWithPath: cluster))
        let error = #expect(throws: ClusterFileError.self) { try CatalogListing.load(beside: cluster) }
        #expect(error?.problems.count == 1)
        #expect(error?.description.contains("catalog.yaml:1:23: error: nics.10g.power: '21' has no unit") == true)
    }
}

/// A listing does not have what a test looks at.
private struct CatalogListingMiss: Error {}
