/// Lines of at most eighty columns, filled word by word.
struct Page: Sendable {
    /// Columns of a line.
    static let width = 80
    private(set) var lines: [String] = []

    /// A blank line, but never two.
    mutating func gap() {
        if let last = lines.last, !last.isEmpty { lines.append("") }
    }

    /// A line as it stands, cut at the width.
    mutating func line(_ text: String) { lines.append(String(text.prefix(Self.width))) }

    /// A label and a text that wraps under its own start.
    mutating func field(_ label: String, _ text: String, indent: Int = 21) {
        items(label, text.split(separator: " ").map(String.init), indent: indent)
    }

    /// A label and pieces that are never broken within, but where one alone is wider than the line.
    mutating func items(_ label: String, _ pieces: [String], indent: Int = 21) {
        var line = label + String(repeating: " ", count: max(1, indent - label.count))
        if label.count >= indent {
            lines.append(label)
            line = String(repeating: " ", count: indent)
        }
        var isEmpty = true
        for piece in pieces.flatMap({ Self.cut($0, to: Self.width - indent) }) {
            if !isEmpty && line.count + 1 + piece.count > Self.width {
                lines.append(line)
                line = String(repeating: " ", count: indent)
                isEmpty = true
            }
            line += (isEmpty ? "" : " ") + piece
            isEmpty = false
        }
        while line.last == " " { line.removeLast() }
        lines.append(line)
    }

    /// A piece as it is, or by its words, or by force.
    private static func cut(_ piece: String, to room: Int) -> [String] {
        guard piece.count > room else { return [piece] }
        return piece.split(separator: " ").flatMap { word -> [String] in
            let letters = Array(word)
            return stride(from: 0, to: letters.count, by: room).map { String(letters[$0..<min($0 + room, letters.count)]) }
        }
    }

    /// All lines, each with its end.
    var text: String { lines.map { $0 + "\n" }.joined() }
}
