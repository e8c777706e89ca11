internal import ClusterModel

/// `calibration.yaml`: fitted constants under the keys of a cluster file, with what they were fitted to.
///
/// Everything but `calibrated_from` is laid over a cluster file as it stands.
package struct CalibrationFile: Hashable, Sendable {
    /// One thing that was measured.
    package struct Source: Hashable, Sendable {
        /// A file, or the option that gave a figure.
        package let name: String
        /// Of the file: size and checksum, so that the file can be told again; `nil` for figures.
        package let digest: String?
        /// What it says, in a few words.
        package let content: String

        /// From its parts.
        package init(name: String, digest: String? = nil, content: String) {
            self.name = name
            self.digest = digest
            self.content = content
        }
    }

    /// The cluster file that was calibrated.
    package let cluster: String
    /// As the user gave it, `2026-03-01`; `nil` for none.
    package let date: String?
    package let sources: [Source]
    package let constants: [CalibratedConstant]
    package let residuals: [Residual]
    /// What was not fitted and why.
    package let notes: [String]

    /// From its parts.
    package init(
        cluster: String, date: String? = nil, sources: [Source], constants: [CalibratedConstant],
        residuals: [Residual], notes: [String] = []
    ) {
        self.cluster = cluster
        self.date = date
        self.sources = sources
        self.constants = constants
        self.residuals = residuals
        self.notes = notes
    }

    /// The year of the date; `nil` without one.
    private var year: Int? { date.flatMap { Int($0.prefix(4)) } }

    /// The file's text; equal inputs give equal bytes.
    package var text: String {
        var lines = YAMLLines()
        lines.comment(
            "Constants of \(cluster) fitted to measurements, to be laid over it: coordinator --calibration FILE")
        lines.comment("Each residual is (fitted - measured) / measured.")
        lines.blank()
        for section in ["fabric", "workload", "assumptions", "catalog"] {
            let chosen = constants.filter { $0.path.first == section }
            guard !chosen.isEmpty else { continue }
            write(chosen, depth: 0, to: &lines)
            lines.blank()
        }
        lines.key("calibrated_from", depth: 0)
        lines.entry("cluster", cluster, depth: 1)
        if let date { lines.entry("date", date, depth: 1) }
        lines.key("measurements", depth: 1)
        for source in sources {
            var fields = [("from", source.name)]
            if let digest = source.digest { fields.append(("digest", digest)) }
            lines.item(fields + [("measured", source.content)], depth: 2)
        }
        if !notes.isEmpty {
            lines.key("notes", depth: 1)
            for note in notes { lines.item(note, depth: 2) }
        }
        if !residuals.isEmpty {
            lines.key("residuals", depth: 1)
            lines.entry("root_mean_square", Residual.percent(residuals.rootMeanSquare), depth: 2)
            lines.entry("worst", Residual.percent(residuals.worst), depth: 2)
            lines.key("each", depth: 2)
            for residual in residuals {
                lines.item(
                    [
                        ("what", residual.what), ("measured", residual.measured), ("fitted", residual.fitted),
                        ("residual", residual.percent),
                    ], depth: 3)
            }
        }
        return lines.text
    }

    /// Constants that share their first `depth` keys, as nested mappings in the order of first appearance.
    private func write(_ constants: [CalibratedConstant], depth: Int, to lines: inout YAMLLines) {
        var keys: [String] = []
        for constant in constants where !keys.contains(constant.path[depth]) { keys.append(constant.path[depth]) }
        for key in keys {
            let under = constants.filter { $0.path[depth] == key }
            lines.key(key, depth: depth)
            guard let constant = under.first, constant.path.count == depth + 1 else {
                write(under, depth: depth + 1, to: &lines)
                continue
            }
            lines.entry("value", constant.after.value, depth: depth + 1)
            lines.entry("low", constant.after.low, depth: depth + 1)
            lines.entry("high", constant.after.high, depth: depth + 1)
            lines.entry("source", "calibrated: \(constant.basis)", depth: depth + 1)
            if let year { lines.number("year", year, depth: depth + 1) }
            lines.entry("confidence", Confidence.calibrated.rawValue, depth: depth + 1)
        }
    }
}
