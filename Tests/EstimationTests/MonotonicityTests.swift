import Estimation
import Testing

@Suite struct MonotonicityTests {
    private static func kilograms(_ method: EstimationMethod, _ change: (inout EstimateOptions) -> Void) throws
        -> Double
    {
        try method.estimate(
            Questions.make {
                $0.cpu = "epyc-7742"
                change(&$0)
            }
        ).kilograms
    }

    @Test("more accelerators and more hours emit more", arguments: EstimationMethod.allCases)
    func amount(method: EstimationMethod) throws {
        let counts = try [1, 2, 7, 8, 9, 64, 1000].map { count in try Self.kilograms(method) { $0.count = count } }
        let hours = try ["0.5", "1", "99.9", "100", "5000"].map { hours in
            try Self.kilograms(method) { $0.hours = hours }
        }
        for values in [counts, hours] { #expect(zip(values, values.dropFirst()).allSatisfy { $0 < $1 }, "\(values)") }
    }

    @Test("a dirtier grid emits more", arguments: EstimationMethod.allCases)
    func intensity(method: EstimationMethod) throws {
        // All run by the same operator: 34, 59, 122, 236, 345, 723 g/kWh.
        let regions = [
            "europe-west9", "europe-west6", "europe-west1", "europe-west4", "europe-west3", "europe-central2",
        ]
        let values = try regions.map { region in try Self.kilograms(method) { $0.region = region } }
        #expect(zip(values, values.dropFirst()).allSatisfy { $0 < $1 }, "\(values)")
    }

    @Test("utilisation and PUE never make it less, and only mlco2 ignores them", arguments: EstimationMethod.allCases)
    func shares(method: EstimationMethod) throws {
        let utilization = try ["0", "1%", "0.5", "99%", "1"].map { share in
            try Self.kilograms(method) { $0.utilization = share }
        }
        let pue = try ["1", "1.01", "1.5", "5"].map { pue in try Self.kilograms(method) { $0.pue = pue } }
        for values in [utilization, pue] {
            let pairs = zip(values, values.dropFirst())
            #expect(pairs.allSatisfy { method == .mlco2 ? $0 == $1 : $0 < $1 }, "\(values)")
        }
    }
}
