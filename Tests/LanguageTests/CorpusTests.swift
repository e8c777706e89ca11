import Language
import Testing

@Suite struct CorpusTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func texts(_ corpus: Corpus) -> [String] {
        corpus.documents.indices.map { String(decoding: corpus.document($0), as: UTF8.self) }
    }

    @Test func `quotations are documents, and indexes and links beside them are passed over`() throws {
        try folder.write("art", "First\nlines\n%\nSecond 100 %\n%\n\n%\nThird\n".utf8)
        try folder.write("art.dat", quotationIndex)
        try folder.link("art.u8", to: "art")
        try folder.write("wit", "Fourth\r\n%\r\nFirst\nlines\n".utf8)
        try folder.hardLink("wit.u8", to: "wit")
        try folder.write("off/rude", "Rude\n".utf8)
        let corpus = try Corpus.resolve(path: nil, defaultPath: folder.path)
        #expect(texts(corpus) == ["First\nlines", "Second 100 %", "Third", "Fourth"])
        #expect(corpus.summary.files == 2)
        #expect(corpus.summary.duplicates == 1)
        #expect(corpus.summary.skipped[.quotationIndex] == 1)
        #expect(corpus.summary.skipped[.link] == 2)
        #expect(corpus.summary.skipped[.subfolder] == 1)
        #expect(corpus.summary.skipped.description == "1 strfile indexes, 2 links to what was read, 1 subfolders")
    }

    @Test func `a folder is read with its subfolders in path order, and what is not text is counted`() throws {
        try folder.write("b.txt", "bee".utf8)
        try folder.write("a/z.txt", "zed".utf8)
        try folder.write("a.txt", "ay\n%\nstill ay".utf8)
        try folder.write(".hidden/x", "x".utf8)
        try folder.write("image.png", [137, 80, 0, 78])
        try folder.write("copy", "bee".utf8)
        try folder.write("nothing", [])
        try folder.write("spaces", " \n\t\n".utf8)
        try folder.link("a/loop", to: folder.path)
        try folder.link("broken", to: "nowhere")
        let corpus = try Corpus.resolve(path: folder.path)
        #expect(texts(corpus) == ["zed", "ay\n%\nstill ay", "bee"])
        let skipped = corpus.summary.skipped
        let counts = [skipped[.hidden], skipped[.binary], skipped[.copy], skipped[.blank], skipped[.link]]
        #expect(counts == [1, 1, 1, 2, 1])
        #expect(skipped[.notAFile] == 1)
        #expect(skipped.total == 7)
    }

    @Test func `a file with an index beside it is cut into quotations wherever it lies`() throws {
        let path = try folder.write("mine", "One\n%\nTwo\n".utf8)
        #expect(texts(try Corpus.resolve(path: path)) == ["One\n%\nTwo"])
        try folder.write("mine.dat", quotationIndex)
        #expect(texts(try Corpus.resolve(path: path)) == ["One", "Two"])
    }

    @Test func `a long file becomes runs of whole paragraphs without losing a word`() throws {
        let paragraph = (0..<40).map { "word\($0)" }.joined(separator: " ")
        let text = (0..<60).map { "\($0) \(paragraph)" }.joined(separator: "\n\n")
        let corpus = try Corpus.resolve(path: try folder.write("long", text.utf8))
        #expect(corpus.documents.count > 3)
        for document in texts(corpus) {
            #expect(document.utf8.count <= 4096)
            #expect(document.hasSuffix("word39"))
        }
        #expect(texts(corpus).joined(separator: "\n\n") == text)
    }

    @Test(arguments: ["word ", "letters", "ä€😀", "line\n"])
    func `a text without paragraphs is cut at lines, spaces or characters`(unit: String) throws {
        let text = String(repeating: unit, count: 3000)
        // The documents differ by what numbers them, as a repeated one would be left out.
        let numbered = (0..<3).map { "\($0)" + text }.joined()
        let corpus = try Corpus.resolve(path: try folder.write("long", numbered.utf8))
        #expect(corpus.documents.count >= 3)
        #expect(corpus.summary.malformedBytes == 0)
        for document in texts(corpus) { #expect(document.utf8.count <= 4096) }
    }

    @Test func `bytes that are not UTF-8 are kept and counted`() throws {
        let bytes: [UInt8] = [0x61, 0xFF, 0x62, 0xC3, 0xA4, 0xE2, 0x82, 0x63]
        let corpus = try Corpus.resolve(path: try folder.write("latin", bytes))
        #expect(corpus.bytes == bytes)
        #expect(corpus.summary.malformedBytes == 3)
    }

    @Test func `zero bytes far into a text are left out, so that the separator is unique`() throws {
        let text = [UInt8](repeating: 0x61, count: 70_000) + [0, 0] + Array("end".utf8)
        let corpus = try Corpus.resolve(path: try folder.write("late", text))
        #expect(!corpus.bytes.contains(0))
        #expect(corpus.summary.zeroBytes == 2)
    }

    @Test func `the digest names the text, not the place`() throws {
        try folder.write("x/one", "Hello".utf8)
        try folder.write("y/two", "Hello".utf8)
        try folder.write("z/three", "Hallo".utf8)
        let digest = { (name: String) in try Corpus.resolve(path: folder.path(name)).summary.digest }
        #expect(try digest("x") == digest("y"))
        #expect(try digest("x") != digest("z"))
    }

    @Test func `a missing path, an empty folder and a missing default each say what to do`() throws {
        let missing = folder.path("nowhere")
        #expect(throws: CorpusError.missing(path: missing)) { try Corpus.resolve(path: missing) }
        #expect(throws: CorpusError.noDefault(path: missing)) { try Corpus.resolve(path: nil, defaultPath: missing) }
        let message = CorpusError.noDefault(path: missing).description
        #expect(message.contains("Debian package fortunes") && message.contains("--corpus PATH"))
        #expect(!message.contains("\n"))
        try folder.write("image", [0, 1])
        let error = #expect(throws: CorpusError.self) { try Corpus.resolve(path: folder.path) }
        #expect(error?.description.contains("skipped 1 binary") == true)
    }

    @Test func `a device is refused instead of waited for`() {
        #expect(throws: CorpusError.unreadable(path: "/dev/null", reason: "neither a file nor a folder")) {
            try Corpus.resolve(path: "/dev/null")
        }
    }
}
