internal import Units

/// A series within a cluster file: `hourly: { file: grid.csv, first: …, period_seconds: 3600, g_per_kwh: "312 298 …" }`.
///
/// A cluster file names a CSV file; its series takes the name's place when the file is loaded, so that the text that a run
/// keeps and sends to its workers means the same by itself.
enum SeriesText {
    private static let keys = ["file", "first", "period_seconds", "g_per_kwh"]

    /// A number of g/kWh with up to six decimals; `nil` for anything that no grid has.
    static func intensity(_ number: Substring) -> CarbonIntensity? {
        guard let value = try? CarbonIntensity(parsing: "\(number) g/kWh"), Limits.intensity.contains(value) else {
            return nil
        }
        return value
    }

    /// Values with up to six decimals, a space between them.
    static func text(of series: IntensitySeries) -> String {
        series.values.map { value in
            let (whole, rest) = value.count.quotientAndRemainder(dividingBy: 1_000_000)
            guard rest > 0 else { return "\(whole)" }
            let digits = "\(1_000_000 + rest)".dropFirst()
            return "\(whole)." + digits.prefix(6 - digits.reversed().prefix { $0 == "0" }.count)
        }.joined(separator: " ")
    }

    /// The series; `nil` after logging.
    static func series(_ value: YAMLValue, _ path: String, log: ProblemLog) -> IntensitySeries? {
        if case .scalar(let name, _) = value.content {
            log.error(
                value.location, "\(path): the file '\(name)' cannot be found from here",
                remedy: "load the cluster file from the folder that its series is in")
            return nil
        }
        let example = "grid.csv, or { first: 2024-01-01T00:00:00Z, period_seconds: 3600, g_per_kwh: \"312 298\" }"
        guard let fields = MappingReader(value, path: path, keys: keys, example: example, log: log) else { return nil }
        let period = fields.integer("period_seconds", default: 3600, in: 60...86_400)
        guard let first = fields.required("first", example: "2024-01-01T00:00:00Z"),
            let firstText = fields.text(first, fields.name(of: "first")),
            let list = fields.required("g_per_kwh", example: "\"312 298\""),
            let text = fields.text(list, fields.name(of: "g_per_kwh")), let period
        else { return nil }
        guard let time = UTCTime(parsing: firstText) else {
            log.error(
                first.location, "\(path).first: '\(firstText)' is no time", remedy: "write it like 2024-03-01T08:00:00Z"
            )
            return nil
        }
        var values: [CarbonIntensity] = []
        for word in text.split(separator: " ") {
            guard let value = intensity(word) else {
                log.error(
                    list.location, "\(path).g_per_kwh: '\(word)' is no number from 0 to 3000",
                    remedy: "write numbers in g/kWh with a space between them")
                return nil
            }
            values.append(value)
        }
        guard !values.isEmpty else {
            log.error(list.location, "\(path).g_per_kwh has no values", remedy: "write at least one")
            return nil
        }
        return IntensitySeries(first: time, period: Int64(period), values: values)
    }
}
