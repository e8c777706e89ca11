internal import Accounting
internal import Advice
internal import Units

/// One move in words.
enum AdviceWords {
    /// What it changes, saves and assumes.
    static func move(_ priced: PricedMove, number: Int, scale: Scale, on page: inout Page) {
        page.field(" \(Figures.padded("\(number)", to: 2))", "\(priced.move.name): \(priced.move.change).", indent: 5)
        page.field("", "Saves \(saved(priced, scale: scale)).", indent: 5)
        page.field("", "Assumed: \(priced.move.assumptions.joined(separator: "; ")).", indent: 5)
    }

    /// `112.3 g [90 to 150] in 99 % of draws: 100.1 in operation, 12.2 embodied`.
    static func saved(_ priced: PricedMove, scale: Scale) -> String {
        let draws =
            priced.range.map { " [\(range(priced, scale: scale))] in \(percent($0.certainty)) % of draws" } ?? ""
        let end =
            priced.timeLost == .zero
            ? "it ends at the same time"
            : "it ends \(span(magnitude(priced.timeLost))) " + (priced.timeLost > .zero ? "later" : "earlier")
        // For a shorter delay an hourly rate would promise what nobody can have.
        let perHour =
            priced.timeLost < .seconds(3600)
            ? nil
            : priced.gramsPerHour.flatMap { grams in
                grams > 0 ? ", \(Scale.emissions(Int128(grams * 1e6)).string(Int128(grams * 1e6))) for each hour" : nil
            }
        return "\(number(priced.saved, scale)) \(scale.unit)\(draws): \(number(priced.savedOperational, scale)) in "
            + "operation, \(number(priced.savedEmbodied, scale)) embodied; \(end)" + (perHour ?? "")
    }

    static func range(_ priced: PricedMove, scale: Scale) -> String {
        guard let grams = priced.range?.grams else { return "-" }
        return "\(scale.approximate(grams.low * 1e6)) to \(scale.approximate(grams.high * 1e6))"
    }

    /// A duration with its sign; nothing is 0.
    static func signed(_ duration: VirtualDuration) -> String {
        guard duration != .zero else { return "0" }
        return (duration > .zero ? "+" : "-") + span(magnitude(duration))
    }

    /// A share in whole percent, all and nothing only where they are just that.
    static func percent(_ share: Double) -> String {
        if share > 0 && share < 0.005 { return "<1" }
        if share < 1 && share >= 0.995 { return ">99" }
        return Figures.decimal(share * 100, places: 0)
    }

    /// As for people elsewhere, but in seconds from one second on: they stand below each other.
    private static func span(_ duration: VirtualDuration) -> String {
        guard duration.seconds >= 1, duration.seconds < 600 else { return Figures.duration(duration) }
        return Figures.decimal(duration.seconds, places: duration.seconds < 10 ? 2 : 1) + " s"
    }

    private static func number(_ micrograms: Int128, _ scale: Scale) -> String {
        micrograms == 0 ? "0" : scale.approximate(Double(micrograms))
    }

    private static func magnitude(_ duration: VirtualDuration) -> VirtualDuration {
        duration < .zero ? -duration : duration
    }
}
