import ClusterModel
import Reporting
import Testing
import Units

@Suite("Load curves in reports")
struct LoadCurveTests {
    private static func loaded(_ config: String, _ assumptions: String) throws -> ClusterFile.Loaded {
        let text = try #require(ShippedClusters.text(of: config))
        return try ClusterFile.parse(
            text: text + "assumptions: { \(assumptions) }\n", path: "\(config).yaml",
            overrides: ClusterOverrides(nodes: 2))
    }

    @Test("The report and the check say the curve, and what is drawn at which load")
    func words() throws {
        let loaded = try Self.loaded("default", "cpu_power: load-curve, cpu_load_waiting: 50 %")
        for text in [
            TerminalReport.text(SampleReport.make(cluster: loaded.cluster, steps: 2)), CheckReport.text(loaded),
        ] {
            let words = text.split { $0 == " " || $0 == "\n" }.joined(separator: " ")
            #expect(words.contains("CPU epyc-7742 by load curve boavizta: computing 84.1 W at 15 %"))
            #expect(words.contains("waiting 168.8 W at 50 %, at storage 72 W at 10 %"))
            #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 })
        }
        let plain = try ClusterFile.load(path: "default", overrides: ClusterOverrides(nodes: 2))
        #expect(!CheckReport.text(plain).contains("load curve"))
    }

    @Test("The points and loads are among the constants of a run that uses them, and of no other")
    func constants() throws {
        let names = { (assumptions: String) in
            let loaded = try Self.loaded("default", assumptions)
            return Set(SampleReport.make(cluster: loaded.cluster, steps: 2).analysis.constants.map(\.name))
        }
        let curve = try names("cpu_power: load-curve, load_curve: cubic")
        let plain = try names("compute_jitter: 2 %")
        #expect(
            curve.subtracting(plain).sorted() == [
                "assumptions.cpu_load_computing", "assumptions.cpu_load_storage", "assumptions.cpu_load_waiting",
                "cpus.epyc-7742.tdp", "load_curves.cubic.at_0", "load_curves.cubic.at_100",
            ])
        #expect(plain.subtracting(curve) == ["cpus.epyc-7742.active_power"])
    }

    @Test("A CPU that is the accelerator is said to be counted there")
    func cpuOnly() throws {
        #expect(CheckReport.text(try Self.loaded("laptop", "cpu_power: load-curve")).contains("counted with cpu-only"))
    }

    @Test("The report says how ranges are made, and that only central values add up")
    func method() throws {
        let text = TerminalReport.text(try SampleReport.make(nodes: 2, steps: 2))
        let words = text.split { $0 == " " || $0 == "\n" }.joined(separator: " ")
        #expect(
            words.contains(
                "1,000 seeded draws of the constants of power and grid, triangular, on this timeline]; only central "
                    + "values add up"))
    }
}
