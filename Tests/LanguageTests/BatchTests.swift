import Language
import Testing

@Suite struct BatchTests {
    @Test func `targets are the inputs one token later`() throws {
        let tokens = pattern(500)
        let sampler = BatchSampler(seed: 3, contextLength: 16)
        var batch = Batch(capacity: 4, contextLength: 16)
        try sampler.fill(&batch, step: 7, rank: 2, sequences: 0..<4, from: TokensInMemory(tokens[...]))
        #expect(batch.sequences == 4)
        for sequence in 0..<4 {
            let start = sampler.windowStart(step: 7, rank: 2, sequence: sequence, tokenCount: 500)
            let rows = sequence * 16..<(sequence + 1) * 16
            #expect(Array(batch.inputs[rows]) == tokens[start..<start + 16].map(Int32.init))
            #expect(Array(batch.targets[rows]) == tokens[start + 1..<start + 17].map(Int32.init))
        }
    }

    @Test func `a step in micro-batches, after others or from a file has the same sequences`() throws {
        let folder = try TemporaryFolder()
        let tokens = pattern(10_000)
        try ShardWriter.write(tokens[...], to: folder.path("shard"))
        let file: any TokenSource = try ShardReader(path: folder.path("shard"))
        let memory = TokensInMemory(tokens[...])
        let sampler = BatchSampler(seed: 3, contextLength: 32)
        var whole = Batch(capacity: 6, contextLength: 32)
        try sampler.fill(&whole, step: 11, rank: 1, sequences: 0..<6, from: memory)
        var part = Batch(capacity: 4, contextLength: 32)
        var (inputs, targets): ([Int32], [Int32]) = ([], [])
        try sampler.fill(&part, step: 2, rank: 0, sequences: 0..<1, from: memory)
        for sequences in [0..<4, 4..<6] {
            try sampler.fill(&part, step: 11, rank: 1, sequences: sequences, from: file)
            inputs += part.inputs
            targets += part.targets
        }
        #expect(inputs == whole.inputs)
        #expect(targets == whole.targets)
    }

    @Test func `step, rank, sequence and seed each choose another window`() {
        let base = BatchSampler(seed: 1, contextLength: 8)
        let draw = { (sampler: BatchSampler, step: Int, rank: Int, sequence: Int) in
            sampler.windowStart(step: step, rank: rank, sequence: sequence, tokenCount: 1_000_000_000)
        }
        let starts = [
            draw(base, 0, 0, 0), draw(base, 1, 0, 0), draw(base, 0, 1, 0), draw(base, 0, 0, 1),
            draw(BatchSampler(seed: 2, contextLength: 8), 0, 0, 0),
        ]
        #expect(Set(starts).count == starts.count)
    }

    @Test func `windows reach both ends of the shard and never leave it`() {
        let sampler = BatchSampler(seed: 5, contextLength: 8)
        let starts = (0..<1000).map { sampler.windowStart(step: $0, rank: 0, sequence: 0, tokenCount: 12) }
        #expect(Set(starts) == [0, 1, 2, 3])
        #expect(sampler.windowStart(step: 0, rank: 0, sequence: 0, tokenCount: 9) == 0)
    }

    @Test func `filling again keeps the memory of the buffers`() throws {
        let source = TokensInMemory(pattern(400)[...])
        let sampler = BatchSampler(seed: 5, contextLength: 64)
        var batch = Batch(capacity: 3, contextLength: 64)
        func address() -> Int { batch.inputs.withUnsafeBufferPointer { Int(bitPattern: $0.baseAddress) } }
        try sampler.fill(&batch, step: 0, rank: 0, sequences: 0..<3, from: source)
        let before = address()
        for step in 1..<20 {
            try sampler.fill(&batch, step: step, rank: 0, sequences: 0..<(step % 3 + 1), from: source)
        }
        #expect(address() == before)
    }

    @Test(arguments: [1, 2, 3, 5, 8, 16])
    func `ranks share the validation windows without gap or repetition`(worldSize: Int) throws {
        let tokens = pattern(1000)
        let windows = try ValidationWindows(tokenCount: 1000, contextLength: 32, maximumWindows: 11)
        #expect(windows.count == 11)
        var batch = Batch(capacity: 2, contextLength: 32)
        var found: [[Int32]] = []
        for rank in 0..<worldSize {
            var taken = 0
            while try windows.fill(
                &batch, from: taken, rank: rank, worldSize: worldSize, of: TokensInMemory(tokens[...])) > 0
            {
                for sequence in 0..<batch.sequences {
                    found.append(Array(batch.targets[sequence * 32..<(sequence + 1) * 32]))
                }
                taken += batch.sequences
            }
            #expect(taken == windows.count(rank: rank, worldSize: worldSize))
        }
        let expected = (0..<11).map { index in
            tokens[windows.start(of: index) + 1...windows.start(of: index) + 32].map(Int32.init)
        }
        let sorted = { (rows: [[Int32]]) in rows.sorted { $0.lexicographicallyPrecedes($1) } }
        #expect(sorted(found) == sorted(expected))
    }

    @Test(arguments: [(33, 1), (64, 1), (65, 2), (1000, 31)])
    func `windows fill the text without overlapping targets`(tokens: Int, expected: Int) throws {
        let windows = try ValidationWindows(tokenCount: tokens, contextLength: 32, maximumWindows: 1000)
        #expect(windows.count == expected)
        let starts = (0..<windows.count).map { windows.start(of: $0) }
        #expect(starts == (0..<expected).map { $0 * 32 })
        #expect(starts.last! + 33 <= tokens)
    }

    @Test func `fewer windows than fit are spread over the whole text`() throws {
        let windows = try ValidationWindows(tokenCount: 10_001, contextLength: 10, maximumWindows: 4)
        #expect((0..<4).map { windows.start(of: $0) } == [0, 2500, 5000, 7500])
    }

    @Test func `a validation text without room for a window is refused`() {
        #expect(throws: CorpusError.tooSmallForValidation(tokens: 32, contextLength: 32)) {
            try ValidationWindows(tokenCount: 32, contextLength: 32, maximumWindows: 8)
        }
    }
}
