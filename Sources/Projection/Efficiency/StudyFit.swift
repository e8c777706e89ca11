internal import Foundation

/// A log-linear function of throughputs in which each study weighs the same, and how it does on studies that it has not
/// seen: ln HFU = c · terms.
package struct StudyFit: Hashable, Sendable {
    package let coefficients: [Double]
    /// Root mean square of ln(fitted / measured), studies weighing the same, where each study is left out of its own fit.
    package let spread: Double

    /// `nil` if the throughputs do not determine it, all of them or without one of the studies.
    package init?(_ throughputs: [Throughput], terms: (Throughput) -> [Double]) {
        let studies = throughputs.map(\.study).reduce(into: [String]()) { list, study in
            if !list.contains(study) { list.append(study) }
        }
        func fit(without left: String?) -> [Double]? {
            let used = throughputs.filter { $0.study != left }
            return LeastSquares.coefficients(
                rows: used.map(terms), values: used.map { log($0.hfu) },
                weights: used.map { item in 1 / Double(used.count { $0.study == item.study }) })
        }
        guard let all = fit(without: nil) else { return nil }
        coefficients = all
        var sum = 0.0
        for study in studies {
            guard let fitted = fit(without: study) else { return nil }
            let errors = throughputs.filter { $0.study == study }.map { item in
                zip(fitted, terms(item)).reduce(-log(item.hfu)) { $0 + $1.0 * $1.1 }
            }
            sum += errors.reduce(0) { $0 + $1 * $1 } / Double(errors.count)
        }
        spread = (sum / Double(studies.count)).squareRoot()
    }
}
