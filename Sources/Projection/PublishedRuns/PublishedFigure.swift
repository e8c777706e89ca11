/// A figure of the published table: a number as printed, and its unit.
package struct PublishedFigure: Sendable {
    /// As printed: `3.1 d`.
    package let text: String
    /// With the interval of its digits.
    package let number: PrintedNumber
    /// What it is counted in: `d`, `W`, `kg/kWh`, `t`; empty for a ratio.
    package let unit: String

    /// Reads a number and one of the units.
    ///
    /// - Throws: `PublishedTableError` that names the figure.
    init(_ text: String, isExact: Bool = false, units: [String], of name: String) throws(PublishedTableError) {
        let parts = text.split(separator: " ", maxSplits: 1)
        let unit = parts.count > 1 ? String(parts[1]) : ""
        guard let first = parts.first, let value = ExactDecimal(parsing: first) else {
            throw PublishedTableError(description: "\(name): '\(text)' is no decimal number")
        }
        guard units.contains(unit) else {
            let known = units.map { $0.isEmpty ? "none" : $0 }.joined(separator: " or ")
            throw PublishedTableError(description: "\(name): the unit of '\(text)' must be \(known)")
        }
        self.text = text
        self.unit = unit
        number = isExact ? PrintedNumber(exactly: value) : PrintedNumber(rounded: value)
    }
}

/// What is wrong with an entry of the table.
package struct PublishedTableError: Error, CustomStringConvertible, Sendable {
    package let description: String
}
