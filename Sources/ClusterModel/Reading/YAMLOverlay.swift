/// Lays a calibration over a cluster file, value by value, before the whole is read: every rule of cluster files applies
/// to the result, and a mistake is reported where it was written.
enum YAMLOverlay {
    /// What a calibration may change.
    static let keys = ["fabric", "workload", "assumptions", "catalog"]
    /// Where a calibration says what it was fitted to; it changes nothing.
    static let provenance = "calibrated_from"

    /// The document with the overlay's values in place of its own; an overlay that is none leaves it as it is, after
    /// logging.
    static func laid(_ overlay: YAMLValue, over document: YAMLValue, log: ProblemLog) -> YAMLValue {
        let example = "{ fabric: { link_efficiency: 0.93 } }"
        let known = keys + [provenance]
        guard let fields = MappingReader(overlay, path: "", keys: known, example: example, log: log) else {
            return document
        }
        let changes = fields.entries.filter { keys.contains($0.key) }
        if changes.isEmpty, !log.hasErrors {
            log.error(
                fields.location, "the calibration changes nothing",
                remedy: "give the file that coordinator calibrate wrote, or keys such as \(example)")
        }
        return laid(YAMLValue(location: overlay.location, content: .mapping(changes), isBuiltIn: false), over: document)
    }

    /// Mappings are joined key by key, at every depth; of anything else the upper one stands. A joined mapping keeps the
    /// place of the lower one, where the user would add what it lacks.
    private static func laid(_ upper: YAMLValue, over lower: YAMLValue) -> YAMLValue {
        guard case .mapping(let over) = upper.content, case .mapping(var entries) = lower.content else { return upper }
        for entry in over {
            if let index = entries.firstIndex(where: { $0.key == entry.key }) {
                let joined = laid(entry.value, over: entries[index].value)
                entries[index] = .init(key: entry.key, keyLocation: entry.keyLocation, value: joined)
            } else {
                entries.append(entry)
            }
        }
        return YAMLValue(location: lower.location, content: .mapping(entries), isBuiltIn: lower.isBuiltIn)
    }
}
