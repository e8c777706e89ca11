/// Where a corpus comes from: what a report needs to name the text, and a reader to check that it is the same text.
package struct CorpusSummary: Hashable, Sendable, CustomStringConvertible {
    /// The file or folder as it was given; it differs between machines for the same text.
    package let path: String
    /// Files that gave at least one document.
    package let files: Int
    package let documents: Int
    /// Bytes of all documents, separators not included.
    package let bytes: Int
    /// FNV-1a over all documents in order, a zero byte after each: equal for the same text, wherever it lies.
    package let digest: Digest64
    /// Documents left out because an earlier one has the same bytes.
    package let duplicates: Int
    /// Bytes that are not UTF-8, kept as they are.
    package let malformedBytes: Int
    /// Zero bytes left out.
    package let zeroBytes: Int
    package let skipped: SkippedFiles

    /// One line: "/usr/share/games/fortunes: 43 files, 15,000 documents, 2,500,000 bytes, FNV-1a …" and what was odd.
    package var description: String { "\(path): \(contents)" }

    /// The same without the path: what the text is, wherever it lies.
    package var contents: String {
        var parts = ["\(files) \(files == 1 ? "file" : "files")"]
        parts.append("\(documents) \(documents == 1 ? "document" : "documents")")
        parts.append("\(bytes) bytes")
        parts.append("FNV-1a \(digest)")
        if duplicates > 0 { parts.append("\(duplicates) repeated documents left out") }
        if malformedBytes > 0 { parts.append("\(malformedBytes) bytes not UTF-8, kept") }
        if zeroBytes > 0 { parts.append("\(zeroBytes) zero bytes left out") }
        if skipped.total > 0 { parts.append("skipped: \(skipped)") }
        return parts.joined(separator: ", ")
    }
}
