import Language
import Testing

@Suite struct ShardTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test(arguments: [1, 2, 3, 5, 8, 16], [272, 1000, 1023])
    func `shards cover the tokens in order and differ by one token at most`(worldSize: Int, tokens: Int) throws {
        let ranges = try ShardPlan(tokenCount: tokens, worldSize: worldSize, contextLength: 16).ranges
        #expect(ranges.count == worldSize)
        #expect(ranges.flatMap { Array($0) } == Array(0..<tokens))
        let lengths = ranges.map(\.count)
        #expect(lengths.max()! - lengths.min()! <= 1)
        #expect(lengths.min()! >= 17)
    }

    @Test func `a text one token too short for a window per rank is refused with the figures`() throws {
        _ = try ShardPlan(tokenCount: 136, worldSize: 8, contextLength: 16)
        let error = #expect(throws: CorpusError.self) {
            try ShardPlan(tokenCount: 135, worldSize: 8, contextLength: 16)
        }
        #expect(error == .tooSmallForShards(tokens: 135, worldSize: 8, contextLength: 16))
        #expect(error?.description.contains("136") == true)
    }

    @Test(arguments: [1, 100, 3_000_000])
    func `a shard gives back its tokens window by window, and counts what it read`(count: Int) throws {
        let tokens = pattern(count)
        let path = folder.path("shard")
        #expect(try ShardWriter.write(tokens[...], to: path) == count + 32)
        #expect(try folder.names() == ["shard"])
        let shard = try ShardReader(path: path)
        #expect(shard.tokenCount == count)
        #expect(shard.verifiedBytes == count + 32)
        #expect(shard.bytesRead == 0)
        let memory = TokensInMemory(tokens[...])
        var fromFile = [UInt8](repeating: 0, count: min(count, 50))
        var fromMemory = fromFile
        let starts = [0, (count - fromFile.count) / 2, count - fromFile.count]
        for start in starts {
            try shard.read(at: start, into: &fromFile)
            try memory.read(at: start, into: &fromMemory)
            #expect(fromFile == Array(tokens[start..<start + fromFile.count]))
            #expect(fromFile == fromMemory)
        }
        #expect(shard.bytesRead == starts.count * fromFile.count)
    }

    @Test func `writing again replaces the file, and an impossible place is an error that names it`() throws {
        let path = folder.path("shard")
        try ShardWriter.write(pattern(10)[...], to: path)
        try ShardWriter.write(pattern(20)[...], to: path)
        #expect(try ShardReader(path: path).tokenCount == 20)
        let nowhere = folder.path("no/folder/shard")
        let error = #expect(throws: ShardError.self) { try ShardWriter.write(pattern(10)[...], to: nowhere) }
        #expect(error?.description.contains(nowhere) == true)
        let missing = #expect(throws: ShardError.self) { try ShardReader(path: nowhere) }
        #expect(missing?.problem == .system(operation: "open", reason: "No such file or directory"))
    }

    /// Each byte of a shard's file of ten tokens, changed.
    @Test(arguments: 0..<42) func `any changed byte is found when the file is opened`(position: Int) throws {
        let path = folder.path("shard")
        try ShardWriter.write(pattern(10)[...], to: path)
        var bytes = try folder.contents("shard")
        bytes[position] ^= 0x40
        try folder.write("shard", bytes)
        let error = #expect(throws: ShardError.self) { try ShardReader(path: path) }
        let offset = [0, 8, 12, 16, 24].last { $0 <= position }!
        #expect(error?.offset == offset)
        #expect(error?.path == path)
    }

    @Test(arguments: [0, 7, 8, 31, 32, 41, 43])
    func `a file of another length is found when it is opened`(length: Int) throws {
        let path = folder.path("shard")
        try ShardWriter.write(pattern(10)[...], to: path)
        let bytes = try folder.contents("shard")
        try folder.write("shard", (bytes + [1]).prefix(length))
        let error = #expect(throws: ShardError.self) { try ShardReader(path: path) }
        switch error?.problem {
        case .notAShard: #expect(length < 8)
        case .length(_, let found): #expect(found == UInt64(length))
        default: Issue.record("\(String(describing: error)) is not about the length")
        }
    }

    @Test func `a file cut off while it is in use is an error, not zeros`() throws {
        let path = folder.path("shard")
        try ShardWriter.write(pattern(1000)[...], to: path)
        let shard = try ShardReader(path: path)
        try folder.truncate("shard", to: 500)
        var window = [UInt8](repeating: 0, count: 100)
        try shard.read(at: 100, into: &window)
        let error = #expect(throws: ShardError.self) { try shard.read(at: 400, into: &window) }
        #expect(error?.problem == .length(expected: 1032, found: 500))
        #expect(error?.offset == 500)
    }
}
