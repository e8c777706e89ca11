/// One published figure beside ours.
package struct ValidationRow: Sendable {
    /// What was published.
    package enum Quantity: String, Sendable { case energy, emissions }

    /// How ours stands to theirs.
    package enum Agreement: String, Sendable {
        /// They differ by at most 1 % of theirs.
        case withinOnePercent = "within 1 %"
        /// They differ by more, but the digits that were printed allow both.
        case withinDigits = "within the digits"
        /// Neither.
        case none = "disagrees"
    }

    package let run: PublishedRun
    package let quantity: Quantity
    /// "net" or "gross" where both were published, else empty.
    package let basis: String
    /// From the run's figures, without rounding; in the unit of `published`.
    package let ours: PrintedNumber
    package let published: PublishedFigure

    /// (ours − theirs) / theirs; negative if ours is less.
    package var error: Double {
        let theirs = published.number.value
        return (ours.value - theirs).value / theirs.value
    }

    package var agreement: Agreement {
        let theirs = published.number.value
        let difference = ours.value - theirs
        let magnitude = ExactDecimal(abs(difference.digits), places: difference.places)
        if magnitude * ExactDecimal(100) <= theirs { return .withinOnePercent }
        return ours.overlaps(published.number) ? .withinDigits : .none
    }

    package var agrees: Bool { agreement != .none }
}
