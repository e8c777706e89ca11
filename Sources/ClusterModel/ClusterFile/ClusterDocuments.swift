/// A cluster file with all that goes with it, as one text: the file, then `--- # laid over: PATH` and a calibration,
/// `--- # hourly: FILE` and a series, and last `--- # options` and what the command line changed. So the text that a run
/// keeps, or sends to its workers, means the cluster by itself.
enum ClusterDocuments {
    private static let mark = "--- # laid over: "
    private static let seriesMark = "--- # hourly: "
    private static let optionsMark = "--- # options"

    /// Whether a calibration is laid over the text already.
    static func isCalibrated(_ text: String) -> Bool { text.hasPrefix(mark) || text.contains("\n" + mark) }

    /// A text with what the command line changed behind it.
    static func joined(_ text: String, overrides: ClusterOverrides) -> String {
        let options = overrides.yaml
        guard !options.isEmpty else { return text }
        return text + (text.hasSuffix("\n") ? "" : "\n") + optionsMark + "\n" + options
    }

    /// A text without its options, and those.
    static func withoutOptions(_ text: String) -> (text: String, options: String?) {
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: { $0 == "\n" || $0 == "\r\n" })
        guard let mark = lines.firstIndex(where: { $0 == optionsMark }) else { return (text, nil) }
        // Empty lines in place of what was before keep the numbers of the lines.
        let before = String(repeating: "\n", count: mark + 1)
        return (
            lines[..<mark].map { $0 + "\n" }.joined(), before + lines[(mark + 1)...].joined(separator: "\n")
        )
    }

    /// A text with the series of a file that it names behind it.
    static func joined(_ text: String, series: IntensitySeries, file: String) -> String {
        text + (text.hasSuffix("\n") ? "" : "\n") + seriesMark + file + "\n"
            + "\(series.first) \(series.period) \(SeriesText.text(of: series))\n"
    }

    /// One text of a cluster file and a calibration.
    static func joined(_ text: String, calibration: String, path: String) -> String {
        text + (text.hasSuffix("\n") ? "" : "\n") + mark + path + "\n" + calibration
    }

    /// The document that a text means; `nil` after logging.
    static func parse(text: String, file: String, log: ProblemLog) -> YAMLValue? {
        var parts: [(path: String, lines: [Substring])] = [(file, [])]
        var series: [(file: String, line: Substring)] = []
        for line in text.split(omittingEmptySubsequences: false, whereSeparator: { $0 == "\n" || $0 == "\r\n" }) {
            if line.hasPrefix(mark) {
                parts.append((String(line.dropFirst(mark.count)), []))
            } else if line.hasPrefix(seriesMark) {
                series.append((String(line.dropFirst(seriesMark.count)), ""))
            } else if series.last?.line == "" {
                series[series.count - 1].line = line
            } else {
                parts[parts.count - 1].lines.append(line)
            }
        }
        if parts.count == 1, series.isEmpty { return YAMLParsing.parse(text: text, file: file, log: log) }
        let values = parts.map { YAMLParsing.parse(text: $0.lines.joined(separator: "\n"), file: $0.path, log: log) }
        guard let document = values[0] else { return nil }
        let laid = values.dropFirst().reduce(document) { under, over in
            over.map { YAMLOverlay.laid($0, over: under, log: log) } ?? under
        }
        return series.reduce(laid) { $0.placing(series: $1.line, of: $1.file) }
    }
}

extension YAMLValue {
    /// The names of the files of series that sites give, in their order.
    var seriesFiles: [(name: String, location: Location)] {
        guard case .mapping(let sites)? = self["sites"]?.content else { return [] }
        return sites.compactMap { site in
            guard let value = site.value["hourly"], case .scalar(let name, _) = value.content else { return nil }
            return (name, value.location)
        }
    }

    /// The document with a series in place of the name of its file.
    fileprivate func placing(series line: Substring, of file: String) -> YAMLValue {
        let parts = line.split(separator: " ", maxSplits: 2)
        guard parts.count == 3 else { return self }
        let values = [
            ("file", file), ("first", String(parts[0])), ("period_seconds", String(parts[1])),
            ("g_per_kwh", String(parts[2])),
        ]
        return replacing("sites") { sites in
            sites.replacingAll { site in
                site.replacing("hourly") { hourly in
                    guard case .scalar(file, _) = hourly.content else { return hourly }
                    let entries = values.map { key, text in
                        Entry(
                            key: key, keyLocation: hourly.location,
                            value: YAMLValue(
                                location: hourly.location, content: .scalar(text, isPlain: false), isBuiltIn: false))
                    }
                    return YAMLValue(location: hourly.location, content: .mapping(entries), isBuiltIn: false)
                }
            }
        }
    }

    /// A mapping with the value of a key changed.
    private func replacing(_ key: String, _ change: (YAMLValue) -> YAMLValue) -> YAMLValue {
        replacingEntries { $0.key == key ? change($0.value) : $0.value }
    }

    /// A mapping with all its values changed.
    private func replacingAll(_ change: (YAMLValue) -> YAMLValue) -> YAMLValue { replacingEntries { change($0.value) } }

    private func replacingEntries(_ change: (Entry) -> YAMLValue) -> YAMLValue {
        guard case .mapping(let entries) = content else { return self }
        let changed = entries.map { Entry(key: $0.key, keyLocation: $0.keyLocation, value: change($0)) }
        return YAMLValue(location: location, content: .mapping(changed), isBuiltIn: isBuiltIn)
    }
}
