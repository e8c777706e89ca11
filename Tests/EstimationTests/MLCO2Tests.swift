import Estimation
import Testing

@Suite struct MLCO2Tests {
    /// From a transcription of its `setDetails`, run by Node.js on our TDP and intensity and the hours of all accelerators.
    @Test(
        "energy, intensity and result are rounded to two digits, one after another",
        arguments: [
            ("a100-sxm4-80gb", 8, "100", "us-central1", 320, "137.6 kg"),
            ("t4", 1, "2.5", "fr", 0.17, "0.01 kg"),
            ("v100-sxm2-32gb", 1, "0.37", "europe-west3", 0.11, "0.04 kg"),
            ("h100-sxm5-80gb", 64, "24", "de", 1075.2, "408.58 kg"),
            ("a100-sxm4-80gb", 8, "100", "northamerica-northeast1", 320, "0 kg"),
            ("cpu-only", 1, "7.7", "europe-central2", 0.22, "0.16 kg"),
        ])
    func results(
        hardware: String, count: Int, hours: String, region: String, energy: Double, emissions: String
    ) throws {
        let estimate = try EstimationMethod.mlco2.estimate(
            Questions.make(hardware, count: count, hours: hours, region: region))
        #expect(estimate.energyKilowattHours == energy)
        #expect(estimate.printedEmissions == emissions)
    }

    @Test("neither PUE nor utilisation nor the machine matters to it")
    func ignores() throws {
        let plain = try EstimationMethod.mlco2.estimate(Questions.make())
        let full = try EstimationMethod.mlco2.estimate(
            Questions.make {
                $0.pue = "2"
                $0.utilization = "10%"
                $0.memory = "2TB"
                $0.cpu = "epyc-9654"
                $0.sockets = 4
            })
        #expect(plain == full)
    }

    @Test("the numbers stand in its formula")
    func steps() throws {
        let estimate = try EstimationMethod.mlco2.estimate(Questions.make())
        #expect(
            estimate.steps == [
                "400 W x 8 x 100 h / 1000 = 320 kWh", "320 kWh x 0.43 kg/kWh = 137.6 kg",
            ])
    }

    @Test("a TDP of the question replaces the catalog's")
    func rating() throws {
        let estimate = try EstimationMethod.mlco2.estimate(Questions.make { $0.tdp = "0.25 kW" })
        #expect(estimate.energyKilowattHours == 200 && estimate.kilograms == 86)
    }
}
