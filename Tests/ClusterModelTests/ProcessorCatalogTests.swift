import ClusterModel
import Testing
import Units

@Suite("Processors of the machine that runs the emulator")
struct ProcessorCatalogTests {
    @Test(
        "A processor that calls itself so has its published TDP",
        arguments: [
            ("AMD EPYC 7543 32-Core Processor", 225), ("AMD EPYC 7742 64-Core Processor", 225),
            ("AMD EPYC 7763 64-Core Processor", 280), ("AMD EPYC 9554 64-Core Processor", 360),
            ("AMD EPYC 9654 96-Core Processor", 360), ("Intel(R) Xeon(R) Gold 6148 CPU @ 2.40GHz", 150),
            ("Intel(R) Xeon(R) Platinum 8168 CPU @ 2.70GHz", 205),
            ("Intel(R) Xeon(R) Platinum 8275CL CPU @ 3.00GHz", 240),
            ("Intel(R) Xeon(R) Platinum 8380 CPU @ 2.30GHz", 270), ("Intel(R) Xeon(R) Platinum 8480+", 350),
        ])
    func published(name: String, watts: Int) {
        let model = Catalog.builtIn.processor(modelName: name)
        #expect(model.tdp.central == .watts(watts) && model.threads > 0 && !model.modelName.isEmpty)
    }

    @Test(
        "A name that only resembles a known one is unknown: 85 W, with a wide range",
        arguments: ["", "AMD EPYC", "AMD EPYC 7543P 32-Core Processor", "Intel(R) Xeon(R) Platinum 8480CL", "7742"])
    func unknown(name: String) {
        let model = Catalog.builtIn.processor(modelName: name)
        #expect(model.name == "unknown" && model.tdp.central == .watts(85))
        #expect(model.tdp.low < .watts(15) && model.tdp.high > .watts(350))
    }

    @Test(
        "The file beside a cluster file adds processors, its own section wins, and the longest name that fits is taken")
    func overrides() throws {
        let beside = """
            processors:
              mine: { model_name: Ryzen 7, threads: 16, tdp: 65 W }
              mobile: { model_name: Ryzen 7 5800U, threads: 16, tdp: 15 W }
              unknown: { tdp: 50 W }
            """
        let text =
            try #require(ShippedClusters.text(of: "default")) + "catalog: { processors: { mine: { tdp: 70 W } } }\n"
        let catalog = Catalog(of: try ClusterFile.parse(text: text, path: "a.yaml", catalogOverride: beside))
        #expect(catalog.processor(modelName: "AMD Ryzen 7 5700X").tdp.central == .watts(70))
        #expect(catalog.processor(modelName: "AMD Ryzen 7 5800U with Radeon Graphics").tdp.central == .watts(15))
        let other = catalog.processor(modelName: "any other")
        #expect(other.tdp.central == .watts(50) && other.tdp.confidence == .configured)
        #expect(catalog.processor(modelName: "AMD EPYC 7742").tdp.central == .watts(225))
    }

    @Test(
        "A processor that lacks something is refused where it stands",
        arguments: [
            ("mine: { threads: 16, tdp: 65 W }", "model_name"), ("mine: { model_name: Ryzen, tdp: 65 W }", "threads"),
            ("mine: { model_name: Ryzen, threads: 0, tdp: 65 W }", "threads"),
            ("mine: { model_name: Ryzen, threads: 16 }", "tdp"),
            ("mine: { model_name: Ryzen, threads: 16, tdp: 65 }", "unit"),
            ("mine: { model_name: Ryzen, threads: 16, tdp: 0 W }", "tdp"),
            ("unknown: { threads: 4, tdp: 50 W }", "threads"),
        ])
    func wrong(entry: String, word: String) throws {
        let text = try #require(ShippedClusters.text(of: "default"))
        let error = #expect(throws: ClusterFileError.self) {
            try ClusterFile.parse(text: text, path: "a.yaml", catalogOverride: "processors:\n  \(entry)\n")
        }
        let problems = try #require(error).problems
        #expect(problems.count == 1 && problems[0].location.file == "catalog.yaml" && problems[0].location.line == 2)
        #expect(problems[0].description.contains(word), "\(problems)")
    }
}
