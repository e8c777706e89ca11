import NeuralNetwork
import TensorKernels
import Testing

@Suite struct RandomNumbersTests {
    @Test("Normal values have mean 0, variance 1 and the right tails")
    func moments() {
        let random = RandomNumbers(seed: 42)
        let values = (0..<200_000).map { random.normal(UInt64($0)) }
        let mean = values.reduce(0, +) / 200_000
        let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 200_000
        #expect(mean.magnitude < 0.01)
        #expect((variance - 1).magnitude < 0.02)
        let beyondTwo = Double(values.count { $0.magnitude > 2 }) / 200_000
        #expect((beyondTwo - 0.0455).magnitude < 0.003)
    }

    @Test("Seeds and indices give different values, the same pair the same")
    func distinct() {
        let values = (0..<100).flatMap { seed in (0..<100).map { RandomNumbers(seed: seed).bits(UInt64($0)) } }
        #expect(Set(values).count == 10_000)
        #expect(RandomNumbers(seed: 3).bits(8) == RandomNumbers(seed: 3).bits(8))
    }

    @Test("The initial weights have GPT-2's deviations")
    func initialWeights() throws {
        let configuration = TransformerConfiguration(contextLength: 64, layers: 8, heads: 2, width: 64)
        let model = try Transformer(configuration: configuration, seed: 1)
        func deviation(_ name: String) -> Double {
            let values = FloatSlice(model.parameters, model.layout[name]!.range).values
            return (values.reduce(0.0) { $0 + Double($1) * Double($1) } / Double(values.count)).squareRoot()
        }
        #expect((deviation("wte.weight") - 0.02).magnitude < 1e-3)
        #expect((deviation("h.3.mlp.c_fc.weight") - 0.02).magnitude < 1e-3)
        #expect((deviation("h.3.mlp.c_proj.weight") - 0.005).magnitude < 3e-4)
        #expect(deviation("h.3.ln_1.weight") == 1)
        #expect(deviation("h.3.mlp.c_fc.bias") == 0)
    }
}
