import ClusterModel
import Estimation
import Units

/// Questions of the tests, on the built-in catalog.
enum Questions {
    /// Eight A100 for a hundred hours in Iowa, changed as a test likes.
    static func make(
        _ hardware: String = "a100-sxm4-80gb", count: Int = 8, hours: String = "100", region: String = "us-central1",
        change: (inout EstimateOptions) -> Void = { _ in }
    ) throws -> EstimateQuestion {
        var options = EstimateOptions(hardware: hardware, hours: hours, region: region)
        options.count = count
        change(&options)
        return try EstimateQuestion(options)
    }

    /// Whether two numbers differ by no more than floating-point arithmetic does.
    static func isNear(_ a: Double, _ b: Double) -> Bool { abs(a - b) <= 1e-12 * max(abs(a), abs(b)) }
}
