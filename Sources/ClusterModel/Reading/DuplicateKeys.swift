/// Lets a parser that stops at a duplicate key go on, so that all problems of a file are reported at once.
///
/// The first letter of the offending key is replaced by a private-use character that stands for it, which keeps every
/// line and column where it was; `original` puts the letter back after parsing.
struct DuplicateKeys {
    /// The text as the parser may read it.
    private(set) var text: String
    private var replaced: [Unicode.Scalar: Unicode.Scalar] = [:]

    /// Private-use characters U+E000…: more duplicate keys than these are not taken apart.
    private static let base: UInt32 = 0xE000
    private static let limit = 50

    init(text: String) { self.text = text }

    /// Renames the key that starts at a line and column (counted from 1, in Unicode scalars).
    ///
    /// - Returns: `false` if there is no plain or quoted key there, or too many were renamed.
    mutating func rename(line: Int, column: Int) -> Bool {
        guard replaced.count < Self.limit else { return false }
        var scalars = Array(text.unicodeScalars)
        var index = 0
        var currentLine = 1
        while index < scalars.count, currentLine < line {
            let isReturnBeforeFeed = scalars[index] == "\r" && index + 1 < scalars.count && scalars[index + 1] == "\n"
            if (scalars[index] == "\n" || scalars[index] == "\r") && !isReturnBeforeFeed { currentLine += 1 }
            index += 1
        }
        index += column - 1
        if index < scalars.count, scalars[index] == "\"" || scalars[index] == "'" { index += 1 }
        guard index < scalars.count, scalars[index].properties.isAlphabetic || scalars[index] == "_",
            scalars[index].value < Self.base
        else { return false }
        let substitute = Unicode.Scalar(Self.base + UInt32(replaced.count))!
        guard !scalars.contains(substitute) else { return false }
        replaced[substitute] = scalars[index]
        scalars[index] = substitute
        text = String(String.UnicodeScalarView(scalars))
        return true
    }

    /// The text as it was written.
    func original(_ text: String) -> String {
        guard !replaced.isEmpty, let first = text.unicodeScalars.first, let letter = replaced[first] else {
            return text
        }
        return String(letter) + String(text.unicodeScalars.dropFirst())
    }
}
