internal import ClusterModel

/// How energy and emissions are estimated from hardware and hours.
package enum EstimationMethod: String, CaseIterable, Sendable, Hashable {
    /// The Machine Learning Emissions Calculator (mlco2.github.io/impact).
    case mlco2
    /// The Green Algorithms calculator (calculator.green-algorithms.org).
    case greenAlgorithms = "green-algorithms"
    /// CodeCarbon 3, where it cannot measure.
    case codecarbon
    /// Ours.
    case ringwatt

    /// - Throws: `EstimationError` for an unknown name, with a suggestion.
    package init(parsing name: String) throws(EstimationError) {
        guard let method = Self(rawValue: name) else {
            let remedy = Spelling.remedy(for: name, among: Self.allCases.map(\.rawValue))
            throw EstimationError(["--method cannot be '\(name)'; \(remedy)"])
        }
        self = method
    }

    /// - Throws: `EstimationError` where the method needs a figure that is not known.
    package func estimate(_ question: EstimateQuestion) throws(EstimationError) -> MethodEstimate {
        switch self {
        case .mlco2: try MLCO2.estimate(question)
        case .greenAlgorithms: try GreenAlgorithms.estimate(question)
        case .codecarbon: CodeCarbon.estimate(question)
        case .ringwatt: RingwattEstimate(question).estimate
        }
    }
}
