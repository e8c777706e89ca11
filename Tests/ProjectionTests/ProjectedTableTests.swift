import Projection
import Testing

@Suite struct ProjectedTableTests {
    /// Errors as they fell when the function was fitted, in percent: a change of the model or of a figure shows here.
    static let recorded: [(name: String, error: Double)] = [
        ("T5-11B, half the parameters", 2.1), ("T5-11B, all parameters", 96.6), ("Meena-2.6B", 68.4),
        ("GPT-3 175B", -43.4), ("PaLM-540B", -24.3), ("GLaM, 280 B tokens", -24.8), ("LLaMA-7B", 54.1),
        ("LLaMA-13B", 73.0), ("LLaMA-33B", 45.1), ("LLaMA-65B", 44.5), ("OPT-175B", -41.1), ("Llama-3.1 405B", -10.0),
    ]

    @Test("the errors are those that are published, within a tenth of a percent")
    func errors() {
        let rows = ProjectedTable.builtIn.rows
        #expect(rows.map(\.name) == Self.recorded.map(\.name))
        for (row, recorded) in zip(rows, Self.recorded) {
            #expect(abs(row.error * 100 - recorded.error) < 0.1, "\(row.name): \(row.error * 100) %")
        }
        let mean = ProjectedTable.meanAbsoluteError(ProjectedTable.builtIn.independent) * 100
        #expect(abs(mean - 52.8) < 0.1, "\(mean) %")
    }

    @Test("a projection is FLOPs over peak and MFU, and the row's own power and intensity, by hand")
    func formula() throws {
        let row = try #require(ProjectedTable.builtIn.rows.first { $0.name == "LLaMA-65B" })
        let flops = (6 * 65.2e9 + 12 * 80 * 8192 * 2048) * 1.4e12
        #expect(abs(row.hours / (flops / (312e12 * row.mfu) / 3600) - 1) < 1e-9)
        #expect(abs(row.emissions / (row.hours * 400 * 1.1 / 1e6 * 0.385) - 1) < 1e-9)
    }

    @Test("rows that know the answer do not count: fitted throughputs, tokens of the emissions row, T5's readings")
    func independence() {
        let counted = ProjectedTable.builtIn.independent.map(\.name)
        #expect(
            counted == [
                "Meena-2.6B", "GPT-3 175B", "LLaMA-7B", "LLaMA-13B", "LLaMA-33B", "LLaMA-65B", "OPT-175B",
            ])
    }

    @Test("every published run is projected or has a reason why not, and none both")
    func complete() {
        let table = ProjectedTable.builtIn
        let projected = Set(table.rows.map(\.run.name))
        let others = Set(table.others.map(\.run))
        #expect(projected.isDisjoint(with: others))
        #expect(projected.union(others) == Set(PublishedTable.builtIn.map(\.name)))
        #expect(table.others.allSatisfy { !$0.reason.isEmpty } && table.rows.allSatisfy { !$0.source.isEmpty })
    }
}
