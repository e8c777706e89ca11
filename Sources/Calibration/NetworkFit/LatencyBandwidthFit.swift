/// Latency per message and time per byte from measured times, in closed form.
///
/// NCCL changes its protocol with the size: LL and LL128 have low latency and part of the bandwidth, Simple has all of
/// the bandwidth at a higher latency. No one line t = R·α + b/B fits all sizes, and one fitted to all would get both ends
/// wrong for the sake of the middle. So each end is fitted by itself, where one protocol rules:
///
/// - 1/B from the *large end*: sizes from a sixteenth of the run's largest on (at least the three largest). Least squares
///   on the relative error Σ((t̂ − t)/t)² in both unknowns; the intercept is that protocol's latency and is dropped.
/// - α from the *small end*: sizes whose bytes, at that B, take at most a quarter of the time. Least squares on the
///   relative error in α alone.
///
/// The relative error is what measuring repeats: a size of 1 GiB is as precise as one of 8 B. What the middle sizes
/// deviate is shown as their residuals.
struct LatencyBandwidthFit {
    /// One measured time, in seconds, and what it is made of.
    struct Observation: Hashable {
        let run: Int
        let time: Double
        let terms: CostTerms
        /// What is left for the fitted link.
        var net: Double { time - terms.known }
    }

    /// Why nothing could be fitted.
    enum Failure: Error, Hashable {
        /// Known links alone take as long as the time of this observation.
        case knownTakesAll(observation: Int)
        /// The sizes are too few, too equal or too small to show a bandwidth.
        case noBandwidth
    }

    /// Seconds per message; `nil` where no size is small enough to show it.
    let latency: FittedValue?
    /// Seconds per byte on the fitted link.
    let secondsPerByte: FittedValue

    static let largeEndRatio = 16.0
    static let smallEndShare = 0.25

    /// - Parameter observations: at least three.
    init(_ observations: [Observation]) throws(Failure) {
        let large = try Self.largeEnd(observations)
        secondsPerByte = large.slope
        let slope = large.slope.value
        // Sizes that are mostly bytes cannot show the latency, those that the inner links take whole cannot either.
        let small = observations.indices.filter {
            let each = observations[$0]
            return slope * each.terms.bytes <= Self.smallEndShare * each.time
        }
        if let index = small.first(where: { observations[$0].net <= 0 }) {
            throw .knownTakesAll(observation: index)
        }
        latency = Self.latency(
            small.map { observations[$0] }, slope: slope, otherwise: large.variance, large.slope.degreesOfFreedom)
    }

    private static func largeEnd(
        _ observations: [Observation]
    ) throws(Failure) -> (slope: FittedValue, variance: Double) {
        let largest = Dictionary(observations.map { ($0.run, $0.terms.bytes) }, uniquingKeysWith: max)
        var chosen = observations.indices.filter {
            observations[$0].terms.bytes * largeEndRatio >= largest[observations[$0].run]!
        }
        if chosen.count < 3 {
            let order = observations.indices.sorted { a, b in
                (observations[a].terms.bytes, a) > (observations[b].terms.bytes, b)
            }
            chosen = Array(order.prefix(3))
        }
        if let index = chosen.first(where: { observations[$0].net <= 0 }) { throw .knownTakesAll(observation: index) }
        // Each equation is divided by its time: y = α·a + s·b.
        var (aa, ab, bb, ay, by) = (0.0, 0.0, 0.0, 0.0, 0.0)
        let rows = chosen.map { index in
            let each = observations[index]
            return (a: each.terms.messages / each.time, b: each.terms.bytes / each.time, y: each.net / each.time)
        }
        for row in rows {
            aa += row.a * row.a
            ab += row.a * row.b
            bb += row.b * row.b
            ay += row.a * row.y
            by += row.b * row.y
        }
        let determinant = aa * bb - ab * ab
        guard rows.count >= 3, determinant > 1e-9 * aa * bb else { throw .noBandwidth }
        let intercept = (bb * ay - ab * by) / determinant
        let slope = (aa * by - ab * ay) / determinant
        let squares = rows.reduce(0) { sum, row in
            let rest = row.y - intercept * row.a - slope * row.b
            return sum + rest * rest
        }
        let freedom = rows.count - 2
        let variance = squares / Double(freedom)
        let fitted = FittedValue(
            value: slope, standardError: (variance * aa / determinant).squareRoot(), degreesOfFreedom: freedom)
        // A slope that its own error could turn round shows no bandwidth.
        guard slope > 0, fitted.halfWidth < slope else { throw .noBandwidth }
        return (fitted, variance)
    }

    private static func latency(
        _ small: [Observation], slope: Double, otherwise variance: Double, _ freedom: Int
    ) -> FittedValue? {
        guard !small.isEmpty else { return nil }
        let rows = small.map { each in
            (a: each.terms.messages / each.time, y: (each.net - slope * each.terms.bytes) / each.time)
        }
        let aa = rows.reduce(0) { $0 + $1.a * $1.a }
        let value = rows.reduce(0) { $0 + $1.a * $1.y } / aa
        let squares = rows.reduce(0) { sum, row in
            let rest = row.y - value * row.a
            return sum + rest * rest
        }
        // One size alone has no spread of its own: the large end's stands for it.
        let own = rows.count > 1 ? squares / Double(rows.count - 1) : variance
        return FittedValue(
            value: value, standardError: (own / aa).squareRoot(),
            degreesOfFreedom: rows.count > 1 ? rows.count - 1 : freedom)
    }
}
