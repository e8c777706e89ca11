import Projection
import Testing

@Suite struct ExactDecimalTests {
    @Test("digits are read as they stand", arguments: [("3.1", 31, 1), ("310", 310, 0), ("0.0189", 189, 4)])
    func reads(text: String, digits: Int, places: Int) throws {
        let number = try #require(ExactDecimal(parsing: text))
        #expect(number.digits == Int128(digits) && number.places == places)
    }

    @Test(
        "what is no plain decimal number is refused", arguments: ["", ".5", "5.", "1.2.3", "1e3", "-1", "1_000", "٣"])
    func refuses(text: String) { #expect(ExactDecimal(parsing: text) == nil) }

    @Test("comparison is by value, whatever the places")
    func compares() {
        #expect(ExactDecimal(110, places: 2) == ExactDecimal(11, places: 1))
        #expect(ExactDecimal(109, places: 2) < ExactDecimal(11, places: 1))
        #expect(!(ExactDecimal(11, places: 1) < ExactDecimal(110, places: 2)))
    }

    @Test("a product is exact")
    func multiplies() {
        // 0.1 · 0.2 is no 0.02 in binary floating point.
        #expect(ExactDecimal(1, places: 1) * ExactDecimal(2, places: 1) == ExactDecimal(2, places: 2))
    }

    @Test("a rounded number reaches half a unit of its last digit either way")
    func interval() {
        let number = PrintedNumber(rounded: ExactDecimal(31, places: 1))
        #expect(number.low == ExactDecimal(305, places: 2) && number.high == ExactDecimal(315, places: 2))
        #expect(number.overlaps(PrintedNumber(exactly: ExactDecimal(315, places: 2))))
        #expect(!number.overlaps(PrintedNumber(exactly: ExactDecimal(3151, places: 3))))
    }
}
