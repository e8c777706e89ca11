/// Reads one mapping: its keys are known, and whatever is wrong with it is logged where it stands.
struct MappingReader {
    let value: YAMLValue
    /// The mapping's own name in messages, such as `nodes[0].host`; empty for the document.
    let path: String
    let log: ProblemLog
    /// Known keys that an unknown one was most likely meant to be; they need not be reported as missing as well.
    private var misspelled: Set<String> = []

    /// Logs unknown and duplicate keys; `nil` after logging that the value is no mapping, with an example of one.
    init?(_ value: YAMLValue, path: String, keys: [String], example: String = "", log: ProblemLog) {
        guard let reader = MappingReader(named: value, path: path, example: example, log: log) else { return nil }
        self = reader
        for entry in reader.entries where !keys.contains(entry.key) {
            let place = path.isEmpty ? "" : " in \(path)"
            if let near = Spelling.nearest(to: entry.key, among: keys) { misspelled.insert(near) }
            log.error(
                entry.keyLocation, "unknown key '\(entry.key)'\(place)",
                remedy: Spelling.remedy(for: entry.key, among: keys))
        }
    }

    /// A mapping whose keys are names that the file chooses; logs duplicate keys.
    init?(named value: YAMLValue, path: String, example: String = "", log: ProblemLog) {
        guard case .mapping(let entries) = value.content else {
            let what = path.isEmpty ? "the document" : path
            log.error(
                value.location, "\(what) must be a mapping (key: value), but is \(value.kind)",
                remedy: example.isEmpty ? "" : "write it like \(example)")
            return nil
        }
        self.value = value
        self.path = path
        self.log = log
        var seen: [String: Location] = [:]
        for entry in entries {
            if let first = seen[entry.key] {
                log.error(
                    entry.keyLocation, "duplicate key '\(entry.key)', first on line \(first.line)",
                    remedy: "keep one of them")
            } else {
                seen[entry.key] = entry.keyLocation
            }
        }
    }

    var location: Location { value.location }

    /// The keys and values in the order of the file.
    var entries: [YAMLValue.Entry] {
        guard case .mapping(let entries) = value.content else { return [] }
        return entries
    }

    /// `key` with the mapping's own path before it.
    func name(of key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

    /// The value of a key that may be absent.
    func optional(_ key: String) -> YAMLValue? { value[key] }

    /// The value of a key, or `nil` after logging that it is missing, with an example of it.
    func required(_ key: String, example: String) -> YAMLValue? {
        if let found = value[key] { return found }
        if misspelled.contains(key) { return nil }
        let place = path.isEmpty ? "the file" : path
        log.error(location, "\(place) lacks '\(key)'", remedy: "add \(key): \(example)")
        return nil
    }

    /// The mapping under a key; `nil` if it is absent or no mapping (the latter is logged).
    func mapping(_ key: String, keys: [String]) -> MappingReader? {
        optional(key).flatMap { MappingReader($0, path: name(of: key), keys: keys, log: log) }
    }
}
