internal import Foundation

/// Reads files one after the other into the documents of a corpus, and counts.
struct CorpusReader {
    /// How much of a file is searched for a zero byte, which no plain text has.
    private static let binaryProbeLength = 65_536

    private(set) var bytes: [UInt8] = []
    private(set) var documents: [Range<Int>] = []
    private(set) var skipped: SkippedFiles
    private var files = 0
    private var duplicates = 0
    private var malformedBytes = 0
    private var zeroBytes = 0
    private var digest = Digest64()
    private var fileLengths: [Digest64: Int] = [:]
    private var firstDocument: [Digest64: Int] = [:]

    init(skipped: SkippedFiles) { self.skipped = skipped }

    /// Appends the documents of one file, or counts why it has none.
    mutating func read(_ path: String, isQuotations: Bool) throws(CorpusError) {
        let content: [UInt8]
        do {
            content = try Self.content(of: path)
        } catch {
            throw .unreadable(path: path, reason: error.reason)
        }
        if content.prefix(Self.binaryProbeLength).contains(0) {
            return skipped.add(Self.isQuotationIndex(content, path: path) ? .quotationIndex : .binary)
        }
        let text = withoutZeros(content)
        let quotations = isQuotations || FileManager.default.fileExists(atPath: path + ".dat")
        let ranges = Documents.ranges(in: text[...], form: quotations ? .quotations : .paragraphs)
        guard !ranges.isEmpty else { return skipped.add(.blank) }
        guard fileLengths.updateValue(text.count, forKey: Digest64(of: text[...])) != text.count else {
            return skipped.add(.copy)
        }
        files += 1
        for range in ranges { append(text[range]) }
    }

    /// What was read from `path`.
    func summary(path: String) -> CorpusSummary {
        CorpusSummary(
            path: path, files: files, documents: documents.count, bytes: bytes.count, digest: digest,
            duplicates: duplicates, malformedBytes: malformedBytes, zeroBytes: zeroBytes, skipped: skipped)
    }

    private mutating func append(_ document: ArraySlice<UInt8>) {
        let documentDigest = Digest64(of: document)
        if let first = firstDocument[documentDigest] {
            if bytes[documents[first]] == document {
                duplicates += 1
                return
            }
        } else {
            firstDocument[documentDigest] = documents.count
        }
        malformedBytes += UTF8Check.malformedBytes(in: document)
        let start = bytes.count
        bytes.append(contentsOf: document)
        documents.append(start..<bytes.count)
        digest.update(document)
        digest.update([ByteTokenizer.separator])
    }

    /// The separator of documents cannot occur inside one: zero bytes beyond the probe are left out and counted.
    private mutating func withoutZeros(_ content: [UInt8]) -> [UInt8] {
        guard content.contains(0) else { return content }
        let text = content.filter { $0 != 0 }
        zeroBytes += content.count - text.count
        return text
    }

    /// The header of strfile(1): the big-endian version 1 or 2, at least six 32-bit words.
    private static func isQuotationIndex(_ content: [UInt8], path: String) -> Bool {
        path.hasSuffix(".dat") && content.count >= 24 && content.prefix(3).allSatisfy { $0 == 0 }
            && (content[3] == 1 || content[3] == 2)
    }

    private static func content(of path: String) throws(FileFailure) -> [UInt8] {
        let file = try OpenFile(reading: path)
        var content = [UInt8](repeating: 0, count: try file.size())
        let count = try file.read(at: 0, count: content.count, into: &content)
        content.removeSubrange(count...)
        return content
    }
}

/// Counts what is not UTF-8.
enum UTF8Check {
    /// The bytes that belong to no well-formed character; 0 for ASCII and correct UTF-8.
    static func malformedBytes(in text: ArraySlice<UInt8>) -> Int {
        if String(validating: text, as: UTF8.self) != nil { return 0 }
        var parser = Unicode.UTF8.ForwardParser()
        var iterator = text.makeIterator()
        var malformed = 0
        while true {
            switch parser.parseScalar(from: &iterator) {
            case .valid: continue
            case .error(let length): malformed += length
            case .emptyInput: return malformed
            }
        }
    }
}
