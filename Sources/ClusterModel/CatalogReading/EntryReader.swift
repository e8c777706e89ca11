internal import Units

/// Reads one named entry of a catalog section, such as `accelerators.t4`.
struct EntryReader {
    let name: String
    let value: YAMLValue
    let section: String
    let log: ProblemLog

    /// All entries of a section that can be read, by name.
    static func all<Model>(
        _ value: YAMLValue, section: String, log: ProblemLog, _ decode: (EntryReader) -> Model?
    ) -> [String: Model] {
        guard let reader = MappingReader(named: value, path: section, log: log) else { return [:] }
        var models: [String: Model] = [:]
        for entry in reader.entries where models[entry.key] == nil {
            models[entry.key] = decode(EntryReader(name: entry.key, value: entry.value, section: section, log: log))
            if models[entry.key] == nil { log.unreadable.insert("\(section).\(entry.key)") }
        }
        return models
    }

    /// The entry's fields, with unknown ones logged; `nil` for anything but a mapping.
    func fields(_ keys: String...) -> MappingReader? {
        MappingReader(value, path: "\(section).\(name)", keys: keys, log: log)
    }
}
