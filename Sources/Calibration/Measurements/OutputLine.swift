internal import ClusterModel

/// One line of a program's output, cut into words that know their columns.
struct OutputLine {
    struct Word: Hashable {
        let text: Substring
        /// From 1, in Unicode scalars of the line as it stands in the file.
        let column: Int
    }

    let number: Int
    let words: [Word]
    /// Whether it is one of the test's own comments, `# …`; their words come without the mark.
    let isComment: Bool

    /// Cuts a line; a tag that mpirun puts before it (`[1,0]<stdout>:`) is left out.
    init(_ text: Substring, number: Int) {
        self.number = number
        var rest = text
        if text.first == "[", let end = text.firstRange(of: "<stdout>:")?.upperBound { rest = text[end...] }
        rest = rest.drop(while: \.isWhitespace)
        isComment = rest.first == "#"
        if isComment { rest = rest.dropFirst() }
        var words: [Word] = []
        var column = text.unicodeScalars.distance(from: text.startIndex, to: rest.startIndex) + 1
        var start: (index: Substring.Index, column: Int)?
        var index = rest.startIndex
        while index < rest.endIndex {
            let character = rest[index]
            let next = rest.index(after: index)
            if character.isWhitespace {
                if let begun = start { words.append(Word(text: rest[begun.index..<index], column: begun.column)) }
                start = nil
            } else if start == nil {
                start = (index, column)
            }
            column += character.unicodeScalars.count
            index = next
        }
        if let begun = start { words.append(Word(text: rest[begun.index...], column: begun.column)) }
        self.words = words
    }

    /// All lines of a text, whatever ends them.
    static func lines(of text: String) -> [OutputLine] {
        text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated().map {
            OutputLine($1, number: $0 + 1)
        }
    }

    /// The word after a word, such as `3` after `Rank`.
    func word(after text: String) -> Word? {
        guard let index = words.firstIndex(where: { $0.text == text }), index + 1 < words.count else { return nil }
        return words[index + 1]
    }

    /// Whether it begins with these words.
    func begins(with texts: String...) -> Bool {
        words.count >= texts.count && zip(words, texts).allSatisfy { $0.text == $1 }
    }

    /// A place in it, or the whole of it.
    func location(_ file: String, _ word: Word? = nil) -> Location {
        Location(file: file, line: number, column: (word ?? words.first)?.column ?? 1)
    }
}
