/// The text to learn from: documents of bytes in a fixed order, and where they come from.
package struct Corpus: Sendable {
    /// Where the Debian package `fortunes` puts its quotations: the default text.
    package static let defaultPath = "/usr/share/games/fortunes"

    /// All documents, one after the other, without anything between them. No byte is zero (see `ByteTokenizer`).
    package let bytes: [UInt8]
    /// Where each document lies in `bytes`; none is empty and no two have the same bytes.
    package let documents: [Range<Int>]
    /// What was read and what was passed over.
    package let summary: CorpusSummary

    /// Reads the text at `path`, or the default text if `path` is nil.
    ///
    /// A folder is read with its subfolders, files in the order of their paths. A file beside which a `.dat` index of
    /// `strfile` lies, and every file of the default text, is cut into quotations; any other file is one document, or
    /// several of about 4 KiB if it is longer. Bytes that are not UTF-8 are kept; zero bytes are left out; a document
    /// that was seen before is left out, so that no validation document can be a training document too.
    ///
    /// - Parameter defaultPath: the folder of the default text; only files directly in it are read.
    /// - Throws: `CorpusError` if there is nothing to read.
    package static func resolve(
        path: String?, defaultPath: String = Corpus.defaultPath
    ) throws(CorpusError) -> Corpus {
        if let path { return try Corpus(path: path, isDefault: false) }
        do {
            return try Corpus(path: defaultPath, isDefault: true)
        } catch {
            switch error {
            case .missing, .empty: throw .noDefault(path: defaultPath)
            default: throw error
            }
        }
    }

    private init(path: String, isDefault: Bool) throws(CorpusError) {
        let files = try CorpusFiles(root: path, recursive: !isDefault)
        var reader = CorpusReader(skipped: files.skipped)
        for file in files.paths {
            try reader.read(file, isQuotations: isDefault)
        }
        guard !reader.documents.isEmpty else { throw .empty(path: path, skipped: reader.skipped) }
        bytes = reader.bytes
        documents = reader.documents
        summary = reader.summary(path: path)
    }

    /// The bytes of one document.
    package func document(_ index: Int) -> ArraySlice<UInt8> { bytes[documents[index]] }
}
