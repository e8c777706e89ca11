/// A value of a YAML document with its place; scalars stay the text that was written.
struct YAMLValue: Sendable {
    indirect enum Content: Sendable {
        /// `isPlain` for text without quotes, which YAML may take for something else.
        case scalar(String, isPlain: Bool)
        case sequence([YAMLValue])
        /// In the order of the file; a duplicate key appears as often as it is written.
        case mapping([Entry])
    }

    /// A key of a mapping and its value.
    struct Entry: Sendable {
        let key: String
        let keyLocation: Location
        let value: YAMLValue
    }

    let location: Location
    let content: Content
    /// Whether it is of the built-in catalog, whose figures must name their source and year.
    var isBuiltIn: Bool

    /// What it is, for messages: "a list", "a mapping", "the text 'x'".
    var kind: String {
        switch content {
        case .scalar("", isPlain: true): "empty"
        case .scalar(let text, _): "the text '\(text)'"
        case .sequence: "a list"
        case .mapping: "a mapping"
        }
    }

    /// The value of a key; the first of duplicates. `nil` for anything but a mapping.
    subscript(key: String) -> YAMLValue? {
        guard case .mapping(let entries) = content else { return nil }
        return entries.first { $0.key == key }?.value
    }
}
