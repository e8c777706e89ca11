import ClusterModel
import Testing
import Units

@Suite("The catalog")
struct CatalogTests {
    @Test("The built-in catalog has every section, and its figures their sources")
    func builtIn() throws {
        let catalog = Catalog.builtIn
        #expect(
            catalog.accelerators.keys.sorted() == [
                "a100-sxm4-40gb", "a100-sxm4-80gb", "b200-sxm-180gb", "cpu-only", "h100-sxm5-80gb",
                "h200-sxm5-141gb", "l4", "p100-sxm2-16gb", "rtx-4090", "t4", "tpu-v2", "tpu-v3", "tpu-v4",
                "v100-sxm2-32gb",
            ])
        #expect(
            catalog.cpus.keys.sorted() == [
                "epyc-7543", "epyc-7742", "epyc-7763", "epyc-9554", "epyc-9654", "laptop", "xeon-6148", "xeon-8168",
                "xeon-8275cl", "xeon-8380", "xeon-8480+", "xeon-8570",
            ])
        #expect(catalog.interconnects.count == 11 && catalog.nics.count == 11 && catalog.switches.count == 9)
        #expect(catalog.storage.count == 5 && catalog.optics.count == 11 && catalog.memory.count == 4)
        #expect(catalog.regions.count == 54 + 40 + 32 + 42)
        #expect(catalog.regions["no"]?.intensity.central.gramsPerKilowattHour == 30)
        #expect(catalog.operators["google"]?.pue.central.value == 1.1)
        #expect(catalog.switches["1gbe-24"]?.power.central == Power(count: 22_800_000))
        let a100 = try #require(catalog.accelerators["a100-sxm4-80gb"])
        #expect(a100.activePower.name == "accelerators.a100-sxm4-80gb.active_power")
        #expect(a100.peakRate.central.count == 312_000_000_000_000)
        #expect(
            catalog.accelerators.values.allSatisfy { $0.activePower.year >= 2015 && !$0.activePower.source.isEmpty })
    }

    @Test(
        "Thermal design powers are those of the data sheets, apart from what is drawn",
        arguments: [
            ("v100-sxm2-32gb", 300), ("a100-sxm4-40gb", 400), ("a100-sxm4-80gb", 400), ("h100-sxm5-80gb", 700),
            ("t4", 70), ("l4", 72), ("rtx-4090", 450), ("cpu-only", 28),
        ])
    func ratings(name: String, watts: Int) throws {
        let accelerator = try #require(Catalog.builtIn.accelerators[name])
        let rating = try #require(accelerator.tdp)
        #expect(rating.central == .watts(watts) && rating.low == rating.high)
        #expect(rating.name == "accelerators.\(name).tdp" && accelerator.activePower.central <= rating.central)
    }

    @Test("Every region but the world is in a country, and every cloud region in its cloud")
    func places() throws {
        let catalog = Catalog.builtIn
        let clouds = ["google": "gcp", "aws": "aws", "microsoft": "azure"]
        var names: [String: Set<String>] = [:]
        for region in catalog.regions.values where region.name != "world" {
            let place = try #require(region.place, "\(region.name)")
            names[place.countryCode, default: []].insert(place.country)
            #expect(place.cloud?.provider == clouds[region.operatorName] && (place.cloud != nil || place.area == nil))
            #expect(place.cloud == nil || place.cloud?.region == region.name)
        }
        #expect(names.values.allSatisfy { $0.count == 1 } && names["NOR"] == ["Norway"] && names.count == 54)
        #expect(catalog.regions["us-east5"]?.place?.area == "Ohio")
    }

    @Test(
        "A place that is half told, or whose code is none, is refused",
        arguments: [
            ("country: USA", "lacks 'country_name'"), ("place: Bern", "lacks 'country'"),
            ("country: us, country_name: United States", "'us', which is no code of a country"),
        ])
    func wrongPlace(place: String, message: String) throws {
        let region = "regions: { desk: { operator: none, intensity: 9 g/kWh, \(place) } }"
        let text = try #require(ShippedClusters.text(of: "default")) + "catalog: { \(region) }\n"
        let error = #expect(throws: ClusterFileError.self) { try ClusterFile.parse(text: text, path: "a.yaml") }
        #expect(error?.description.contains(message) == true, "\(String(describing: error))")
    }

    @Test("Ratings of CPUs, which need not be there")
    func cpuRatings() {
        let cpus = Catalog.builtIn.cpus
        for (name, watts) in [("epyc-7742", 225), ("epyc-7763", 280), ("epyc-9654", 360), ("xeon-8480+", 350)] {
            #expect(cpus[name]?.tdp?.central == .watts(watts), "\(name)")
        }
        #expect(cpus["laptop"] != nil && cpus["laptop"]?.tdp == nil)
    }

    @Test("A rating that cannot be read is refused, not left out")
    func wrongRating() {
        let text =
            ShippedClusters.text(of: "default")! + "catalog: { accelerators: { a100-sxm4-80gb: { tdp: 400 } } }\n"
        let error = #expect(throws: ClusterFileError.self) { try ClusterFile.parse(text: text, path: "a.yaml") }
        #expect(error?.problems.count == 1 && error?.description.contains("'400' has no unit") == true)
    }

    @Test("A DGX H100 in training draws about 76 % of its rating, as measured")
    func dgxH100() throws {
        let text = """
            name: one DGX H100
            nodes:
              - count: 1
                accelerators: { model: h100-sxm5-80gb, count: 8, interconnect: nvlink4 }
                host: { preset: dgx-h100, cpu: xeon-8480+, sockets: 2, memory: 2 TB }
                nic: { model: connectx-7-400g, count: 8 }
                storage: { model: nvme-gen4, count: 8 }
                site: us-central1
            fabric: { topology: star, link: 400 Gb/s, latency: 2 us, switch: qm9700, optics: 400g-sr4 }
            workload: { represents: gpt2-xl }
            """
        let cluster = try ClusterFile.parse(text: text, path: "h100.yaml").cluster
        let node = ClusterDescription(of: cluster, warnings: []).nodes[0]
        let share = try #require(node.shareOfRating)
        #expect(abs(share / 0.76 - 1) < 0.05)
        #expect(node.rated == .watts(10_200))
    }

    @Test(
        "A figure of the built-in catalog without one of its parts is refused",
        arguments: [
            ("low: 1 W, high: 3 W, source: s, year: 2020, confidence: confirmed", "lacks 'value'"),
            ("value: 2 W, high: 3 W, source: s, year: 2020, confidence: confirmed", "lacks 'low'"),
            ("value: 2 W, low: 1 W, source: s, year: 2020, confidence: confirmed", "lacks 'high'"),
            ("value: 2 W, low: 1 W, high: 3 W, year: 2020, confidence: confirmed", "lacks 'source'"),
            ("value: 2 W, low: 1 W, high: 3 W, source: s, confidence: confirmed", "lacks 'year'"),
            ("value: 2 W, low: 1 W, high: 3 W, source: s, year: 2020", "lacks 'confidence'"),
            ("value: 2, low: 1 W, high: 3 W, source: s, year: 2020, confidence: confirmed", "'2' has no unit"),
            (
                "value: 2 W, low: 3 W, high: 4 W, source: s, year: 2020, confidence: confirmed",
                "optics.x.power.low is 3 W, above the value 2 W"
            ),
            (
                "value: 5 W, low: 3 W, high: 4 W, source: s, year: 2020, confidence: confirmed",
                "optics.x.power.high is 4 W, below the value 5 W"
            ),
            ("value: 2 W, low: 1 W, high: 3, source: s, year: 2020, confidence: confirmed", "'3' has no unit"),
            ("value: 2 W, low: 1 kg, high: 3 W, source: s, year: 2020, confidence: confirmed", "unknown unit 'kg'"),
            ("value: 2 W, low: 1 W, high: 3 W, source: '', year: 2020, confidence: confirmed", "names nothing"),
            ("value: 2 W, low: 1 W, high: 3 W, source: '? -', year: 2020, confidence: confirmed", "names nothing"),
            ("value: 2 W, low: 1 W, high: 3 W, source: s, year: 2020, confidence: configured", "files of the user's"),
            ("value: 2 W, low: 1 W, high: 3 W, source: s, year: 20, confidence: confirmed", "year is 20"),
            ("value: 2 W, low: 1 W, high: 3 W, source: s, year: 2020, confidence: sure", "cannot be 'sure'"),
        ])
    func incomplete(figure: String, problem: String) {
        func text(_ figure: String) -> String {
            let embodied = "{ value: 1 kg, low: 1 kg, high: 1 kg, source: s, year: 2020, confidence: assumption }"
            return "optics:\n  x:\n    power: { \(figure) }\n    embodied: \(embodied)\n"
        }
        let whole = "value: 2 W, low: 1 W, high: 3 W, source: s, year: 2020, confidence: confirmed"
        #expect(Catalog.problems(inBuiltIn: text(whole), file: "optics.yaml") == [])
        let problems = Catalog.problems(inBuiltIn: text(figure), file: "optics.yaml")
        #expect(problems.count == 1)
        #expect(problems.first?.description.contains(problem) == true)
        #expect(problems.first?.location.line == 3 && problems.first?.location.file == "optics.yaml")
        #expect(problems.first?.description.contains("optics.x.power") == true)
        let hasRemedy =
            problems.first?.remedy.isEmpty == false || problem.contains("unit") || problem.contains("year is")
        #expect(hasRemedy, "an error says what to do about it")
    }

    @Test("Both ends that are out of order are reported, each on its own line, also in a file of the user's")
    func order() {
        let text = "nics:\n  10g:\n    power:\n      value: 8 W\n      low: 9 W\n      high: 7 W\n"
        let error = #expect(throws: ClusterFileError.self) {
            try ClusterFile.parse(
                text: ShippedClusters.text(of: "default")!, path: "a.yaml", catalogOverride: text,
                catalogPath: "b/catalog.yaml")
        }
        #expect(
            error?.problems.map(\.description) == [
                "b/catalog.yaml:5:12: error: nics.10g.power.low is 9 W, above the value 8 W; low, value and high must not "
                    + "fall: lower it, or raise the value",
                "b/catalog.yaml:6:13: error: nics.10g.power.high is 7 W, below the value 8 W; low, value and high must not "
                    + "fall: raise it, or lower the value",
            ])
    }

    @Test("What has no range, a switch's ports and a model's shape, has its source in the built-in catalog too")
    func sourcesWithoutRange() {
        let figure = "{ value: 1 W, low: 1 W, high: 1 W, source: s, year: 2020, confidence: assumption }"
        let mass = figure.replacing("1 W", with: "1 kg")
        func problems(ports: String, rate: String) -> [String] {
            Catalog.problems(
                inBuiltIn:
                    "switches:\n  x:\n    ports: \(ports)\n    port_bandwidth: \(rate)\n    power: \(figure)\n"
                    + "    embodied: \(mass)\n", file: "s.yaml"
            ).map(\.message)
        }
        let origin = "source: s, year: 2020, confidence: confirmed"
        #expect(problems(ports: "{ value: 24, \(origin) }", rate: "{ value: 1 Gb/s, \(origin) }") == [])
        #expect(
            problems(ports: "24", rate: "{ value: 1 Gb/s, \(origin) }") == [
                "switches.x.ports must be a mapping (key: value), but is the text '24'"
            ])
        #expect(
            problems(ports: "{ value: 24, year: 2020, confidence: confirmed }", rate: "{ value: 1 Gb/s, year: 2020 }")
                == [
                    "switches.x.ports lacks 'source'", "switches.x.port_bandwidth lacks 'source'",
                    "switches.x.port_bandwidth lacks 'confidence'",
                ])
        let shape = "models:\n  m:\n    layers: 2\n    width: 8\n    heads: 2\n    vocabulary: 9\n    context: 4\n"
        #expect(
            Catalog.problems(inBuiltIn: shape, file: "m.yaml").map(\.message) == [
                "models.m lacks 'source'", "models.m lacks 'year'", "models.m lacks 'confidence'",
            ])
    }

    @Test("A plain text is no figure of the built-in catalog")
    func plain() {
        let problems = Catalog.problems(inBuiltIn: "optics:\n  x: { power: 2 W, embodied: 1 kg }\n", file: "o.yaml")
        #expect(problems.map(\.location.column) == [15, 30])
    }
}

@Suite("Overriding the catalog")
struct CatalogOverrideTests {
    private static let base = ShippedClusters.text(of: "default")!

    @Test("A field that is overridden replaces the built-in one, and the rest stays")
    func section() throws {
        let text = Self.base + "catalog:\n  accelerators:\n    a100-sxm4-80gb: { active_power: 330 W }\n"
        let accelerator = try ClusterFile.parse(text: text, path: "a.yaml").cluster.nodes[0].accelerator
        #expect(accelerator.activePower.central == .watts(330) && accelerator.activePower.low == .watts(330))
        #expect(accelerator.activePower.confidence == .configured)
        #expect(accelerator.idlePower == Catalog.builtIn.accelerators["a100-sxm4-80gb"]?.idlePower)
    }

    @Test("A section of the file wins over the catalog beside it, which wins over the built-in one")
    func layers() throws {
        let beside =
            "nics: { connectx-6-100g: { power: { value: 30 W, low: 25 W, high: 40 W, source: meter }, embodied: 9 kg } }"
        let inside = Self.base + "catalog: { nics: { connectx-6-100g: { power: 21 W } } }\n"
        let nic = try ClusterFile.parse(text: Self.base, path: "a.yaml", catalogOverride: beside).cluster.nodes[0].nic
        #expect(nic.power.high == .watts(40) && nic.power.source == "meter")
        let both = try ClusterFile.parse(text: inside, path: "a.yaml", catalogOverride: beside).cluster.nodes[0].nic
        #expect(both.power.central == .watts(21))
        #expect(both.embodied.central == nic.embodied.central)
        #expect(both.bandwidth == Catalog.builtIn.nics["connectx-6-100g"]?.bandwidth)
    }

    @Test("An assumption of the catalog can be overridden, and one of the file wins")
    func assumptions() throws {
        let catalog = "assumptions: { stall_power_fraction: 0.6, mfu: 0.35 }"
        let one = try ClusterFile.parse(text: Self.base, path: "a.yaml", catalogOverride: catalog).cluster
        #expect(one.assumptions.stallPowerFraction.central.value == 0.6)
        #expect(one.workload.represented.mfu.central.value == 0.4)
        let text = Self.base + "assumptions: { stall_power_fraction: 0.7 }\n"
        let two = try ClusterFile.parse(text: text, path: "a.yaml", catalogOverride: catalog).cluster
        #expect(two.assumptions.stallPowerFraction.central.value == 0.7)
    }

    @Test("A problem of the catalog beside the file is located in it, and nodes that use the entry are not blamed")
    func located() {
        let catalog = "nics:\n  connectx-6-100g:\n    power: 21\n"
        let error = #expect(throws: ClusterFileError.self) {
            try ClusterFile.parse(
                text: Self.base, path: "a.yaml", catalogOverride: catalog, catalogPath: "b/catalog.yaml")
        }
        #expect(
            error?.problems.map(\.description) == [
                "b/catalog.yaml:3:12: error: nics.connectx-6-100g.power: '21' has no unit: a power is written like 400 W"
            ])
    }
}
