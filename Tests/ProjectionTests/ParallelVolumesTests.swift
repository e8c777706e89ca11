import Projection
import Testing

@Suite struct ParallelVolumesTests {
    static func work(shape: Bool = true) throws -> TrainingWork {
        try TrainingWork(
            parameters: 1_000_000_000, activeParameters: nil, tokens: 1,
            shape: shape ? .init(layers: 24, width: 2048, context: 1024) : nil)
    }

    static func plan(_ n: Int, t: Int, p: Int, b: Int = 1, batch: Int? = nil) throws -> ParallelPlan {
        try ParallelPlan(accelerators: n, layers: 24, tensor: t, pipeline: p, microBatch: b, globalBatch: batch)
    }

    @Test("volumes are the formulas, by hand", arguments: [(64, 4, 2), (64, 8, 4), (48, 2, 3), (8, 8, 1), (3, 1, 1)])
    func formulas(n: Int, t: Int, p: Int) throws {
        let d = n / (t * p)
        let plan = try Self.plan(n, t: t, p: p, b: 2, batch: 2 * d * 5)
        #expect(plan.data == d && plan.microBatches == 5)
        let volumes = ParallelVolumes(work: try Self.work(), plan: plan, gradientWidth: 4)
        let activation = 2.0 * 1024 * 2048 * 2
        #expect(
            abs(Double(volumes.data) - 2 * Double(d - 1) / Double(d) * 1e9 / Double(t * p) * 4) <= 1)
        let tensor = try #require(volumes.tensor)
        #expect(abs(Double(tensor) - 5 * 24 / Double(p) * 8 * activation * Double(t - 1) / Double(t)) <= 1)
        let neighbours = p == 1 ? 0 : p == 2 ? 1 : 2
        #expect(volumes.pipeline == Int128(5 * activation) * Int128(neighbours))
    }

    @Test("without a shape only the gradients are known")
    func unknown() throws {
        let volumes = ParallelVolumes(
            work: try Self.work(shape: false), plan: try Self.plan(8, t: 1, p: 1), gradientWidth: 2)
        #expect(volumes.data == 3_500_000_000 && volumes.tensor == nil && volumes.pipeline == nil)
    }

    @Test(
        "parts that do not divide the whole are refused by their option",
        arguments: [
            (64, 3, 1, 1, nil, "--tensor-parallel 3"), (64, 1, 5, 1, nil, "--pipeline-parallel 5"),
            (64, 1, 16, 1, nil, "24 layers"), (64, 8, 1, 3, 25, "--global-batch"), (64, 0, 1, 1, nil, "at least 1"),
            (64, Int.max, 2, 1, nil, "does not divide"), (64, 1, 1, Int.max, 1, "--global-batch"),
        ] as [(Int, Int, Int, Int, Int?, String)])
    func refuses(n: Int, t: Int, p: Int, b: Int, batch: Int?, words: String) throws {
        let error = try #require(throws: ProjectionError.self) { try Self.plan(n, t: t, p: p, b: b, batch: batch) }
        #expect(error.description.contains(words), "\(error)")
    }
}
