import Charts
import Testing

@Suite struct TextTests {
    private let text = "Emissions per token as nodes are added, by network and by region of the grid"

    @Test(arguments: [30.0, 60, 100, 200, 1000])
    func `wrapped lines fit and lose no word if there are lines enough`(room: Double) {
        let lines = TextWidth.wrapped(text, room: room, size: 12, lines: 40)
        #expect(lines.allSatisfy { TextWidth.of($0, size: 12) <= room })
        if room >= 100 { #expect(lines.joined(separator: " ") == text) }
    }

    @Test func `what has no room ends in an ellipsis`() {
        let lines = TextWidth.wrapped(text, room: 100, size: 12, lines: 2)
        #expect(lines.count == 2 && lines[1].hasSuffix("…") && !lines[0].hasSuffix("…"))
        #expect(TextWidth.cut("abc", room: 1, size: 12) == "")
        #expect(TextWidth.cut("abc", room: 100, size: 12) == "abc")
    }
}
