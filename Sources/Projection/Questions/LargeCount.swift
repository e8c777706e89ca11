/// Counts of parameters and tokens as people write them: `175B`, `1.4 T`, `7_000_000`.
package enum LargeCount {
    /// k, M, B (or G) and T are thousand, million, 10^9 and 10^12.
    private static let scales: [String: Int128] = [
        "": 1, "k": 1000, "K": 1000, "M": 1_000_000, "B": 1_000_000_000, "G": 1_000_000_000, "T": 1_000_000_000_000,
    ]
    /// Beyond it a count is a mistake, and products with it stay within 128 bits.
    private static let ceiling: Int128 = 1_000_000_000_000_000_000

    /// Reads a count exactly.
    ///
    /// - Throws: if it is no count of at least 1 and at most 10^18, or not whole.
    package static func parse(_ text: String, option: String) throws(ProjectionError) -> Int {
        let compact = text.filter { !$0.isWhitespace && $0 != "_" && $0 != "," }
        let number = compact.prefix { $0.isNumber || $0 == "." }
        let example = "write it like 175B, 1.4T or 300000000"
        guard let scale = scales[String(compact.dropFirst(number.count))], let decimal = ExactDecimal(parsing: number)
        else { throw ProjectionError("\(option): '\(text)' is no count; \(example)") }
        let divisor = (0..<decimal.places).reduce(Int128(1)) { power, _ in power * 10 }
        let product = decimal.digits * scale
        guard product % divisor == 0 else { throw ProjectionError("\(option): '\(text)' is not whole; \(example)") }
        let count = product / divisor
        guard count >= 1 && count <= ceiling else {
            throw ProjectionError("\(option): '\(text)' is not from 1 to 10^18; \(example)")
        }
        return Int(count)
    }
}
