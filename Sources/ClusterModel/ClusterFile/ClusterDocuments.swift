/// A cluster file with a calibration laid over it, as one text: the file, then `--- # laid over: PATH` and the
/// calibration. So the text that a run keeps and sends to its workers means the calibrated cluster by itself.
enum ClusterDocuments {
    private static let mark = "--- # laid over: "

    /// One text of a cluster file and a calibration.
    static func joined(_ text: String, calibration: String, path: String) -> String {
        text + (text.hasSuffix("\n") ? "" : "\n") + mark + path + "\n" + calibration
    }

    /// The document that a text means; `nil` after logging.
    static func parse(text: String, file: String, log: ProblemLog) -> YAMLValue? {
        var parts: [(path: String, lines: [Substring])] = [(file, [])]
        for line in text.split(omittingEmptySubsequences: false, whereSeparator: { $0 == "\n" || $0 == "\r\n" }) {
            if line.hasPrefix(mark) {
                parts.append((String(line.dropFirst(mark.count)), []))
            } else {
                parts[parts.count - 1].lines.append(line)
            }
        }
        guard parts.count > 1 else { return YAMLParsing.parse(text: text, file: file, log: log) }
        let values = parts.map { YAMLParsing.parse(text: $0.lines.joined(separator: "\n"), file: $0.path, log: log) }
        guard let document = values[0] else { return nil }
        return values.dropFirst().reduce(document) { under, over in
            over.map { YAMLOverlay.laid($0, over: under, log: log) } ?? under
        }
    }
}
