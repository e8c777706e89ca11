import Testing

/// A CSV text (RFC 4180, any line ends) as rows by column.
struct ExportedTable {
    let header: [String]
    let rows: [[String: String]]

    init(_ text: String) throws {
        var lines: [[String]] = [[]]
        var (field, isQuoted) = ("", false)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": isQuoted.toggle()
            case "," where !isQuoted:
                lines[lines.count - 1].append(field)
                field = ""
            case "\n" where !isQuoted:
                lines[lines.count - 1].append(field)
                lines.append([])
                field = ""
            case "\r" where !isQuoted: break
            default: field.unicodeScalars.append(scalar)
            }
            // A doubled quotation mark closes and opens again.
            if scalar == "\"", isQuoted, !field.isEmpty { field += "\"" }
        }
        let header = try #require(lines.first)
        let body = lines.dropFirst().dropLast()
        try #require(!isQuoted && lines.last == [] && body.allSatisfy { $0.count == header.count })
        self.header = header
        rows = body.map { Dictionary(uniqueKeysWithValues: zip(header, $0)) }
    }

    /// The only row.
    var first: [String: String] { rows[0] }

    /// A decimal in units of its last possible place, exactly.
    static func integer(_ text: String?, places: Int) throws -> Int128 {
        let parts = try #require(text).split(separator: ".")
        try #require(parts.count == 2 && parts[1].count <= places)
        let digits = String(parts[0] + parts[1]) + String(repeating: "0", count: places - parts[1].count)
        return try #require(Int128(digits, radix: 10))
    }
}
