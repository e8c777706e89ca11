import ClusterModel
import Foundation
import Projection
import Testing
import Units

@Suite struct EfficiencyFunctionTests {
    @Test("every throughput gives an HFU; Megatron's are the 43 to 52 % that are quoted")
    func throughputs() {
        let all = Throughputs.builtIn.all
        #expect(all.count == 111)
        let megatron = all.filter { $0.study == "megatron-2021" }.map(\.hfu)
        #expect(megatron.count == 10 && megatron.allSatisfy { $0 > 0.43 && $0 < 0.53 })
        #expect(all.first { $0.name == "Gopher 280B" }.map { abs($0.hfu - 0.325 * 4 / 3) < 1e-12 } == true)
    }

    @Test("no throughput is of a run whose emissions are projected")
    func excluded() {
        let projected = ["PaLM", "LLaMA", "OPT", "Llama-3.1", "GPT-3", "Meena", "T5", "GLaM"]
        for row in Throughputs.builtIn.all { #expect(!projected.contains { row.name.hasPrefix($0) }, "\(row.name)") }
        #expect(Throughputs.builtIn.all.filter { $0.family.name == "V100" }.count == 4)
    }

    /// What a term of a candidate form is.
    static let features: [(name: String, value: @Sendable (Throughput) -> Double)] = [
        ("P", { log($0.parameters / 1e9) }), ("balance", { log($0.family.balance) }),
        ("TPU", { $0.family.isTPU ? 1 : 0 }), ("fused", { $0.fusedAttention ? 1 : 0 }),
        ("n", { log(Double($0.accelerators)) }),
    ]

    @Test("the form is the one that the rule picks among all of at most three terms")
    func choice() throws {
        let all = Throughputs.builtIn.all
        var forms: [(names: [String], spread: Double)] = []
        for mask in 0..<(1 << Self.features.count) where mask.nonzeroBitCount <= 3 {
            let chosen = Self.features.indices.filter { mask & (1 << $0) != 0 }.map { Self.features[$0] }
            let fit = try #require(StudyFit(all) { row in [1] + chosen.map { $0.value(row) } })
            forms.append((chosen.map(\.name), fit.spread))
        }
        for unfused in [false, true] {
            // 1 / HFU adds up times; the width is that of a model whose depth is a 128th of it.
            let share = { (row: Throughput) in row.family.balance / cbrt(32 * row.parameters / 3) }
            let spread = try #require(
                Self.additiveSpread(all) { row in
                    unfused ? [1, share(row), row.fusedAttention ? 0 : share(row)] : [1, share(row)]
                })
            forms.append((["additive"] + (unfused ? ["unfused"] : []), spread))
        }
        let least = try #require(forms.map(\.spread).min())
        let near = forms.filter { $0.spread <= least * 1.05 }
        let fewest = near.map(\.names.count).min()
        let picked = near.filter { $0.names.count == fewest }.min { $0.spread < $1.spread }
        #expect(picked?.names == ["TPU", "fused"])
        #expect(picked?.spread == EfficiencyFunction.builtIn.spread)
        #expect(abs(EfficiencyFunction.builtIn.spread - 0.265) < 0.001)
    }

    /// Of 1 / HFU, fitted linearly, as `StudyFit` does for its logarithm.
    static func additiveSpread(_ all: [Throughput], _ terms: (Throughput) -> [Double]) -> Double? {
        let studies = Set(all.map(\.study)).sorted()
        var sum = 0.0
        for study in studies {
            let used = all.filter { $0.study != study }
            let fit = LeastSquares.coefficients(
                rows: used.map(terms), values: used.map { 1 / $0.hfu },
                weights: used.map { row in 1 / Double(used.count { $0.study == row.study }) })
            guard let fit else { return nil }
            let left = all.filter { $0.study == study }
            let squares = left.map { row in
                let inverse = max(0.5, zip(fit, terms(row)).reduce(0) { $0 + $1.0 * $1.1 })
                return pow(log(1 / inverse / row.hfu), 2)
            }
            sum += squares.reduce(0, +) / Double(left.count)
        }
        return (sum / Double(studies.count)).squareRoot()
    }

    @Test("a function of that form comes back from throughputs that follow it")
    func recovers() throws {
        let throughputs = Throughputs.builtIn.all.map { row in
            Throughput(
                name: row.name, family: row.family, parameters: row.parameters, accelerators: row.accelerators,
                hfu: exp(-1 + (row.family.isTPU ? 0.3 : 0) + (row.fusedAttention ? 0.2 : 0)),
                fusedAttention: row.fusedAttention, study: row.study, source: row.source, year: row.year,
                confidence: row.confidence)
        }
        let function = try #require(EfficiencyFunction(fittedTo: throughputs))
        for (fitted, given) in zip(function.coefficients, [-1, 0.3, 0.2]) { #expect(abs(fitted - given) < 1e-9) }
        #expect(function.spread < 1e-9)
    }

    @Test("a study counts once, however many rows it has")
    func weights() throws {
        let all = Throughputs.builtIn.all
        let more = all + Array(repeating: all.filter { $0.study == "llm-foundry" }, count: 3).flatMap { $0 }
        let (one, four) = (try #require(EfficiencyFunction(fittedTo: all)), EfficiencyFunction(fittedTo: more))
        for (a, b) in zip(one.coefficients, try #require(four).coefficients) { #expect(abs(a - b) < 1e-9) }
    }

    @Test("throughputs of one accelerator determine no function")
    func singular() {
        let alike = Throughputs.builtIn.all.filter { $0.family.name == "A100" }
        #expect(alike.count > 3 && EfficiencyFunction(fittedTo: alike) == nil)
    }

    @Test("the estimate is the HFU over the hardware ratio, with a range that its spread gives")
    func estimate() throws {
        let function = EfficiencyFunction.builtIn
        let work = try TrainingWork(
            parameters: 175_000_000_000, activeParameters: nil, tokens: 1,
            shape: .init(layers: 96, width: 12288, context: 2048))
        for (name, isTPU) in [("a100-sxm4-80gb", false), ("tpu-v4", true)] {
            let accelerator = try #require(Catalog.builtIn.accelerators[name])
            let none = function.estimate(
                work: work, accelerator: accelerator, recomputation: .none, fusedAttention: true)
            #expect(abs(none.central.value - function.hfu(isTPU: isTPU, fusedAttention: true)) < 1e-8)
            let full = function.estimate(
                work: work, accelerator: accelerator, recomputation: .full, fusedAttention: true)
            #expect(abs(none.central.value / full.central.value - 4.0 / 3) < 1e-7)
            #expect(abs(full.low.value * exp(2 * function.spread) - full.central.value) < 1e-8)
        }
    }

    @Test(
        "selective recomputation is the published pair of model and hardware utilisation",
        arguments: [(22.0, 48, 6144, 41.5, 43.7), (175, 96, 12288, 51.4, 52.8), (530, 105, 20480, 56.0, 57.0)])
    func selective(billions: Double, layers: Int, width: Int, mfu: Double, hfu: Double) throws {
        let work = try TrainingWork(
            parameters: Int(billions * 1e9), activeParameters: nil, tokens: 1,
            shape: .init(layers: layers, width: width, context: 2048))
        #expect(abs(work.hardwareRatio(.selective) - hfu / mfu) < 0.003)
        #expect(work.hardwareRatio(.none) == 1)
    }
}
