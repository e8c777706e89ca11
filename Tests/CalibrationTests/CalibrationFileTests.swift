import Calibration
import ClusterModel
import Foundation
import Testing
import Units

@Suite("Calibration files")
struct CalibrationFileTests {
    static func file(_ cluster: Cluster) throws -> CalibrationFile {
        let run = NetworkCalibrationTests.run(nodes: 4, ranksPerNode: 8, alpha: 5, rate: 10e9) {
            Noise.factor(0.02, seed: 5, $0)
        }
        let network = try NetworkCalibration(runs: [run], cluster: cluster)
        let power = try PowerCalibration(
            measured: MeasuredPower(
                node: .watts(5600), accelerator: .watts(390), acceleratorWaiting: .watts(150),
                acceleratorIdle: .watts(58)), cluster: cluster, computingShare: .one)
        let step = try UtilizationFit(
            stepTime: try TimeSpan(parsing: "2 s"), before: cluster.workload.represented.mfu,
            price: UtilizationFitTests.price)
        return CalibrationFile(
            cluster: "measured.yaml", date: "2026-02-03",
            sources: [
                .init(name: "a \"quoted\": name\\.txt", digest: "0123", content: "all-reduce, 32 ranks on 4 nodes")
            ],
            constants: network.constants + power.constants + [step.constant],
            residuals: network.residuals + power.residuals + [step.residual], notes: ["made up for a test"])
    }

    /// Figures as an estimate has them.
    static func figures<Value: Quantity>(_ estimate: Estimate<Value>) -> [Int64] {
        [estimate.low.count, estimate.central.count, estimate.high.count]
    }

    @Test("a written file, laid over the cluster file, sets exactly the fitted constants, marked calibrated")
    func roundTrip() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "calibration-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let base = try MeasuredCluster.cluster(accelerators: 8)
        let file = try Self.file(base)
        let path = folder.appending(path: "calibration.yaml").path(percentEncoded: false)
        try file.text.write(toFile: path, atomically: true, encoding: .utf8)
        let cluster = folder.appending(path: "cluster.yaml").path(percentEncoded: false)
        let text = MeasuredCluster.text(accelerators: 8)
        try text.write(toFile: cluster, atomically: true, encoding: .utf8)
        let loaded = try ClusterFile.load(path: cluster, calibration: path)
        let calibrated = loaded.cluster

        let group = calibrated.nodes[0]
        func check<Value: Quantity>(_ name: String, _ estimate: Estimate<Value>) throws {
            let after = try #require(file.constants.first { $0.name == name }, "\(name)").after
            let expected = try [after.low, after.value, after.high].map { try Value(parsing: $0).count }
            #expect(Self.figures(estimate) == expected, "\(name)")
            #expect(estimate.confidence == .calibrated)
            #expect(estimate.year == 2026)
            #expect(estimate.source.hasPrefix("calibrated: "))
        }
        try check("fabric.link_efficiency", calibrated.fabric.linkEfficiency)
        try check("fabric.latency", calibrated.fabric.latency)
        try check("workload.mfu", calibrated.workload.represented.mfu)
        try check("assumptions.stall_power_fraction", calibrated.assumptions.stallPowerFraction)
        try check("catalog.accelerators.a100-sxm4-80gb.active_power", group.accelerator.activePower)
        try check("catalog.accelerators.a100-sxm4-80gb.idle_power", group.accelerator.idlePower)
        try check("catalog.hosts.gpu-server.base_power", group.basePower)
        #expect(file.constants.count == 7)
        // All else is the cluster file's.
        #expect(calibrated.fabric.link == base.fabric.link && calibrated.sites == base.sites)
        #expect(group.accelerator.peakRate == base.nodes[0].accelerator.peakRate)
        #expect(calibrated.assumptions.hardwareLifetime == base.assumptions.hardwareLifetime)

        // A cluster file may name it, and the text that a run keeps means the same without the files.
        try (text + "\ncalibration: calibration.yaml\n").write(toFile: cluster, atomically: true, encoding: .utf8)
        let named = try ClusterFile.load(path: cluster)
        #expect(named.cluster == calibrated)
        #expect(try ClusterFile.parse(text: named.sourceText, path: "elsewhere.yaml").cluster == calibrated)
        // A network is laid over the calibrated cluster, and keeps what it does not change.
        let network = try NetworkPreset.load("25gbe").applied(to: named)
        #expect(network.nodes[0].accelerator.activePower == group.accelerator.activePower)
    }

    @Test("equal inputs give equal bytes")
    func deterministic() throws {
        let cluster = try MeasuredCluster.cluster(accelerators: 8)
        #expect(try Self.file(cluster).text == Self.file(cluster).text)
    }

    @Test("the report names every residual, every constant before and after, and every note")
    func report() throws {
        let file = try Self.file(try MeasuredCluster.cluster(accelerators: 8))
        let lines = CalibrationReport.text(file).split(separator: "\n").map(String.init)
        for residual in file.residuals {
            #expect(lines.contains { $0.hasPrefix(residual.what) && $0.hasSuffix(residual.percent) }, "\(residual)")
        }
        for constant in file.constants {
            let line = try #require(lines.first { $0.hasPrefix(constant.name + " ") })
            #expect(line.contains(constant.before.value) && line.contains(constant.after.value))
        }
        #expect(lines.last == "note: made up for a test")
        #expect(lines.allSatisfy { $0.last != " " })
    }

    @Test(
        "residuals are printed with a sign and a decimal",
        arguments: [(-0.0271, "-2.7 %"), (0.0271, "+2.7 %"), (-0.00001, "0.0 %"), (0, "0.0 %"), (1.5, "+150.0 %")])
    func percent(_ relative: Double, _ expected: String) {
        #expect(Residual(what: "", measured: "", fitted: "", relative: relative).percent == expected)
    }

    @Test("fitted values stand in for the central ones, by the name of the constant")
    func values() throws {
        let cluster = try MeasuredCluster.cluster(accelerators: 8)
        let file = try Self.file(cluster)
        let values = CalibratedValues(file.constants)
        let efficiency = try #require(file.constants.first { $0.name == "fabric.link_efficiency" })
        #expect(values.value(of: cluster.fabric.linkEfficiency).count == efficiency.count)
        #expect(values.value(of: cluster.nodes[0].nic.power) == cluster.nodes[0].nic.power.central)
        let half = Ratio(count: Ratio.scale / 2)
        #expect(
            values.setting(cluster.fabric.linkEfficiency, to: half).value(of: cluster.fabric.linkEfficiency) == half)
    }

    /// What a calibration must not say, with the error that it draws.
    static let wrong: [(String, String)] = [
        ("fabric: { link_efficiency: 1.2 }", ":1:28: error: fabric.link_efficiency is 1.2"),
        ("nodes: []\nfabric: { link_efficiency: 0.9 }", ":1:1: error: unknown key 'nodes'"),
        ("fabrics: { link_efficiency: 0.9 }", ":1:1: error: unknown key 'fabrics'; did you mean 'fabric'?"),
        ("calibrated_from: { cluster: x }", ":1:1: error: the calibration changes nothing"),
        ("- 1", ":1:1: error: the document must be a mapping"),
        ("\n\nfabric: { latency: 3 }", ":3:20: error: fabric.latency: '3' has no unit"),
        ("", ": error: the file is empty"),
    ]

    @Test("mistakes in a calibration are told at their place in it", arguments: wrong.indices)
    func refuses(_ index: Int) throws {
        let (text, expected) = Self.wrong[index]
        let path = FileManager.default.temporaryDirectory.appending(path: "wrong-\(UUID().uuidString).yaml")
            .path(percentEncoded: false)
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(atPath: path) }
        let error = try #require(throws: ClusterFileError.self) {
            try ClusterFile.load(path: "default", calibration: path)
        }
        #expect(error.problems.count == 1, "\(error)")
        #expect(error.description.contains(path + expected), "\(error)")
    }

    @Test("a calibration that is not there is an error with its name")
    func missing() throws {
        let error = try #require(throws: ClusterFileError.self) {
            try ClusterFile.load(path: "default", calibration: "/nowhere/c.yaml")
        }
        #expect(error.description.hasPrefix("/nowhere/c.yaml: error: there is no such file"))
    }
}
