internal import Yams

/// Turns the text of a YAML document into located values.
enum YAMLParsing {
    /// More values than any cluster file has; an alias that doubles itself reaches it early.
    static let valueLimit = 20_000

    /// The document's value; `nil` after logging an error (one for broken syntax or an empty document).
    static func parse(text: String, file: String, isBuiltIn: Bool = false, log: ProblemLog) -> YAMLValue? {
        var duplicates = DuplicateKeys(text: text)
        while true {
            do {
                guard let node = try Yams.compose(yaml: duplicates.text, .basic, .default, .utf8) else {
                    log.error(
                        Location(file: file), "the file is empty",
                        remedy: "start from a shipped one, such as cluster-configs/default.yaml")
                    return nil
                }
                var conversion = Conversion(file: file, isBuiltIn: isBuiltIn, duplicates: duplicates)
                guard let value = conversion.value(node) else {
                    log.error(
                        Location(file: file, line: 1, column: 1), "the document has more than \(valueLimit) values",
                        remedy: "aliases (*name) multiply what they repeat; write out what is needed")
                    return nil
                }
                return value
            } catch YamlError.duplicatedKeysInMapping(_, let context)
                where duplicates.rename(line: context.mark.line, column: context.mark.column)
            {
                continue
            } catch {
                logSyntaxError(error, text: text, file: file, log: log)
                return nil
            }
        }
    }

    /// Converts nodes and counts them.
    private struct Conversion {
        let file: String
        let isBuiltIn: Bool
        let duplicates: DuplicateKeys
        var count = 0

        mutating func value(_ node: Node) -> YAMLValue? {
            count += 1
            guard count <= valueLimit else { return nil }
            switch node {
            case .scalar(let scalar):
                let isPlain = scalar.style == .plain
                return made(.scalar(duplicates.original(scalar.string), isPlain: isPlain), at: scalar.mark)
            case .sequence(let sequence):
                var items: [YAMLValue] = []
                for item in sequence {
                    guard let converted = value(item) else { return nil }
                    items.append(converted)
                }
                return made(.sequence(items), at: sequence.mark)
            case .mapping(let mapping):
                var entries: [YAMLValue.Entry] = []
                for (key, item) in mapping {
                    guard let converted = value(item), let name = value(key) else { return nil }
                    var text = name.kind
                    if case .scalar(let scalar, _) = name.content { text = scalar }
                    entries.append(.init(key: text, keyLocation: name.location, value: converted))
                }
                return made(.mapping(entries), at: mapping.mark)
            case .alias:
                return made(.scalar("", isPlain: true), at: node.mark)
            }
        }

        private func made(_ content: YAMLValue.Content, at mark: Mark?) -> YAMLValue {
            YAMLValue(
                location: Location(file: file, line: mark?.line ?? 1, column: mark?.column ?? 1), content: content,
                isBuiltIn: isBuiltIn)
        }
    }

    private static func logSyntaxError(_ error: any Error, text: String, file: String, log: ProblemLog) {
        switch error {
        case YamlError.scanner(let context, let problem, let mark, _),
            YamlError.parser(let context, let problem, let mark, _),
            YamlError.composer(let context, let problem, let mark, _):
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            let line = mark.line <= lines.count ? lines[mark.line - 1] : ""
            let isTab = line.prefix { $0 == " " || $0 == "\t" }.contains("\t")
            log.error(
                Location(file: file, line: mark.line, column: mark.column),
                "not valid YAML: " + (context.map { "\($0.text), " } ?? "") + problem,
                remedy: isTab ? "indent with spaces, YAML forbids tabs" : "check indentation, quotes and brackets here")
        case YamlError.reader(_, let offset, let value, _):
            let before = text.prefix(offset ?? 0)
            let line = before.count { $0.isNewline } + 1
            let column = before.reversed().prefix { !$0.isNewline }.count + 1
            log.error(
                Location(file: file, line: line, column: column),
                "not valid YAML: a control character (code \(value))", remedy: "remove it")
        case YamlError.duplicatedKeysInMapping(let keys, let context):
            log.error(
                Location(file: file, line: context.mark.line, column: context.mark.column),
                "duplicate key '\(keys.first ?? "")'", remedy: "keep one of them")
        default:
            log.error(Location(file: file), "not valid YAML: \(error)")
        }
    }
}
