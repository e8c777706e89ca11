/// How wide text is, from the widths of DejaVu Sans, which are at least those of Arial and Helvetica: what has room here
/// has room with any of them.
package enum TextWidth {
    /// Thousandths of the font size, U+0020 to U+007E.
    private static let ascii: [Double] = [
        318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361, 318, 337, 636, 636, 636, 636, 636, 636,
        636,
        636, 636, 636, 337, 337, 838, 838, 838, 531, 1000, 684, 686, 698, 770, 632, 575, 775, 752, 295, 295, 656, 557,
        863,
        748, 787, 603, 787, 695, 635, 611, 732, 684, 989, 685, 611, 685, 390, 337, 390, 838, 500, 500, 613, 635, 550,
        635,
        615, 352, 635, 634, 278, 278, 579, 278, 974, 634, 612, 635, 635, 411, 521, 392, 634, 592, 818, 592, 592, 525,
        636,
        337, 636, 838,
    ]

    /// Pixels of one line; bold is taken to be a seventh wider.
    package static func of(_ text: String, size: Double, bold: Bool = false) -> Double {
        let thousandths = text.unicodeScalars.reduce(0.0) { $0 + width($1) }
        return thousandths / 1000 * size * (bold ? 1.15 : 1)
    }

    private static func width(_ scalar: Unicode.Scalar) -> Double {
        switch scalar.value {
        case 0x20..<0x7F: ascii[Int(scalar.value) - 0x20]
        case 0xB9, 0xB2, 0xB3, 0x2070...0x209C: 530
        case 0x300..<0x370, 0x200B...0x200F: 0
        case 0xA0..<0x250: scalar.properties.isLowercase ? 650 : 1000
        case 0x370..<0x530: scalar.properties.isLowercase ? 900 : 1180
        default: 1050
        }
    }

    /// Lines no wider than `room`, broken at spaces; words that are too long by themselves, and what is beyond the last
    /// line, end in `…`.
    package static func wrapped(_ text: String, room: Double, size: Double, lines limit: Int, bold: Bool = false)
        -> [String]
    {
        var lines: [String] = []
        var words = text.split(whereSeparator: \.isWhitespace).map(String.init)[...]
        while !words.isEmpty && lines.count < limit {
            var line = words.removeFirst()
            while let next = words.first, of(line + " " + next, size: size, bold: bold) <= room {
                line += " " + next
                words = words.dropFirst()
            }
            let isCut = lines.count == limit - 1 && !words.isEmpty
            lines.append(
                cut(isCut ? line + " " + words.joined(separator: " ") : line, room: room, size: size, bold: bold))
        }
        return lines
    }

    /// The text, or as much of it as has room before `…`; empty if not even that has.
    package static func cut(_ text: String, room: Double, size: Double, bold: Bool = false) -> String {
        guard of(text, size: size, bold: bold) > room else { return text }
        var kept = text
        while !kept.isEmpty {
            kept.removeLast()
            while kept.last == " " { kept.removeLast() }
            if of(kept + "…", size: size, bold: bold) <= room { return kept.isEmpty ? "" : kept + "…" }
        }
        return ""
    }
}
