/// The numbers of a figure, for readers who want them rather than the picture.
package struct ChartTable: Sendable, Hashable {
    /// Column titles with their units.
    package let header: [String]
    /// Cells as text, as many as the header has; numbers to six digits, `–` for what is not known.
    package let rows: [[String]]

    package init(header: [String], rows: [[String]]) { (self.header, self.rows) = (header, rows) }

    /// The rows as comma-separated values, quoted where needed, lines ended by a line feed.
    package var csv: String {
        lines { cells in
            cells.map { cell in
                let isPlain = !cell.contains { ",\"\n\r".contains($0) || $0.isNewline }
                return isPlain
                    ? cell
                    : "\""
                        + cell.split(separator: "\"", omittingEmptySubsequences: false)
                        .joined(separator: "\"\"") + "\""
            }.joined(separator: ",")
        }
    }

    /// A table in Markdown.
    package var markdown: String {
        let line = { (cells: [String]) in "| " + cells.joined(separator: " | ") + " |" }
        let escaped = { (cells: [String]) in line(cells.map { Self.replacing($0, Self.markdownEscapes) }) }
        return ([escaped(header), line(header.map { _ in "---" })] + rows.map(escaped)).joined(separator: "\n") + "\n"
    }

    /// A `tabular` in LaTeX, with rules from booktabs.
    package var latex: String {
        let line = { (cells: [String]) in
            cells.map { Self.replacing($0, Self.latexEscapes) }.joined(separator: " & ") + " \\\\"
        }
        let columns = "l" + String(repeating: "r", count: max(0, header.count - 1))
        return
            (["\\begin{tabular}{\(columns)}", "\\toprule", line(header), "\\midrule"] + rows.map(line)
            + ["\\bottomrule", "\\end{tabular}"]).joined(separator: "\n") + "\n"
    }

    /// An HTML `<table>` whose first column heads the rows.
    package var html: String {
        let head = header.map { "<th scope=\"col\">\(XML.escaped($0))</th>" }.joined()
        let body = rows.map { row in
            "<tr>"
                + row.enumerated().map { index, cell in
                    index == 0 ? "<th scope=\"row\">\(XML.escaped(cell))</th>" : "<td>\(XML.escaped(cell))</td>"
                }.joined() + "</tr>"
        }
        return (["<table>", "<thead><tr>\(head)</tr></thead>", "<tbody>"] + body + ["</tbody>", "</table>"])
            .joined(separator: "\n") + "\n"
    }

    private func lines(_ line: ([String]) -> String) -> String {
        ([header] + rows).map { line($0) + "\n" }.joined()
    }

    private static func replacing(_ text: String, _ escapes: [Character: String]) -> String {
        text.reduce(into: "") { $0 += escapes[$1] ?? String($1) }
    }

    private static let markdownEscapes: [Character: String] = [
        "|": "\\|", "\\": "\\\\", "*": "\\*", "_": "\\_", "`": "\\`", "<": "&lt;", "&": "&amp;", "\n": " ",
    ]

    private static let latexEscapes: [Character: String] = [
        "&": "\\&", "%": "\\%", "$": "\\$", "#": "\\#", "_": "\\_", "{": "\\{", "}": "\\}", "~": "\\textasciitilde{}",
        "^": "\\textasciicircum{}", "\\": "\\textbackslash{}", "–": "--", "−": "$-$", "∞": "$\\infty$",
        "µ": "$\\mu$", "×": "$\\times$", "⁰": "$^0$", "¹": "$^1$", "²": "$^2$", "³": "$^3$", "⁴": "$^4$", "⁵": "$^5$",
        "⁶": "$^6$", "⁷": "$^7$", "⁸": "$^8$", "⁹": "$^9$", "⁻": "$^-$", "\n": " ",
    ]
}
