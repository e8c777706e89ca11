import NeuralNetwork
import TensorKernels
import Testing

private let configuration = TransformerConfiguration(
    vocabularySize: 17, contextLength: 5, layers: 1, heads: 1, width: 6)

private func buffer(_ count: Int, seed: UInt64) -> FlatBuffer {
    let (buffer, random) = (FlatBuffer(count: count), RandomNumbers(seed: seed))
    for index in 0..<count { buffer[index] = Float(random.normal(UInt64(index))) }
    return buffer
}

@Suite struct OptimizerTests {
    @Test("AdamW agrees with its algorithm over three steps, decay on matrices only")
    func adamW() {
        let layout = ParameterLayout(configuration)
        let parameters = buffer(layout.count, seed: 1)
        var expected = parameters.all.values.map(Double.init)
        var (m, v) = ([Double](repeating: 0, count: layout.count), [Double](repeating: 0, count: layout.count))
        let optimizer = AdamW(layout: layout)
        for step in 1...3 {
            let gradients = buffer(layout.count, seed: UInt64(10 + step))
            optimizer.beginStep()
            optimizer.update(
                0..<layout.count, parameters: parameters, gradients: gradients, learningRate: 0.01,
                gradientFactor: 0.5)
            let correction1 = 1 - (0..<step).reduce(1.0) { product, _ in product * 0.9 }
            let correction2 = 1 - (0..<step).reduce(1.0) { product, _ in product * 0.95 }
            for entry in layout.entries {
                for index in entry.range {
                    let g = 0.5 * Double(gradients[index])
                    m[index] = 0.9 * m[index] + 0.1 * g
                    v[index] = 0.95 * v[index] + 0.05 * g * g
                    var move = m[index] / correction1 / ((v[index] / correction2).squareRoot() + 1e-8)
                    if entry.shape.count == 2 { move += 0.1 * expected[index] }
                    expected[index] -= 0.01 * move
                }
            }
        }
        for index in 0..<layout.count {
            #expect((Double(parameters[index]) - expected[index]).magnitude < 1e-5)
        }
    }

    @Test("The cut into ranges does not touch the bits", arguments: ["sgd", "adamw"])
    func cuts(kind: String) {
        let layout = ParameterLayout(configuration)
        func result(_ cuts: [Int]) -> [UInt32] {
            let parameters = buffer(layout.count, seed: 1)
            let optimizer: any Optimizer =
                kind == "sgd" ? SGD(parameterCount: layout.count, weightDecay: 0.1) : AdamW(layout: layout)
            for step in 0..<2 {
                optimizer.beginStep()
                for (lower, upper) in zip([0] + cuts, cuts + [layout.count]) {
                    optimizer.update(
                        lower..<upper, parameters: parameters, gradients: buffer(layout.count, seed: UInt64(step)),
                        learningRate: 0.01, gradientFactor: 1)
                }
            }
            return parameters.all.values.map(\.bitPattern)
        }
        #expect(result([]) == result([1, 50, 133, 134, 400]))
    }

    @Test("The learning rate warms up, falls along a cosine and stays at its floor")
    func schedule() {
        let schedule = LearningRateSchedule(peak: 1e-3, floor: 1e-4, warmUpSteps: 10, totalSteps: 110)
        #expect(schedule.rate(at: 0) == 1e-4)
        #expect(schedule.rate(at: 9) == 1e-3)
        #expect(schedule.rate(at: 10) == 1e-3)
        #expect((schedule.rate(at: 60) - 5.5e-4).magnitude < 1e-9)
        #expect(schedule.rate(at: 110) == 1e-4)
        #expect(schedule.rate(at: 100_000) == 1e-4)
        for step in 10..<110 { #expect(schedule.rate(at: step + 1) < schedule.rate(at: step)) }
        let none = LearningRateSchedule(peak: 1, floor: 0, warmUpSteps: 0, totalSteps: 0)
        #expect(none.rate(at: 0) == 0)
    }

    @Test("The norm is that of all values, however they are cut into shards", arguments: [1, 4096, 4097, 20_000])
    func norm(count: Int) {
        let gradients = buffer(count, seed: 3)
        let exact = gradients.all.values.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
        for shards in [1, 2, 5] {
            let ranges = (0..<shards).map { [$0 * count / shards..<($0 + 1) * count / shards] }
            let norm = GradientNorm.norm(squareSums: ranges.map { GradientNorm.squareSum(of: $0, in: gradients) })
            #expect((norm - exact).magnitude < 1e-6 * exact, "\(shards) shards")
        }
        #expect(GradientNorm.clippingFactor(norm: 4, maximum: 1) == 0.25)
        #expect(GradientNorm.clippingFactor(norm: 0.5, maximum: 1) == 1)
    }

    @Test("A shard's square sum has the same bits wherever its values lie and whatever lies beside them")
    func shardOfTheNorm() {
        let gradients = buffer(30_000, seed: 4)
        let ranges = [20_011..<29_999, 3..<4099, 7000..<7001, 9000..<17_192]
        let whole = GradientNorm.squareSum(of: ranges, in: gradients)
        // What a rank has that holds this shard and nothing else: not even the same alignment.
        let length = ranges.reduce(0) { $0 + $1.count }
        let own = FlatBuffer(count: length + 1)
        own[0] = .nan
        var moved: [Range<Int>] = []
        for range in ranges {
            let start = moved.last?.upperBound ?? 1
            moved.append(start..<start + range.count)
            FloatSlice(own, start..<start + range.count).copy(from: FloatSlice(gradients, range))
        }
        #expect(GradientNorm.squareSum(of: moved, in: own).bitPattern == whole.bitPattern)
        // Block by block: Float32 inside one, Double between them, counted from the range's start.
        var blocks = 0.0
        for range in ranges {
            var rest = gradients.all.values[range]
            while !rest.isEmpty {
                let block = FlatBuffer(count: min(4096, rest.count))
                block.all.copy(from: Array(rest.prefix(4096)))
                blocks += Double(Kernels.current.sumOfSquares(block.all))
                rest = rest.dropFirst(4096)
            }
        }
        #expect(blocks.bitPattern == whole.bitPattern)
        #expect(GradientNorm.squareSum(of: [], in: gradients) == 0)
    }

    @Test("The norm adds the shards' sums in the order of the shards")
    func normOrder() {
        // 2⁵³ + 1 is not a Double: ones added behind it are lost one by one, ones added before it count.
        let ones = [Double](repeating: 1, count: 64)
        #expect(GradientNorm.norm(squareSums: [0x1p53] + ones) == (0x1p53).squareRoot())
        #expect(GradientNorm.norm(squareSums: ones + [0x1p53]) == (0x1p53 + 64).squareRoot())
        #expect((0x1p53 + 64).squareRoot() != (0x1p53).squareRoot())
        #expect(GradientNorm.norm(squareSums: []) == 0)
    }
}
