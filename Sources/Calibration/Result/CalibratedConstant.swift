package import ClusterModel
package import Units

/// One constant of a cluster file as the measurements make it.
package struct CalibratedConstant: Hashable, Sendable {
    /// A value and its range as written in a cluster file, with units.
    package struct Figures: Hashable, Sendable {
        package let low: String
        package let value: String
        package let high: String

        init<Value: Quantity>(_ low: Value, _ value: Value, _ high: Value) {
            // Twelve decimals hold every small unit: nothing is rounded away.
            self.low = low.formatted(decimals: 12)
            self.value = value.formatted(decimals: 12)
            self.high = high.formatted(decimals: 12)
        }
    }

    /// Keys from the top of a cluster file down, such as `fabric`, `link_efficiency`.
    package let path: [String]
    /// Names the constant in the emulation, which may take it from the catalog's defaults.
    package let estimateName: String
    /// The fitted value in its quantity's small unit.
    package let count: Int64
    /// What the cluster file and its catalog say.
    package let before: Figures
    package let after: Figures
    /// From what it was fitted, in a few words.
    package let basis: String

    /// The constant that an estimate becomes.
    ///
    /// - Parameters:
    ///   - path: where a cluster file takes it.
    ///   - low: lowered to the value where it is above; `high` likewise.
    package init<Value: Quantity>(
        path: [String], before: Estimate<Value>, low: Value, value: Value, high: Value, basis: String
    ) {
        self.path = path
        estimateName = before.name
        count = value.count
        self.before = Figures(before.low, before.central, before.high)
        after = Figures(min(low, value), value, max(high, value))
        self.basis = basis
    }

    /// `fabric.link_efficiency`.
    package var name: String { path.joined(separator: ".") }
}

/// How far the fitted constants miss one measurement.
package struct Residual: Hashable, Sendable {
    /// What was measured, such as `all-reduce of 1 MiB, 2 × 8`.
    package let what: String
    package let measured: String
    package let fitted: String
    /// (fitted − measured) / measured.
    package let relative: Double

    package init(what: String, measured: String, fitted: String, relative: Double) {
        self.what = what
        self.measured = measured
        self.fitted = fitted
        self.relative = relative
    }

    /// With its sign and one decimal: `-2.7 %`; without a sign where nothing is left.
    package var percent: String {
        let share = Self.percent(abs(relative))
        return share == "0.0 %" ? share : (relative < 0 ? "-" : "+") + share
    }

    /// A share of at least 0 with one decimal: `2.7 %`.
    package static func percent(_ share: Double) -> String {
        let tenths = Int((min(share, 1e9) * 1000).rounded())
        return "\(tenths / 10).\(tenths % 10) %"
    }
}

extension [Residual] {
    /// The largest by magnitude; 0 of none.
    package var worst: Double { map { abs($0.relative) }.max() ?? 0 }
    /// Of the relative residuals; 0 of none.
    package var rootMeanSquare: Double {
        isEmpty ? 0 : (reduce(0) { $0 + $1.relative * $1.relative } / Double(count)).squareRoot()
    }
}
