import ClusterModel
import Testing
import Units

@Suite("Represented models")
struct ModelShapeTests {
    @Test(
        "The GPT-2 models have their known numbers of parameters",
        arguments: [
            ("gpt2", 124_439_808), ("gpt2-medium", 354_823_168), ("gpt2-large", 774_030_080),
            ("gpt2-xl", 1_557_611_200),
        ])
    func counts(name: String, parameters: Int) throws {
        let model = try #require(Catalog.builtIn.models[name])
        #expect(model.parameterCount == parameters)
        #expect(model.tensors.reduce(0) { $0 + $1.elements } == parameters)
        #expect(Set(model.tensors.map(\.name)).count == model.tensors.count)
        #expect(model.tensors.count == 4 + 12 * model.layers)
    }

    @Test("GPT-2 XL takes 10.289 GFLOP a token")
    func flops() throws {
        let model = try #require(Catalog.builtIn.models["gpt2-xl"])
        #expect(model.flopsPerToken.count == 6 * 1_557_611_200 + 12 * 48 * 1600 * 1024)
        #expect(model.flopsPerToken.count == 10_289_385_600)
    }

    @Test("Tensors come in forward order")
    func order() throws {
        let names = try #require(Catalog.builtIn.models["gpt2"]).tensors.map(\.name)
        #expect(names.prefix(4) == ["wte.weight", "wpe.weight", "h.0.ln_1.weight", "h.0.ln_1.bias"])
        #expect(names.suffix(3) == ["h.11.mlp.c_proj.bias", "ln_f.weight", "ln_f.bias"])
    }
}
