/// By what two methods differ, part by part.
package struct MethodComparison: Sendable, Hashable {
    /// One part on both sides.
    package struct Term: Sendable, Hashable {
        package let part: EstimatedPart
        /// Theirs less ours.
        package let kilograms: Double
        /// How they count it; `nil` where they do not.
        package let theirs: String?
        package let ours: String?
    }

    /// Theirs less ours.
    package let kilograms: Double
    /// Of ours.
    package let share: Double
    /// All parts that differ, the largest first (ties in the order of `EstimatedPart`). They add up to `kilograms`.
    package let terms: [Term]

    /// - Parameter ours: what the share is of; of nothing it is no number.
    package init(of theirs: MethodEstimate, to ours: MethodEstimate) {
        kilograms = theirs.kilograms - ours.kilograms
        share = kilograms / ours.kilograms
        let terms = zip(theirs.parts, ours.parts).map { their, our in
            Term(
                part: their.part, kilograms: their.kilograms - our.kilograms, theirs: their.basis, ours: our.basis)
        }
        // What floating-point arithmetic leaves of equal parts is no difference.
        let noise = 1e-12 * max(abs(theirs.kilograms), abs(ours.kilograms))
        self.terms = terms.enumerated().filter { abs($0.element.kilograms) > noise }.sorted { a, b in
            (abs(b.element.kilograms), a.offset) < (abs(a.element.kilograms), b.offset)
        }.map(\.element)
    }
}
