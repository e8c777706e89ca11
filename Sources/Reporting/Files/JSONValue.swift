/// A JSON value that is always written the same way: sorted keys, two spaces, numbers in their shortest exact form.
enum JSONValue: Sendable, Equatable {
    case null
    case bool(Bool)
    case integer(Int64)
    case number(Double)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])

    /// An exact integer of any size, as a decimal string, since readers keep only 53 bits of a number.
    static func exact(_ value: Int128) -> JSONValue { .string("\(value)") }
    /// A count.
    static func count(_ value: Int) -> JSONValue { .integer(Int64(value)) }
    /// The value, or null.
    static func optional(_ value: Double?) -> JSONValue { value.map { .number($0) } ?? .null }

    /// The text, with a line feed at its end.
    var text: String {
        var text = ""
        write(to: &text, indent: 0)
        return text + "\n"
    }

    private func write(to text: inout String, indent: Int) {
        switch self {
        case .null: text += "null"
        case .bool(let value): text += value ? "true" : "false"
        case .integer(let value): text += "\(value)"
        // What is no number has no form in JSON.
        case .number(let value): text += value.isFinite ? "\(value == 0 ? 0 : value)" : "null"
        case .string(let value): text += Self.quoted(value)
        case .array(let values):
            Self.list(values, brackets: ("[", "]"), to: &text, indent: indent) { value, text in
                value.write(to: &text, indent: indent + 2)
            }
        case .object(let members):
            let sorted = members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
            Self.list(sorted, brackets: ("{", "}"), to: &text, indent: indent) { member, text in
                text += Self.quoted(member.key) + ": "
                member.value.write(to: &text, indent: indent + 2)
            }
        }
    }

    private static func list<Element>(
        _ elements: [Element], brackets: (String, String), to text: inout String, indent: Int,
        write: (Element, inout String) -> Void
    ) {
        guard !elements.isEmpty else {
            text += brackets.0 + brackets.1
            return
        }
        let margin = String(repeating: " ", count: indent)
        text += brackets.0
        for (index, element) in elements.enumerated() {
            text += (index == 0 ? "\n" : ",\n") + margin + "  "
            write(element, &text)
        }
        text += "\n" + margin + brackets.1
    }

    private static func quoted(_ string: String) -> String {
        var text = "\""
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\t": text += "\\t"
            case "\r": text += "\\r"
            case "\u{0}"..<"\u{20}":
                text += "\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text + "\""
    }
}

extension JSONValue {
    /// What an object or array holds at its ends, as text, by path: `node_groups[0].nic`.
    var leaves: [String: String] {
        switch self {
        case .object(let members):
            members.reduce(into: [:]) { all, member in
                for (path, text) in member.value.leaves {
                    let joint = path.isEmpty || path.hasPrefix("[") ? "" : "."
                    all[member.key + joint + path] = text
                }
            }
        case .array(let elements):
            elements.enumerated().reduce(into: [:]) { all, element in
                for (path, text) in element.element.leaves {
                    let joint = path.isEmpty || path.hasPrefix("[") ? "" : "."
                    all["[\(element.offset)]" + joint + path] = text
                }
            }
        case .string(let text): ["": text]
        case .null: ["": "none"]
        case .bool, .integer, .number: ["": String(text.dropLast())]
        }
    }
}
