import NeuralNetwork
import Testing

@Suite struct ConfigurationTests {
    @Test(
        "A wrong field is named in one clear error",
        arguments: [
            ("layers", TransformerConfiguration(contextLength: 8, layers: 0, heads: 1, width: 8)),
            ("heads", TransformerConfiguration(contextLength: 8, layers: 1, heads: 0, width: 8)),
            ("width", TransformerConfiguration(contextLength: 8, layers: 1, heads: 3, width: 8)),
            ("contextLength", TransformerConfiguration(contextLength: -1, layers: 1, heads: 1, width: 8)),
            (
                "vocabularySize",
                TransformerConfiguration(vocabularySize: 0, contextLength: 8, layers: 1, heads: 1, width: 8)
            ),
        ])
    func wrongField(field: String, configuration: TransformerConfiguration) {
        #expect {
            try configuration.validate()
        } throws: { error in
            (error as? TransformerConfigurationError)?.field == field
        }
    }

    @Test("The published size of GPT-2 comes out")
    func publishedSize() throws {
        let gpt2 = TransformerConfiguration(
            vocabularySize: 50_257, contextLength: 1024, layers: 12, heads: 12, width: 768)
        try gpt2.validate()
        #expect(gpt2.parameterCount == 124_439_808)
        #expect(gpt2.flopsPerToken == 6 * 124_439_808 + 12 * 12 * 768 * 1024)
    }

    @Test("The layout fills the flat buffer without gaps, in forward order, under GPT-2's names")
    func layout() {
        let configuration = TransformerConfiguration(
            vocabularySize: 17, contextLength: 9, layers: 2, heads: 2, width: 6)
        let layout = ParameterLayout(configuration)
        #expect(layout.count == configuration.parameterCount)
        var offset = 0
        for entry in layout.entries {
            #expect(entry.range.lowerBound == offset)
            #expect(entry.range.count == entry.shape.reduce(1, *))
            offset = entry.range.upperBound
        }
        #expect(offset == layout.count)
        #expect(
            layout.entries.prefix(5).map(\.name)
                == ["wte.weight", "wpe.weight", "h.0.ln_1.weight", "h.0.ln_1.bias", "h.0.attn.c_attn.weight"])
        #expect(layout.entries.last?.name == "ln_f.bias")
        #expect(layout["h.1.mlp.c_proj.weight"]?.shape == [24, 6])
    }
}
