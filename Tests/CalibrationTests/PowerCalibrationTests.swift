import Calibration
import ClusterModel
import Testing
import Units

@Suite("Fitting powers to measured watts")
struct PowerCalibrationTests {
    /// What the measured node really draws, in watts.
    struct Truth {
        let active = 380.0
        let idle = 60.0
        let fraction = 0.3
        /// All but the accelerators.
        let rest = 1900.0
        var stalled: Double { idle + fraction * (active - idle) }
        func accelerator(_ c: Double) -> Double { c * active + (1 - c) * stalled }
        func node(_ c: Double) -> Double { 8 * accelerator(c) + rest }
        var nodeWaiting: Double { 8 * stalled + rest }
    }

    static let truth = Truth()

    static func watts(_ value: Double) -> Power { Power(count: Int64((value * 1e6).rounded())) }

    static func fit(_ measured: MeasuredPower, share: Double = 1, base: String = "") throws -> PowerCalibration {
        try PowerCalibration(
            measured: measured, cluster: try MeasuredCluster.cluster(accelerators: 8, base: base),
            computingShare: Ratio(count: Int64(share * 1e9)))
    }

    static func value(_ fit: PowerCalibration, _ name: String) throws -> Double {
        let figures = try #require(fit.constants.first { $0.name == name }).after
        return name.hasSuffix("fraction")
            ? try Ratio(parsing: figures.value).value : try Power(parsing: figures.value).watts
    }

    static let active = "catalog.accelerators.a100-sxm4-80gb.active_power"
    static let idle = "catalog.accelerators.a100-sxm4-80gb.idle_power"
    static let base = "catalog.hosts.gpu-server.base_power"
    static let fraction = "assumptions.stall_power_fraction"

    @Test("all five measurements give all four constants back", arguments: [1.0, 0.8, 0.35])
    func allFive(_ share: Double) throws {
        let truth = Self.truth
        let fit = try Self.fit(
            MeasuredPower(
                node: Self.watts(truth.node(share)), nodeWaiting: Self.watts(truth.nodeWaiting),
                accelerator: Self.watts(truth.accelerator(share)), acceleratorWaiting: Self.watts(truth.stalled),
                acceleratorIdle: Self.watts(truth.idle)), share: share)
        #expect(abs(try Self.value(fit, Self.active) - truth.active) < 0.01)
        #expect(abs(try Self.value(fit, Self.idle) - truth.idle) < 0.01)
        #expect(abs(try Self.value(fit, Self.fraction) - truth.fraction) < 1e-5)
        let cluster = try MeasuredCluster.cluster(accelerators: 8)
        let node = NodePower(of: cluster.nodes[0], assumptions: cluster.assumptions)
        let catalogRest =
            node.computing.central.watts - 8 * cluster.nodes[0].accelerator.activePower.central.watts
        let others = catalogRest - cluster.nodes[0].basePower.central.watts
        #expect(abs(try Self.value(fit, Self.base) - (truth.rest - others)) < 0.1)
        #expect(fit.residuals.count == 5)
        #expect(fit.residuals.worst < 1e-5)
        #expect(fit.notes.isEmpty)
    }

    @Test("node and waiting node give active power and fraction, the rest kept as it is")
    func nodesOnly() throws {
        let cluster = try MeasuredCluster.cluster(accelerators: 8)
        let model = NodePower(of: cluster.nodes[0], assumptions: cluster.assumptions)
        let fit = try Self.fit(MeasuredPower(node: model.computing.central, nodeWaiting: model.waiting.central))
        #expect(abs(try Self.value(fit, Self.active) - cluster.nodes[0].accelerator.activePower.central.watts) < 0.01)
        #expect(
            abs(try Self.value(fit, Self.fraction) - cluster.assumptions.stallPowerFraction.central.value) < 1e-5)
        #expect(fit.constants.count == 2)
        #expect(fit.notes.count == 2)
    }

    @Test("a mean over training is taken apart by the share of computing")
    func meanOverTraining() throws {
        let measured = MeasuredPower(accelerator: .watts(300), acceleratorWaiting: .watts(150))
        #expect(abs(try Self.value(try Self.fit(measured, share: 0.75), Self.active) - 350) < 0.01)
        #expect(abs(try Self.value(try Self.fit(measured, share: 1), Self.active) - 300) < 0.01)
    }

    @Test("the accuracy of the meter is the range of the result")
    func accuracy() throws {
        let figures = try Self.fit(
            MeasuredPower(accelerator: .watts(400), accuracy: Ratio(count: 50_000_000))
        ).constants[0].after
        #expect([figures.low, figures.value, figures.high] == ["380 W", "400 W", "420 W"])
        let exact = try Self.fit(MeasuredPower(accelerator: .watts(400), accuracy: .zero)).constants[0].after
        #expect([exact.low, exact.value, exact.high] == ["400 W", "400 W", "400 W"])
    }

    @Test("more than needed leaves a residual")
    func overdetermined() throws {
        let truth = Self.truth
        let fit = try Self.fit(
            MeasuredPower(
                node: Self.watts(truth.node(1)), nodeWaiting: Self.watts(truth.nodeWaiting * 1.1),
                accelerator: Self.watts(truth.active), acceleratorWaiting: Self.watts(truth.stalled)))
        let residual = try #require(fit.residuals.first { $0.what == "node-power-waiting" })
        #expect(abs(residual.relative - (1 / 1.1 - 1)) < 1e-4)
    }

    /// Measurements that must be refused.
    static let refused: [(MeasuredPower, String)] = [
        (MeasuredPower(nodeWaiting: .watts(3000)), "--node-power-waiting: error: power while waiting alone"),
        (MeasuredPower(acceleratorWaiting: .watts(150)), "power while waiting alone"),
        (MeasuredPower(nodeWaiting: .watts(3000), accelerator: .watts(350)), "add --node-power or"),
        (MeasuredPower(node: .watts(1000)), "would draw -"),
        (MeasuredPower(node: .watts(3000), accelerator: .watts(350)), "the node without its accelerators draws 200 W"),
        (MeasuredPower(accelerator: .watts(350), acceleratorWaiting: .watts(20)), "waiting, but"),
        (MeasuredPower(accelerator: .watts(150), acceleratorWaiting: .watts(350)), "were they exchanged"),
        (MeasuredPower(accelerator: .watts(40), acceleratorIdle: .watts(60)), "an accelerator would draw 40 W"),
        (MeasuredPower(acceleratorIdle: .watts(600)), "add --accelerator-power"),
        (MeasuredPower(accelerator: .zero), "--accelerator-power is 0 W"),
        (MeasuredPower(accelerator: .watts(300), accuracy: .one), "--power-accuracy"),
    ]

    @Test("what is not determined, or cannot be, is refused with a remedy", arguments: refused.indices)
    func refuses(_ index: Int) throws {
        let (measured, expected) = Self.refused[index]
        let error = try #require(throws: CalibrationError.self) { try Self.fit(measured) }
        #expect(error.description.contains(expected), "\(error)")
        #expect(error.problems.allSatisfy { !$0.remedy.isEmpty })
    }

    @Test("a base power that the cluster file sets itself is in the way")
    func ownBasePower() throws {
        let measured = MeasuredPower(node: .watts(4900), accelerator: .watts(350))
        #expect(throws: CalibrationError.self) { try Self.fit(measured, base: ", base_power: 500 W") }
        _ = try Self.fit(measured)
    }

    @Test("a load curve is in the way of a node's watts, and not of those of accelerators")
    func loadCurve() throws {
        let text = MeasuredCluster.text(accelerators: 8) + "assumptions: { cpu_power: load-curve }\n"
        let cluster = try ClusterFile.parse(text: text, path: "curve.yaml").cluster
        let fit = { (measured: MeasuredPower) throws(CalibrationError) in
            try PowerCalibration(measured: measured, cluster: cluster, computingShare: .one)
        }
        let error = #expect(throws: CalibrationError.self) { try fit(MeasuredPower(node: .watts(4900))) }
        #expect(error?.description.contains("by a load curve the CPUs draw other watts") == true)
        #expect(try fit(MeasuredPower(accelerator: .watts(350))).constants.count == 1)
    }
}
