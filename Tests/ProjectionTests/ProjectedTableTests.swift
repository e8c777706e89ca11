import Foundation
import Projection
import Testing
import Units

@Suite struct ProjectedTableTests {
    /// Errors as they fell when the function was fitted, in percent: a change of the model or of a figure shows here.
    static let recorded: [(name: String, error: Double)] = [
        ("T5-11B", 3.5), ("Meena-2.6B", 15.9), ("GPT-3 175B", -29.9), ("PaLM-540B", -29.7),
        ("GLaM, 280 B tokens", -32.3),
        ("LLaMA-7B", -1.8), ("LLaMA-13B", 12.9), ("LLaMA-33B", -1.6), ("LLaMA-65B", 1.0), ("OPT-175B", 23.1),
        ("Llama-3.1 405B", -26.8),
    ]

    @Test("the errors are those that are published, within a tenth of a percent")
    func errors() {
        let rows = ProjectedTable.builtIn.rows
        #expect(rows.map(\.name) == Self.recorded.map(\.name))
        for (row, recorded) in zip(rows, Self.recorded) {
            #expect(abs(row.error * 100 - recorded.error) < 0.1, "\(row.name): \(row.error * 100) %")
        }
        let mean = ProjectedTable.meanAbsoluteError(ProjectedTable.builtIn.independent) * 100
        #expect(abs(mean - 14.6) < 0.1, "\(mean) %")
    }

    @Test("the independent runs lie about as far off as studies that were left out, not farther than twice that")
    func calibrated() {
        let spread = EfficiencyFunction.builtIn.spread
        let errors = ProjectedTable.builtIn.independent.map { log(1 + $0.error) }
        let rms = (errors.reduce(0) { $0 + $1 * $1 } / Double(errors.count)).squareRoot()
        #expect(rms > spread / 2 && rms < spread * 1.25, "\(rms) beside \(spread)")
        #expect(errors.allSatisfy { abs($0) < 2 * spread })
    }

    @Test("a projection is FLOPs over peak and MFU, and the row's own power and intensity, by hand")
    func formula() throws {
        let row = try #require(ProjectedTable.builtIn.rows.first { $0.name == "LLaMA-65B" })
        let attention = 12.0 * 80 * 8192 * 2048
        let flops = (6 * 65.2e9 + attention) * 1.4e12
        #expect(abs(row.hardwareRatio - (1 + attention / (6 * 65.2e9 + attention))) < 1e-9)
        let hfu = EfficiencyFunction.builtIn.hfu(isTPU: false, fusedAttention: true)
        #expect(abs(row.mfu * row.hardwareRatio - hfu) < 1e-12)
        #expect(abs(row.hours / (flops / (312e12 * row.mfu) / 3600) - 1) < 1e-9)
        #expect(abs(row.emissions / (row.hours * 400 * 1.1 / 1e6 * 0.385) - 1) < 1e-9)
    }

    @Test("T5's work is that of its encoder for 512 and of its decoder for 114 tokens a sequence, by hand")
    func encoderDecoder() throws {
        let row = try #require(ProjectedTable.builtIn.rows.first { $0.name == "T5-11B" })
        let (layers, width, inner, heads, head) = (24.0, 1024.0, 65536.0, 128.0, 128.0)
        let (inputs, targets, sequences) = (512.0, 114.0, 2048e6)
        let projection = width * heads * head
        let encoder = layers * (4 * projection + 2 * width * inner + 2 * heads * head * inputs)
        let crossed = layers * 2 * projection
        let decoder =
            layers * (6 * projection + 2 * width * inner + 2 * heads * head * (targets + inputs)) + 32128 * width
        let flops = 6 * sequences * ((encoder + crossed) * inputs + decoder * targets)
        #expect(abs(Double(row.work.flops.count) / flops - 1) < 1e-12)
        #expect(abs(Double(row.work.activeParameters) * Double(row.work.tokens) * 6 / flops - 1) < 1e-9)
    }

    @Test("rows that know the answer do not count: tokens of the emissions row")
    func independence() {
        let dependent = ProjectedTable.builtIn.rows.filter { $0.notIndependent != nil }.map(\.name)
        #expect(dependent == ["GLaM, 280 B tokens"])
        #expect(ProjectedTable.builtIn.independent.count == 10)
    }

    @Test(
        "a row with a recomputation that is not known, or nothing that says so, is refused by name",
        arguments: [("recomputation: full", "recomputation: some"), ("software: s", "software: ''")])
    func refuses(right: String, wrong: String) throws {
        let text = """
            runs:
              - run: OPT-175B
                parameters: 175B
                tokens: 300B
                recomputation: full
                fused_attention: false
                software: s
                source: s
                year: 2022
                confidence: confirmed
            not_projected: []
            """
        func table(_ text: String) throws -> ProjectedTable {
            try ProjectedTable(text, runs: PublishedTable.builtIn, throughputs: .builtIn, function: .builtIn)
        }
        #expect(try table(text).rows.count == 1)
        let error = try #require(throws: PublishedTableError.self) { try table(text.replacing(right, with: wrong)) }
        #expect(error.description.hasPrefix("OPT-175B: "))
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
