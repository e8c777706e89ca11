import Estimation
import Testing

@Suite struct CodeCarbonTests {
    @Test("an unknown CPU is half of 85 W: 2880 + 42.5 + 66 W for 100 h, no PUE")
    func unknown() throws {
        let estimate = try EstimationMethod.codecarbon.estimate(Questions.make())
        #expect(estimate.printedEnergy == "298.850000 kWh")
        #expect(Questions.isNear(estimate.kilograms, 128.5055))
    }

    @Test("half a T4: 38 + 42.5 + 10 W for an hour in France")
    func small() throws {
        let estimate = try EstimationMethod.codecarbon.estimate(
            Questions.make("t4", count: 1, hours: "1", region: "fr") {
                $0.utilization = "0.5"
                $0.memory = "16GB"
            })
        #expect(estimate.printedEnergy == "0.090500 kWh")
        #expect(Questions.isNear(estimate.kilograms, 0.005068))
    }

    @Test("a known load and a PUE: 2880 + 450 x (0.1 + 0.9 x 0.8^3) + 66 W, x 1.2 x 10 h")
    func load() throws {
        let estimate = try EstimationMethod.codecarbon.estimate(
            Questions.make(hours: "10") {
                $0.cpu = "epyc-7742"
                $0.sockets = 2
                $0.cpuLoad = "80%"
                $0.memory = "512GB"
                $0.pue = "1.2"
            })
        #expect(Questions.isNear(estimate.energyKilowattHours, 38.38032))
        #expect(Questions.isNear(estimate.kilograms, 16.5035376))
    }

    @Test("a CPU draws a tenth of its TDP at rest and all of it at full load; half is assumed", arguments: 1...3)
    func loads(nodes: Int) throws {
        func watts(_ load: String?) throws -> Double {
            try EstimationMethod.codecarbon.estimate(
                Questions.make(count: 8 * nodes, hours: "1", region: "us-central1") {
                    $0.cpu = "epyc-7763"
                    $0.sockets = 2
                    $0.cpuLoad = load
                    $0.memory = "1TiB"
                    $0.perNode = 8
                }
            ).energyKilowattHours * 1000 - Double(nodes) * (2880 + 38)
        }
        for (load, share) in [("0%", 0.1), ("100%", 1), (nil, 0.5)] {
            #expect(abs(try watts(load) - share * 560 * Double(nodes)) < 1e-6, "\(load ?? "-")")
        }
    }

    /// From a transcription of its ram.py, run by CPython.
    @Test(
        "modules and watts follow from the capacity",
        arguments: [
            (1, 1, 10), (2, 1, 10), (3, 2, 10), (8, 2, 10), (16, 2, 10), (17, 4, 20), (32, 4, 20), (64, 4, 20),
            (65, 8, 38), (128, 8, 38), (129, 9, 42), (256, 8, 38), (477, 15, 66), (512, 8, 38), (931.3, 15, 66),
            (1007, 16, 70), (1024, 8, 38), (2048, 16, 70), (4096, 32, 126), (8192, 32, 126),
        ])
    func memory(gibibytes: Double, modules: Int, watts: Double) {
        #expect(CodeCarbonMemory.modules(gibibytes) == modules)
        #expect(CodeCarbonMemory.watts(modules: modules) == watts)
    }
}
