/// Why a quantity could not be read; the text names the value, the reason and an example.
package struct QuantityError: Error, CustomStringConvertible, Sendable {
    package let description: String
}

extension Quantity {
    /// Reads a quantity written with its unit, such as `100 Gb/s` or `2.5us`, exactly.
    ///
    /// - Throws: `QuantityError` for a missing number, a missing or unknown unit, a value out of range, or more
    ///   decimals than the small unit can hold.
    package init(parsing text: String) throws(QuantityError) {
        let trimmed = text.drop(while: \.isWhitespace)
        let numberEnd = trimmed.firstIndex { !($0.isASCII && ($0.isNumber || "+-._".contains($0))) } ?? trimmed.endIndex
        let number = trimmed[..<numberEnd]
        var symbol = trimmed[numberEnd...].drop(while: \.isWhitespace)
        while symbol.last?.isWhitespace == true { symbol = symbol.dropLast() }
        guard !number.isEmpty else {
            throw QuantityError(
                description: text.allSatisfy(\.isWhitespace)
                    ? "the \(Self.name) is empty: it is written like \(Self.example)"
                    : "'\(text)' is not a \(Self.name): it is written like \(Self.example)")
        }
        if let exponent = symbol.first, exponent == "e" || exponent == "E", symbol.dropFirst().first?.isNumber ?? false
        {
            throw QuantityError(description: "'\(text)' has an exponent: write the digits out, like \(Self.example)")
        }
        guard let unit = Self.symbols.first(where: { $0.symbol == symbol }) else {
            let known = Self.symbols.map(\.symbol).filter { !$0.isEmpty }.joined(separator: ", ")
            throw QuantityError(
                description: symbol.isEmpty && Decimal(parsing: number) != nil
                    ? "'\(text)' has no unit: a \(Self.name) is written like \(Self.example)"
                    : "unknown unit '\(symbol)' in '\(text)': a \(Self.name) takes \(known)")
        }
        guard let decimal = Decimal(parsing: number) else {
            throw QuantityError(description: "'\(number)' in '\(text)' is not a decimal number")
        }
        guard let count = decimal.scaled(by: unit.scale) else {
            throw QuantityError(description: "'\(text)' is out of range or finer than a \(Self.name) is kept")
        }
        self.init(count: count)
    }
}

extension Quantity {
    /// The unit that a quantity is written in; `nil` for one that is not known.
    package static func unit(of text: String) -> UnitSymbol? {
        var symbol = text.drop { $0.isWhitespace || $0.isASCII && ($0.isNumber || "+-._".contains($0)) }
        while symbol.last?.isWhitespace == true { symbol = symbol.dropLast() }
        return symbols.first { $0.symbol == symbol }
    }
}

/// An exact decimal number: `digits · 10^-fractionDigits`.
struct Decimal {
    let digits: Int128
    let fractionDigits: Int

    /// Reads digits with an optional sign, one point and underscores between digits; `nil` for anything else.
    init?(parsing text: Substring) {
        var digits: Int128 = 0
        var fractionDigits = 0
        var isFraction = false
        var isNegative = false
        var digitCount = 0
        var previousIsDigit = false
        for (index, character) in text.enumerated() {
            switch character {
            case "-" where index == 0: isNegative = true
            case "+" where index == 0: break
            case "_" where previousIsDigit: break
            case "." where !isFraction: isFraction = true
            default:
                guard let digit = character.wholeNumberValue, digitCount < 30 else { return nil }
                digits = digits * 10 + Int128(digit)
                digitCount += 1
                if isFraction { fractionDigits += 1 }
            }
            previousIsDigit = character.isASCII && character.isNumber
        }
        guard digitCount > 0, text.last != "_" else { return nil }
        self.digits = isNegative ? -digits : digits
        self.fractionDigits = fractionDigits
    }

    /// `value · scale` if that is a whole number within Int64.
    func scaled(by scale: Int64) -> Int64? {
        var divisor: Int128 = 1
        for _ in 0..<fractionDigits { divisor *= 10 }
        let (product, overflow) = digits.multipliedReportingOverflow(by: Int128(scale))
        guard !overflow, product % divisor == 0 else { return nil }
        return Int64(exactly: product / divisor)
    }
}
