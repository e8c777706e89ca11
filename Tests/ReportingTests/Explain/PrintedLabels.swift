/// What stands at the left of the lines of a report.
enum PrintedLabels {
    /// Of all lines that have a label with a letter, but for files and the command to go on with.
    static func all(_ text: String) -> [String] {
        var labels: [String] = []
        for line in text.split(separator: "\n").map(String.init) {
            guard let label = label(line), label.contains(where: \.isLetter), !labels.contains(label) else { continue }
            labels.append(label)
        }
        return labels.filter { !["WROTE", "NEXT"].contains($0) }
    }

    private static func label(_ line: String) -> String? {
        guard !line.hasPrefix(String(repeating: " ", count: 21)), !line.contains("* priced, not executed") else {
            return nil
        }
        if line.contains("|") { return line.hasPrefix("  rank") ? "rank" : nil }
        // Texts that follow their label without a column between.
        for label in ["TIMELINE of step", "this run"] where line.trimmingStart.hasPrefix(label) { return label }
        let letters = Array(line)
        let isColumn = letters.count > 21 && letters[20] == " "
        let text = isColumn ? String(letters[..<21]) : line.trimmingStart
        var (label, blanks) = ("", 0)
        for letter in text.trimmingStart {
            blanks = letter == " " ? blanks + 1 : 0
            if blanks == 2 { break }
            label.append(letter)
        }
        while label.last == " " { label.removeLast() }
        return label.isEmpty ? nil : label
    }
}

extension String {
    fileprivate var trimmingStart: String { String(drop { $0 == " " }) }
}
