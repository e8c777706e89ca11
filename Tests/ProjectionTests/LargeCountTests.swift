import Projection
import Testing

@Suite struct LargeCountTests {
    @Test(
        "counts are read exactly",
        arguments: [
            ("175B", 175_000_000_000), ("1.4 T", 1_400_000_000_000), ("6.7B", 6_700_000_000), ("12", 12),
            ("7_000k", 7_000_000), ("540.35G", 540_350_000_000), ("1,000", 1000),
        ])
    func reads(text: String, count: Int) throws { #expect(try LargeCount.parse(text, option: "--x") == count) }

    @Test(
        "what is no whole count in range is refused with its option and an example",
        arguments: ["", "B", "0", "-3B", "1.5", "3x", "1e9", "2000000T", "0.0001k"])
    func refuses(text: String) throws {
        let error = try #require(throws: ProjectionError.self) { try LargeCount.parse(text, option: "--tokens") }
        #expect(error.description.hasPrefix("--tokens: ") && error.description.contains("175B"))
    }
}
