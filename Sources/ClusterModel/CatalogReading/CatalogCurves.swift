internal import Units

extension LoadCurve {
    init?(entry: EntryReader) {
        self.init(entry.value, name: entry.name, path: "load_curves.\(entry.name)", log: entry.log)
    }

    /// Reads `{ at_0: 0.12, at_10: 0.32, at_50: 0.75, at_100: 1.02 }`: shares of the TDP at loads in percent.
    init?(_ value: YAMLValue, name: String, path: String, log: ProblemLog) {
        let keys = (0...100).map { "at_\($0)" }
        guard let fields = MappingReader(value, path: path, keys: keys + ["exponent"], example: Self.example, log: log)
        else { return nil }
        for end in ["at_0", "at_100"] { _ = fields.required(end, example: end == "at_0" ? "0.12" : "1.02") }
        let isComplete = fields.optional("at_0") != nil && fields.optional("at_100") != nil
        let given = keys.enumerated().filter { fields.optional($0.element) != nil }
        let points: [(key: String, point: Point)] = given.compactMap { percent, key in
            let share: Estimate<Ratio>? = fields.estimate(key, in: .shareOfRating)
            return share.map { (key, Point(load: Ratio(count: Int64(percent) * Ratio.scale / 100), share: $0)) }
        }
        guard let exponent = fields.integer("exponent", default: 1, in: 1...4), points.count == given.count else {
            return nil
        }
        guard Self.rises(points, fields), isComplete else { return nil }
        guard exponent == 1 || points.count == 2 else {
            log.error(
                (fields.optional("exponent") ?? value).location,
                "\(path).exponent bends a curve of two points, and this one has \(points.count)",
                remedy: "give at_0 and at_100 alone, or drop the exponent")
            return nil
        }
        self.init(name: name, points: points.map(\.point), exponent: exponent)
    }

    static let example = "{ at_0: 0.12, at_10: 0.32, at_50: 0.75, at_100: 1.02 }"

    /// Whether no point lies below the one before it, at either end of their ranges too; the first that does is logged.
    private static func rises(_ points: [(key: String, point: Point)], _ fields: MappingReader) -> Bool {
        for ((lowKey, low), (highKey, high)) in zip(points, points.dropFirst()) {
            let (a, b) = (low.share, high.share)
            guard a.low <= b.low, a.central <= b.central, a.high <= b.high else {
                fields.log.error(
                    (fields.optional(highKey) ?? fields.value).location,
                    "\(fields.name(of: highKey)) is below \(lowKey) (low, value or high)",
                    remedy: "what a CPU draws does not fall with its load: exchange or correct them")
                return false
            }
        }
        return true
    }
}

extension ClosedRange where Bound == Ratio {
    /// Of what a rating says; beyond five times it the figure is a mistake.
    static var shareOfRating: Self { .zero...Ratio(count: 5 * Ratio.scale) }
}
