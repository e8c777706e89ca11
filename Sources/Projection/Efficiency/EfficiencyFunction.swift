package import ClusterModel
internal import Foundation
package import Units

/// One function for the utilisation of every accelerator, fitted to measured throughputs by least squares:
///
///     ln MFU = a + b·ln(P / 10^9) + c·ln(balance)
///
/// with P the active parameters (larger products keep matrix units busier) and the balance peak / memory bandwidth.
/// The form is the one of seven (nothing, P, n, P and n, balance, P and balance, all three; n the number of accelerators)
/// that misses least a throughput that is left out. No emissions enter the fit or that choice, but the utilisations that
/// the seven give for some published runs were seen when it was made; `docs/projection.md` has all seven.
package struct EfficiencyFunction: Hashable, Sendable {
    /// a, b and c.
    package let coefficients: [Double]
    /// Root mean square of ln(fitted / measured) where each throughput is left out of its own fit.
    package let spread: Double

    /// Fitted to the embedded throughputs.
    package static let builtIn: EfficiencyFunction = {
        guard let function = EfficiencyFunction(fittedTo: Throughputs.builtIn.all) else {
            preconditionFailure("the embedded throughputs determine no function")
        }
        return function
    }()

    /// `nil` if the throughputs do not determine it.
    package init?(fittedTo throughputs: [Throughput]) {
        guard let coefficients = Self.fit(throughputs) else { return nil }
        self.coefficients = coefficients
        var sum = 0.0
        for (index, left) in throughputs.enumerated() {
            var others = throughputs
            others.remove(at: index)
            guard let fit = Self.fit(others) else { return nil }
            let error = Self.logarithm(fit, left.parameters, left.family.balance) - log(left.mfu)
            sum += error * error
        }
        spread = (sum / Double(throughputs.count)).squareRoot()
    }

    /// The utilisation of a model on accelerators of a balance (peak FLOPs a byte of memory bandwidth).
    package func mfu(activeParameters: Double, balance: Double) -> Double {
        min(1, exp(Self.logarithm(coefficients, activeParameters, balance)))
    }

    /// The same as a figure, whose range is twice the spread either way.
    package func estimate(activeParameters: Int, accelerator: AcceleratorModel) -> Estimate<Ratio> {
        let balance =
            Double(accelerator.peakRate.central.count) / (Double(accelerator.memoryBandwidth.central.count) / 8)
        let central = mfu(activeParameters: Double(activeParameters), balance: balance)
        let factor = exp(2 * spread)
        let ratio = { (share: Double) in
            Ratio(count: min(Ratio.scale, max(1, Int64((share * Double(Ratio.scale)).rounded()))))
        }
        return Estimate(
            name: "mfu", low: ratio(central / factor), central: ratio(central), high: ratio(central * factor),
            source: "efficiency function, fitted to published throughputs", year: 2024, confidence: .assumption)
    }

    private static func logarithm(_ c: [Double], _ parameters: Double, _ balance: Double) -> Double {
        zip(c, terms(parameters, balance)).reduce(0) { $0 + $1.0 * $1.1 }
    }

    private static func terms(_ parameters: Double, _ balance: Double) -> [Double] {
        [1, log(parameters / 1e9), log(balance)]
    }

    /// The normal equations, solved by elimination; `nil` where they are singular.
    private static func fit(_ throughputs: [Throughput]) -> [Double]? {
        var rows = [[Double]](repeating: [0, 0, 0, 0], count: 3)
        for item in throughputs {
            let terms = terms(item.parameters, item.family.balance)
            for i in 0..<3 {
                for j in 0..<3 { rows[i][j] += terms[i] * terms[j] }
                rows[i][3] += terms[i] * log(item.mfu)
            }
        }
        for column in 0..<3 {
            let pivot = (column..<3).max { abs(rows[$0][column]) < abs(rows[$1][column]) } ?? column
            rows.swapAt(column, pivot)
            guard abs(rows[column][column]) > 1e-9 else { return nil }
            for row in 0..<3 where row != column {
                let factor = rows[row][column] / rows[column][column]
                for k in column..<4 { rows[row][k] -= factor * rows[column][k] }
            }
        }
        return (0..<3).map { rows[$0][3] / rows[$0][$0] }
    }
}
