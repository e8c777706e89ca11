/// Writes YAML line by line. Texts are quoted, so that nothing in them means anything to YAML.
struct YAMLLines {
    private(set) var text = ""

    mutating func comment(_ comment: String) {
        line("# " + comment.split(whereSeparator: \.isNewline).joined(separator: " "), 0)
    }
    mutating func blank() { text += "\n" }
    mutating func key(_ key: String, depth: Int) { line("\(Self.plain(key)):", depth) }
    mutating func entry(_ key: String, _ value: String, depth: Int) {
        line("\(Self.plain(key)): \(Self.quoted(value))", depth)
    }
    mutating func number(_ key: String, _ value: Int, depth: Int) { line("\(Self.plain(key)): \(value)", depth) }
    mutating func item(_ value: String, depth: Int) { line("- \(Self.quoted(value))", depth) }
    mutating func item(_ fields: [(key: String, value: String)], depth: Int) {
        let texts = fields.map { "\(Self.plain($0.key)): \(Self.quoted($0.value))" }
        line("- { \(texts.joined(separator: ", ")) }", depth)
    }

    private mutating func line(_ content: String, _ depth: Int) {
        text += String(repeating: "  ", count: depth) + content + "\n"
    }

    /// A key as it is where it is a name such as `a100-sxm4-80gb`, else in quotes.
    private static func plain(_ key: String) -> String {
        let isName =
            key.first.map { $0.isASCII && $0.isLetter } == true
            && key.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") }
        // YAML 1.1 takes a few short words for truth values.
        return isName && !Self.words.contains(key.lowercased()) ? key : quoted(key)
    }

    private static let words: Set<String> = ["y", "n", "yes", "no", "on", "off", "true", "false", "null"]

    /// In double quotes, with YAML's escapes.
    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            default:
                let isControl = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
                if isControl {
                    let digits = String(scalar.value, radix: 16)
                    result += "\\x" + String(repeating: "0", count: 2 - digits.count) + digits
                } else {
                    result.unicodeScalars.append(scalar)
                }
            }
        }
        return result + "\""
    }
}
