/// A question and what the methods make of it.
package struct EstimateSurvey: Sendable {
    /// One method's answer, or why it has none.
    package struct Answer: Sendable {
        package let method: EstimationMethod
        package let result: Result<MethodEstimate, EstimationError>
        /// `nil` for ours, and where there is no answer.
        package let comparison: MethodComparison?
    }

    package let question: EstimateQuestion
    package let ours: RingwattEstimate
    /// The asked method alone, or all in their order.
    package let answers: [Answer]

    /// - Throws: `EstimationError` where the one method that is asked for has no answer; among all, it is noted.
    package init(_ question: EstimateQuestion, method: EstimationMethod? = nil) throws(EstimationError) {
        let ours = RingwattEstimate(question)
        self.question = question
        self.ours = ours
        if let method { _ = try method.estimate(question) }
        answers = (method.map { [$0] } ?? EstimationMethod.allCases).map { method in
            let result = Result { () throws(EstimationError) in try method.estimate(question) }
            guard method != .ringwatt, case .success(let estimate) = result else {
                return Answer(method: method, result: result, comparison: nil)
            }
            return Answer(method: method, result: result, comparison: MethodComparison(of: estimate, to: ours.estimate))
        }
    }
}
