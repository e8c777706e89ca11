import Collectives
import Reporting
import Testing
import Units

@Suite struct CollectiveQuestionTests {
    private static func sizes(
        _ size: String? = nil, _ minimum: String? = nil, _ maximum: String? = nil, _ factor: Int? = nil
    ) throws -> [Int64] {
        try SizeSweep(size: size, minimum: minimum, maximum: maximum, factor: factor).sizes.map(\.bytes)
    }

    @Test("sizes have their unit, decimal and binary ones apart")
    func units() throws {
        #expect(try Self.sizes("64MB") == [64_000_000])
        #expect(try Self.sizes("64 MiB") == [67_108_864])
        #expect(try Self.sizes() == [64_000_000])
    }

    @Test("a sweep goes from the least size by the factor, and never beyond the largest")
    func sweep() throws {
        #expect(try Self.sizes(nil, "1KB", "20KB", 4) == [1000, 4000, 16_000])
        #expect(try Self.sizes(nil, "1KB", "4KB", nil) == [1000, 2000, 4000])
        #expect(try Self.sizes(nil, "7 B", "7 B", 9) == [7])
        #expect(try Self.sizes(nil, "1 B", "1TB", 1 << 30) == [1, 1 << 30])
    }

    @Test(
        "sizes that make no sweep are refused, and the text names the option",
        arguments: [
            ("64", nil, nil, nil, "--size"), ("2TB", nil, nil, nil, "--size"), ("0 B", nil, nil, nil, "--size"),
            ("1MB", "1KB", nil, nil, "--min-size"), (nil, "1KB", nil, nil, "--max-size"),
            (nil, nil, "1KB", nil, "--min-size"), (nil, "2KB", "1KB", nil, "--max-size"),
            (nil, "1KB", "2KB", 1, "--factor"), (nil, nil, nil, 4, "--min-size"),
        ] as [(String?, String?, String?, Int?, String)])
    func refusals(size: String?, minimum: String?, maximum: String?, factor: Int?, option: String) {
        let error = #expect(throws: CollectiveQuestionError.self) {
            try SizeSweep(size: size, minimum: minimum, maximum: maximum, factor: factor)
        }
        #expect(error?.description.contains(option) == true)
    }

    @Test("algorithms are named with commas, each once, in the order of the question")
    func algorithms() throws {
        let sweep = try SizeSweep(size: "1KB", minimum: nil, maximum: nil, factor: nil)
        let question = { (names: String?, collective: String) in
            try CollectiveQuestion(collective: collective, algorithms: names, sweep: sweep, check: nil)
        }
        #expect(try question("two-level, ring,ring", "all-reduce").algorithms.map(\.rawValue) == ["two-level", "ring"])
        #expect(try question(nil, "all-reduce").algorithms.count == 9)
        #expect(try question("ring", "all-gather").algorithms == question(nil, "reduce-scatter").algorithms)
        for (names, collective, word) in [
            ("rings", "all-reduce", "'rings'"), ("ring,", "all-reduce", "''"), ("direct", "all-gather", "direct"),
            (nil, "all-to-all", "all-to-all"),
        ] {
            let error = #expect(throws: CollectiveQuestionError.self) { try question(names, collective) }
            #expect(error?.description.contains(word) == true)
        }
    }
}
