import ClusterModel
import Estimation
import Testing

@Suite struct ComparisonTests {
    @Test("the terms of mlco2 by hand, the largest first")
    func terms() throws {
        let survey = try EstimateSurvey(Questions.make())
        let comparison = try #require(survey.answers.first { $0.method == .mlco2 }?.comparison)
        let expected: [(EstimatedPart, Double)] = [
            (.hostBase, -43), (.facility, -17.9052), (.accelerator, 13.76), (.cpu, -7.74), (.memory, -3.44),
            (.nic, -0.86), (.storage, -0.172),
        ]
        #expect(comparison.terms.map(\.part) == expected.map(\.0))
        for (term, value) in zip(comparison.terms, expected) {
            #expect(abs(term.kilograms - value.1) < 1e-9, "\(term.part)")
        }
        #expect(comparison.terms[2].theirs == "TDP 400 W" && comparison.terms[2].ours == "active power 360 W")
        #expect(comparison.terms[0].theirs == nil && comparison.terms[0].ours == "1 kW")
    }

    @Test("an intensity that rounding takes away is a term of its own")
    func rounding() throws {
        let survey = try EstimateSurvey(Questions.make(region: "northamerica-northeast1"))
        let comparison = try #require(survey.answers.first { $0.method == .mlco2 }?.comparison)
        let rounding = try #require(comparison.terms.first { $0.part == .rounding })
        // 320 kWh x 2 g/kWh are lost.
        #expect(abs(rounding.kilograms + 0.64) < 1e-12)
        #expect(rounding.theirs == "intensity 0 for 0.002 kg/kWh and two digits")
    }

    @Test(
        "terms add up to the difference, parts to the result", arguments: Catalog.builtIn.accelerators.keys.sorted(),
        [(1, "0.5", "fr"), (8, "100", "us-central1"), (13, "7.25", "pl"), (512, "480", "northamerica-northeast1")])
    func sums(hardware: String, run: (count: Int, hours: String, region: String)) throws {
        let question = try Questions.make(hardware, count: run.count, hours: run.hours, region: run.region) {
            $0.tdp = "123 W"
            $0.utilization = "85%"
        }
        let survey = try EstimateSurvey(question)
        #expect(survey.answers.map(\.method) == EstimationMethod.allCases)
        for answer in survey.answers {
            let estimate = try answer.result.get()
            let parts = estimate.parts.reduce(0) { $0 + $1.kilograms }
            #expect(abs(parts - estimate.kilograms) <= 1e-12 * max(1, estimate.kilograms), "\(answer.method)")
            #expect((answer.comparison == nil) == (answer.method == .ringwatt))
            guard let comparison = answer.comparison else { continue }
            let terms = comparison.terms.reduce(0) { $0 + $1.kilograms }
            #expect(abs(terms - comparison.kilograms) <= 1e-9 * max(1, estimate.kilograms), "\(answer.method)")
        }
    }

    @Test("CodeCarbon reads the accelerators that we count, so that they do not differ", arguments: ["100%", "40%"])
    func accelerators(utilization: String) throws {
        let survey = try EstimateSurvey(Questions.make { $0.utilization = utilization }, method: .codecarbon)
        let comparison = try #require(survey.answers[0].comparison)
        #expect(survey.answers.count == 1)
        #expect(comparison.terms.map(\.part).contains(.accelerator) == false)
    }
}
