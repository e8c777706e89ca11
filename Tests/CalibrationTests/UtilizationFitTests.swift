import Calibration
import ClusterModel
import Testing
import Units

@Suite("Fitting the utilisation to a step time")
struct UtilizationFitTests {
    static let before = Estimate<Ratio>(
        name: "workload.mfu", low: Ratio(count: 300_000_000), central: Ratio(count: 400_000_000),
        high: Ratio(count: 500_000_000), source: "test", year: 2026, confidence: .assumption)

    /// A step of 0.5 s at full utilisation, of which communication of 0.3 s hides behind two thirds of the compute.
    static func price(_ mfu: Ratio) -> VirtualDuration {
        let compute = VirtualDuration(attoseconds: 500_000_000_000_000_000).scaled(
            by: Int128(Ratio.scale), over: Int128(mfu.count))
        let communication = VirtualDuration(attoseconds: 300_000_000_000_000_000)
        let exposed = communication - compute.scaled(by: 2, over: 3)
        return compute + max(exposed, VirtualDuration(attoseconds: 50_000_000_000_000_000))
    }

    @Test("a known utilisation comes back to the billionth", arguments: [0.08, 0.31, 0.4371, 0.77, 0.999])
    func recovers(_ truth: Double) throws {
        let mfu = Ratio(count: Int64(truth * 1e9))
        let picoseconds = Self.price(mfu).attoseconds / 1_000_000
        let fit = try UtilizationFit(
            stepTime: TimeSpan(count: Int64(picoseconds)), before: Self.before, price: Self.price)
        let fitted = try Ratio(parsing: fit.constant.after.value)
        #expect(abs(fitted.count - mfu.count) <= 1)
        #expect(fit.constant.after.low == fit.constant.after.high)
        #expect(fit.constant.name == "workload.mfu")
        #expect(abs(fit.residual.relative) < 1e-8)
    }

    @Test("a deviation of the mean gives a range of twice that either way")
    func range() throws {
        let step = try TimeSpan(parsing: "2 s")
        let fit = try UtilizationFit(
            stepTime: step, deviation: try TimeSpan(parsing: "50 ms"), before: Self.before, price: Self.price)
        let (low, high) = (try Ratio(parsing: fit.constant.after.low), try Ratio(parsing: fit.constant.after.high))
        #expect(abs(Self.price(low).seconds - 2.1) < 1e-6)
        #expect(abs(Self.price(high).seconds - 1.9) < 1e-6)
    }

    @Test("bisection asks for few prices, however they jump")
    func bounded() throws {
        var asked = 0
        _ = try UtilizationFit(stepTime: try TimeSpan(parsing: "1 s"), before: Self.before) { mfu in
            asked += 1
            return mfu.count > 123_456_789 ? .zero : .seconds(5)
        }
        #expect(asked <= 36)
    }

    @Test("a step that no utilisation makes so short, or so long, is refused")
    func refuses() throws {
        let short = try #require(throws: CalibrationError.self) {
            try UtilizationFit(stepTime: try TimeSpan(parsing: "100 ms"), before: Self.before, price: Self.price)
        }
        #expect(
            short.description.contains("--step-time 100 ms: error: even at an MFU of 1 the emulated step takes 550 ms"))
        let long = try #require(throws: CalibrationError.self) {
            try UtilizationFit(stepTime: try TimeSpan(parsing: "10 s"), before: Self.before) { _ in .seconds(5) }
        }
        #expect(long.description.contains("takes only 5 s"))
        let vague = try #require(throws: CalibrationError.self) {
            try UtilizationFit(
                stepTime: try TimeSpan(parsing: "1 s"), deviation: try TimeSpan(parsing: "500 ms"),
                before: Self.before, price: Self.price)
        }
        #expect(vague.description.contains("deviation"))
    }
}
