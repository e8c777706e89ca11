internal import Foundation
internal import Units

/// Reads the hourly carbon intensity of a grid from the files that its publishers give out.
///
/// - Electricity Maps: `Datetime (UTC)` and `Carbon intensity gCO₂eq/kWh (Life cycle)`, in older files `(LCA)`.
/// - Great Britain's Carbon Intensity API: `from` (or `datetime`) and `actual`, where that is empty `forecast`.
///
/// Other columns are left alone. Rows must follow one another without a gap.
struct IntensityFile {
    let path: String
    private static let largest = 64 << 20

    /// The series of a file.
    func read() throws(ClusterFileError) -> IntensitySeries {
        guard let file = FileHandle(forReadingAtPath: path) else {
            throw failure(
                0, "the file cannot be read", "give the path of a CSV file, from the cluster file's own folder")
        }
        defer { try? file.close() }
        guard let data = try? file.read(upToCount: Self.largest + 1) ?? Data(), data.count <= Self.largest else {
            throw failure(0, "the file cannot be read, or is larger than 64 MiB", "give one year or less")
        }
        guard let text = String(validating: data, as: UTF8.self) else {
            throw failure(0, "this is not a text in UTF-8", "save the table as CSV in UTF-8")
        }
        return try series(text)
    }

    /// The series of a text.
    func series(_ text: String) throws(ClusterFileError) -> IntensitySeries {
        let lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
        guard let header = lines.first, let columns = Columns(Self.fields(header)) else {
            throw failure(
                1, "there are no columns of time and carbon intensity",
                "the first line must name 'Datetime (UTC)' and 'Carbon intensity gCO₂eq/kWh (Life cycle)', or 'from' and "
                    + "'actual'")
        }
        var times: [UTCTime] = []
        var values: [CarbonIntensity] = []
        for (index, line) in lines.enumerated().dropFirst() where !line.allSatisfy(\.isWhitespace) {
            let fields = Self.fields(line)
            let time = columns.time < fields.count ? UTCTime(parsing: fields[columns.time]) : nil
            guard let time else {
                throw failure(
                    index + 1, "the time '\(columns.time < fields.count ? fields[columns.time] : "")' is none",
                    "write it like 2024-03-01T08:00:00Z")
            }
            let written = columns.values.lazy.compactMap { $0 < fields.count && !fields[$0].isEmpty ? fields[$0] : nil }
            guard let text = written.first, let value = Self.intensity(text) else {
                throw failure(
                    index + 1, "the carbon intensity '\(written.first ?? "")' is no number from 0 to 3000 g/kWh",
                    "give one in every row")
            }
            times.append(time)
            values.append(value)
            guard times.count > 2 else { continue }
            let due = times[1].seconds - times[0].seconds
            let apart = time.seconds - times[times.count - 2].seconds
            guard due == apart else {
                throw failure(
                    index + 1, "\(time) comes \(apart) s after the row before, but rows are \(due) s apart",
                    "fill the gap, or take out the row")
            }
        }
        guard times.count > 1 else { throw failure(0, "there are not two rows of data", "give at least two") }
        let period = times[1].seconds - times[0].seconds
        guard (60...86_400).contains(period) else {
            throw failure(3, "rows are \(period) s apart", "a minute to a day is read")
        }
        return IntensitySeries(first: times[0], period: period, values: values)
    }

    /// Up to six decimals, exactly.
    private static func intensity(_ text: String) -> CarbonIntensity? {
        // Programs write more decimals than there is anything behind.
        let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        let short = parts.count == 2 ? parts[0] + "." + parts[1].prefix(6) : Substring(text)
        return SeriesText.intensity(short)
    }

    private struct Columns {
        let time: Int
        /// In the order of preference.
        let values: [Int]

        init?(_ header: [String]) {
            let names = header.map { $0.lowercased() }
            func column(_ wanted: [String]) -> Int? { wanted.lazy.compactMap { names.firstIndex(of: $0) }.first }
            guard let time = column(["datetime (utc)", "from", "datetime"]) else { return nil }
            let intensity = column([
                "carbon intensity gco₂eq/kwh (life cycle)", "carbon intensity gco₂eq/kwh (lca)",
                "carbon intensity gco2eq/kwh (life cycle)", "carbon intensity gco2eq/kwh (lca)",
            ])
            let values = intensity.map { [$0] } ?? [column(["actual"]), column(["forecast"])].compactMap { $0 }
            guard !values.isEmpty else { return nil }
            self.time = time
            self.values = values
        }
    }

    /// The fields of a line of CSV (RFC 4180), without a byte-order mark and spaces around them.
    private static func fields(_ line: Substring) -> [String] {
        var fields: [String] = []
        var field = ""
        var isQuoted = false
        var previous: Character?
        for character in line where character != "\u{FEFF}" {
            if character == "\"" {
                // Two of them within quotes are one.
                if !isQuoted, previous == "\"" { field.append(character) }
                isQuoted.toggle()
            } else if character == ",", !isQuoted {
                fields.append(field)
                field = ""
            } else {
                field.append(character)
            }
            previous = character
        }
        fields.append(field)
        return fields.map { $0.trimmingCharacters(in: .whitespaces) }
    }

    private func failure(_ line: Int, _ message: String, _ remedy: String) -> ClusterFileError {
        ClusterFileError(
            problems: [
                Problem(
                    .error, at: Location(file: path, line: line, column: line == 0 ? 0 : 1), message, remedy: remedy)
            ])
    }
}
