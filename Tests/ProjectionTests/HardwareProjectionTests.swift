import ClusterModel
import Projection
import Testing
import Units

@Suite struct HardwareProjectionTests {
    static func figure<Value: Quantity>(_ name: String, _ low: String, _ central: String, _ high: String) throws
        -> Estimate<Value>
    {
        Estimate(
            name: name, low: try Value(parsing: low), central: try Value(parsing: central),
            high: try Value(parsing: high), source: "test", year: 2026, confidence: .assumption)
    }

    static func exactly<Value: Quantity>(_ name: String, _ value: Value) -> Estimate<Value> {
        Estimate(
            name: name, low: value, central: value, high: value, source: "test", year: 2026, confidence: .assumption)
    }

    static func run(
        power: Power? = .watts(330), count: Int = 10_000, tokens: Int = 300_000_000_000, active: Int? = nil
    ) throws -> ProjectedRun {
        let accelerator = try #require(Catalog.builtIn.accelerators["v100-sxm2-32gb"])
        return try HardwareProjection.run(
            work: TrainingWork(parameters: 175_000_000_000, activeParameters: active, tokens: tokens, shape: nil),
            accelerator: accelerator, count: count, mfu: figure("mfu", "0.1", "0.2", "0.4"), power: power,
            site: Site(
                name: "here", pue: figure("pue", "1.05", "1.1", "1.2"),
                intensity: figure("intensity", "400 g/kWh", "429 g/kWh", "500 g/kWh")))
    }

    @Test("time, energy and emissions are the formulas, by hand")
    func formulas() throws {
        let run = try Self.run()
        let seconds = 6 * 175e9 * 300e9 / (10_000 * 125e12 * 0.2)
        #expect(abs(run.time.central.total.seconds / seconds - 1) < 1e-12)
        let nanojoules = 330 * 10_000 * seconds * 1e9
        #expect(abs(Double(run.equipmentEnergy.central) / nanojoules - 1) < 1e-12)
        #expect(abs(Double(run.energy.central) / (nanojoules * 1.1) - 1) < 1e-12)
        let micrograms = nanojoules * 1.1 / 3.6e15 * 429 * 1e6
        #expect(abs(Double(run.emissions.central) / micrograms - 1) < 1e-12)
        #expect(abs(run.acceleratorHours - seconds / 3600 * 10_000) < 1e-3)
    }

    @Test("the corners take all ends together: the highest MFU with the least time")
    func corners() throws {
        let run = try Self.run()
        #expect(run.time.low.total * 4 == run.time.high.total)
        let factor = 2 * 1.2 / 1.1 * 500 / 429
        #expect(abs(Double(run.emissions.high) / Double(run.emissions.central) / factor - 1) < 1e-9)
        #expect(run.embodied.low < run.embodied.central && run.embodied.central < run.embodied.high)
    }

    @Test("twice the accelerators take half the time and the same energy")
    func scaling() throws {
        let (one, two) = (try Self.run(count: 5000), try Self.run(count: 10_000))
        #expect(abs(one.time.central.total.seconds / two.time.central.total.seconds - 2) < 1e-12)
        #expect(abs(Double(one.energy.central) / Double(two.energy.central) - 1) < 1e-12)
    }

    @Test("only active parameters are computed")
    func sparse() throws {
        let (dense, sparse) = (try Self.run(), try Self.run(active: 17_500_000_000))
        #expect(sparse.work.flops.count * 10 == dense.work.flops.count)
        let error = #expect(throws: ProjectionError.self) { try Self.run(active: 175_000_000_001) }
        #expect(error?.description.contains("--active-parameters") == true)
    }

    @Test(
        "a node's parts draw more than its accelerators alone, whatever the count divides by",
        arguments: [1, 6, 12, 64])
    func nodes(count: Int) throws {
        let run = try Self.run(power: nil, count: count)
        let accelerator = try #require(Catalog.builtIn.accelerators["v100-sxm2-32gb"])
        let alone = accelerator.activePower.central.watts * run.acceleratorHours * 3600
        let ratio = Double(run.equipmentEnergy.central) * 1e-9 / alone
        #expect(ratio > 1.2 && ratio < 4, "\(ratio)")
    }

    @Test("the attention term is 12 L d s a token beside 6 P")
    func attention() throws {
        let work = try TrainingWork(
            parameters: 175_000_000_000, activeParameters: nil, tokens: 1000,
            shape: .init(layers: 96, width: 12_288, context: 2048))
        #expect(work.attentionFLOPs.count == 1000 * 12 * 96 * 12_288 * 2048)
        #expect(work.flops.count == 1000 * 6 * 175_000_000_000 + work.attentionFLOPs.count)
    }
}
