/// Text and numbers as they stand in XML.
package enum XML {
    /// Escaped for text and for quoted attributes; characters that XML 1.0 has no place for become U+FFFD.
    package static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            case "\t", "\n", "\r": result += " "
            default: result.unicodeScalars.append(isAllowed(scalar) ? scalar : "\u{FFFD}")
            }
        }
        return result
    }

    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value >= 0x20 && !(0x7F...0x9F).contains(scalar.value) && scalar.value & 0xFFFE != 0xFFFE
    }

    /// A coordinate to a tenth of a pixel, never `-0`; places far outside are held at ±100,000.
    static func number(_ value: Double) -> String {
        let tenths = value.isNaN ? 0 : Int((min(max(value, -1e5), 1e5) * 10).rounded(.toNearestOrAwayFromZero))
        let (whole, rest) = tenths.magnitude.quotientAndRemainder(dividingBy: 10)
        return (tenths < 0 ? "-" : "") + "\(whole)" + (rest == 0 ? "" : ".\(rest)")
    }

    /// A name for `id`: letters, digits and hyphens, beginning with a letter.
    static func identifier(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            let isPlain = scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar))
            if isPlain { result.unicodeScalars.append(scalar) } else if result.last != "-" { result += "-" }
        }
        while result.last == "-" { result.removeLast() }
        while result.first == "-" { result.removeFirst() }
        return result.first?.isLetter == true ? result.lowercased() : "chart-" + result.lowercased()
    }
}
