import Estimation
import Testing

@Suite struct GreenAlgorithmsTests {
    @Test("accelerators and memory times PUE: (8 x 400 + 0.3725 x 1024) W x 1.1 x 100 h")
    func accelerators() throws {
        let estimate = try EstimationMethod.greenAlgorithms.estimate(Questions.make())
        #expect(Questions.isNear(estimate.energyKilowattHours, 393.9584))
        #expect(Questions.isNear(estimate.kilograms, 169.402112))
        #expect(estimate.printedEnergy == "393.96 kWh" && estimate.printedEmissions == "169.40 kgCO2e")
    }

    @Test("usage scales accelerators, not memory: (70 x 0.5 + 0.3725 x 16) W x 1.56, in Wh and g")
    func small() throws {
        let estimate = try EstimationMethod.greenAlgorithms.estimate(
            Questions.make("t4", count: 1, hours: "1", region: "fr") {
                $0.utilization = "50%"
                $0.memory = "16GB"
            })
        #expect(Questions.isNear(estimate.energyKilowattHours, 0.0638976))
        #expect(estimate.printedEnergy == "63.90 Wh" && estimate.printedEmissions == "3.58 gCO2e")
    }

    @Test("a named CPU counts by its sockets: (1e4 x 700 + 2500 x 350 + 0.3725 x 2.5e6) W x 1.56, in MWh and T")
    func large() throws {
        let estimate = try EstimationMethod.greenAlgorithms.estimate(
            Questions.make("h100-sxm5-80gb", count: 10_000, hours: "1000", region: "de") {
                $0.cpu = "xeon-8480+"
                $0.sockets = 2
                $0.memory = "2TB"
            })
        #expect(Questions.isNear(estimate.energyKilowattHours, 13_737_750))
        #expect(estimate.printedEnergy == "1.37e+04 MWh" && estimate.printedEmissions == "5.23e+03 TCO2e")
    }

    @Test("a known load scales the CPUs: 2 x 225 W x 0.2 x 1.1 x 100 h beside the accelerators")
    func load() throws {
        func energy(_ load: String?) throws -> Double {
            try EstimationMethod.greenAlgorithms.estimate(
                Questions.make {
                    $0.cpu = "epyc-7742"
                    $0.sockets = 2
                    $0.cpuLoad = load
                }
            ).energyKilowattHours
        }
        #expect(Questions.isNear(try energy("20%"), 393.9584 + 9.9))
        #expect(Questions.isNear(try energy(nil), 393.9584 + 49.5))
    }

    @Test("tiny results are in mg and with a power of ten")
    func tiny() throws {
        let estimate = try EstimationMethod.greenAlgorithms.estimate(
            Questions.make("t4", count: 1, hours: "0.00001", region: "no") {
                $0.memory = "16GB"
                $0.pue = "1"
            })
        // 75.96 W for 0.036 s: 7.596e-7 kWh, at 30 g/kWh 2.2788e-5 g.
        #expect(estimate.printedEnergy == "7.60e-04 Wh" && estimate.printedEmissions == "2.28e-02 mgCO2e")
    }
}
