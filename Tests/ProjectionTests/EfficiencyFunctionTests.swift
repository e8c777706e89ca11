import ClusterModel
import Foundation
import Projection
import Testing
import Units

@Suite struct EfficiencyFunctionTests {
    @Test("every throughput gives an MFU; Megatron's recomputed ones are the 33 to 39 % that are quoted")
    func throughputs() {
        let all = Throughputs.builtIn.all
        #expect(all.count == 21)
        let megatron = all.filter { $0.name.hasPrefix("Megatron") }.map(\.mfu)
        #expect(megatron.count == 10 && megatron.allSatisfy { $0 > 0.32 && $0 < 0.395 })
        #expect(all.first { $0.name == "PaLM 540B" }?.mfu == 0.462)
    }

    @Test("no throughput is on hardware whose figures are missing, nor from GPT-3's own duration")
    func excluded() {
        #expect(Throughputs.builtIn.all.allSatisfy { $0.family.balance > 50 && $0.family.balance < 500 })
        #expect(!Throughputs.builtIn.all.contains { $0.family.name == "V100" })
    }

    @Test("a function of that form comes back from throughputs that follow it")
    func recovers() throws {
        let throughputs = Throughputs.builtIn.all.map { row in
            Throughput(
                name: row.name, family: row.family, parameters: row.parameters, accelerators: row.accelerators,
                mfu: exp(-2 + 0.07 * log(row.parameters / 1e9) + 0.1 * log(row.family.balance)), source: row.source,
                year: row.year, confidence: row.confidence)
        }
        let function = try #require(EfficiencyFunction(fittedTo: throughputs))
        let truth: [Double] = [-2, 0.07, 0.1]
        for (fitted, given) in zip(function.coefficients, truth) { #expect(abs(fitted - given) < 1e-9) }
        #expect(function.spread < 1e-9)
    }

    @Test("throughputs of one accelerator determine no function")
    func singular() {
        let alike = Throughputs.builtIn.all.filter { $0.family.name == "A100" }
        #expect(alike.count > 3 && EfficiencyFunction(fittedTo: alike) == nil)
    }

    @Test("the estimate holds the function's value, with a range that its spread gives")
    func estimate() throws {
        let accelerator = try #require(Catalog.builtIn.accelerators["a100-sxm4-80gb"])
        let estimate = EfficiencyFunction.builtIn.estimate(activeParameters: 175_000_000_000, accelerator: accelerator)
        let balance = 312e12 / 2.04e12
        let value = EfficiencyFunction.builtIn.mfu(activeParameters: 175e9, balance: balance)
        #expect(abs(estimate.central.value - value) < 1e-8)
        #expect(abs(estimate.high.value / estimate.central.value - exp(2 * EfficiencyFunction.builtIn.spread)) < 1e-6)
    }
}
