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
        let margin = String(repeating: " ", count: indent)
        var start = label + String(repeating: " ", count: max(1, indent - label.count))
        if label.count >= indent {
            lines.append(label)
            start = margin
        }
        let rows = Self.rows(pieces.flatMap { Self.cut($0, to: Self.width - indent) }, room: Self.width - indent)
        for (index, row) in rows.enumerated() {
            lines.append((index == 0 ? start : margin) + row.joined(separator: " "))
        }
        // A label without a text.
        if rows.isEmpty { lines.append(label) }
    }

    /// Pieces by lines; no word stands alone on the last one if the line before can spare its last piece.
    private static func rows(_ pieces: [String], room: Int) -> [[String]] {
        var rows: [[String]] = []
        var width = 0
        for piece in pieces {
            if !rows.isEmpty && width + 1 + piece.count <= room {
                rows[rows.count - 1].append(piece)
                width += 1 + piece.count
            } else {
                rows.append([piece])
                width = piece.count
            }
        }
        if rows.count > 1, let lonely = rows.last?.first, rows[rows.count - 1].count == 1, !lonely.contains(" ") {
            let before = rows[rows.count - 2]
            if before.count > 1, before[before.count - 1].count + 1 + lonely.count <= room {
                rows[rows.count - 2].removeLast()
                rows[rows.count - 1].insert(before[before.count - 1], at: 0)
            }
        }
        return rows
    }

    /// A piece as it is, or by its words, or by force.
    private static func cut(_ piece: String, to room: Int) -> [String] {
        guard piece.count > room else { return [piece] }
        return piece.split(separator: " ").flatMap { word -> [String] in
            let letters = Array(word)
            return stride(from: 0, to: letters.count, by: room).map {
                String(letters[$0..<min($0 + room, letters.count)])
            }
        }
    }

    /// The same pieces with a comma after each but the last.
    static func list(_ pieces: [String]) -> [String] {
        pieces.enumerated().map { $0.offset == pieces.count - 1 ? $0.element : $0.element + "," }
    }

    /// All lines, each with its end.
    var text: String { lines.map { $0 + "\n" }.joined() }
}
