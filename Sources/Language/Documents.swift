/// How a file's bytes are cut into documents, the units that the train/validation split never divides.
enum DocumentForm {
    /// Quotations separated by lines that consist of `%`, as the package `fortunes` and `strfile` have them.
    case quotations
    /// A file of at most `Documents.targetLength` bytes is one document; a longer one becomes runs of whole paragraphs
    /// (separated by blank lines) of about that length.
    case paragraphs
}

/// Cuts bytes into documents: non-blank, in order, without line breaks at either end.
enum Documents {
    /// The length in bytes up to which paragraphs are grouped; no document of the paragraph form is longer.
    static let targetLength = 4096

    static func ranges(in bytes: ArraySlice<UInt8>, form: DocumentForm) -> [Range<Int>] {
        switch form {
        case .quotations: quotations(in: bytes)
        case .paragraphs: paragraphs(in: bytes)
        }
    }

    private static func quotations(in bytes: ArraySlice<UInt8>) -> [Range<Int>] {
        var result: [Range<Int>] = []
        var start = bytes.startIndex
        for line in Lines(bytes) where isSeparator(bytes[line]) {
            append(start..<line.lowerBound, of: bytes, to: &result)
            start = line.upperBound
        }
        append(start..<bytes.endIndex, of: bytes, to: &result)
        return result
    }

    private static func paragraphs(in bytes: ArraySlice<UInt8>) -> [Range<Int>] {
        var result: [Range<Int>] = []
        var start = bytes.startIndex
        while bytes.endIndex - start > targetLength {
            let end = cut(bytes, from: start)
            append(start..<end, of: bytes, to: &result)
            start = end
        }
        append(start..<bytes.endIndex, of: bytes, to: &result)
        return result
    }

    /// Where a document that starts at `start` ends at the latest: after the last blank line within the target length;
    /// without one after the last line, without one after the last space, without one between two characters.
    private static func cut(_ bytes: ArraySlice<UInt8>, from start: Int) -> Int {
        let limit = start + targetLength
        var lineEnd: Int?
        var spaceEnd: Int?
        var index = limit - 1
        while index > start {
            if bytes[index] == newline {
                if precededByBlankLine(bytes, newlineAt: index, from: start) { return index + 1 }
                lineEnd = lineEnd ?? index + 1
            } else if bytes[index] == space {
                spaceEnd = spaceEnd ?? index + 1
            }
            index -= 1
        }
        if let end = lineEnd ?? spaceEnd { return end }
        // Not inside a character: its continuation bytes are 0b10xxxxxx, at most three of them.
        return (limit - 3...limit).last { bytes[$0] & 0b1100_0000 != 0b1000_0000 } ?? limit
    }

    /// Whether the line that the newline at `index` ends is empty (a carriage return aside).
    private static func precededByBlankLine(_ bytes: ArraySlice<UInt8>, newlineAt index: Int, from start: Int) -> Bool {
        var before = index - 1
        if before > start && bytes[before] == carriageReturn { before -= 1 }
        return before >= start && bytes[before] == newline
    }

    /// Appends the range without the line breaks at its ends, unless it is blank.
    private static func append(_ range: Range<Int>, of bytes: ArraySlice<UInt8>, to result: inout [Range<Int>]) {
        let text = bytes[range]
        guard let first = text.firstIndex(where: { !isLineBreak($0) }),
            let last = text.lastIndex(where: { !isLineBreak($0) }),
            text.contains(where: { $0 > space })
        else { return }
        result.append(first..<last + 1)
    }

    private static func isSeparator(_ line: ArraySlice<UInt8>) -> Bool {
        guard line.first == UInt8(ascii: "%") else { return false }
        return line.dropFirst().allSatisfy(isLineBreak)
    }

    private static func isLineBreak(_ byte: UInt8) -> Bool { byte == newline || byte == carriageReturn }

    private static let newline = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")
    private static let space = UInt8(ascii: " ")
}

/// The lines of a text as ranges that include their newline; together they are the whole text.
private struct Lines: Sequence, IteratorProtocol {
    private let bytes: ArraySlice<UInt8>
    private var position: Int

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        position = bytes.startIndex
    }

    mutating func next() -> Range<Int>? {
        guard position < bytes.endIndex else { return nil }
        let start = position
        let newline = bytes[start...].firstIndex(of: UInt8(ascii: "\n"))
        position = newline.map { $0 + 1 } ?? bytes.endIndex
        return start..<position
    }
}
