internal import Charts

/// HTML as text, well-formed as XML too; everything that comes from outside is escaped.
struct Markup {
    private(set) var text = ""

    /// Text for an element or an attribute; its lines stay lines.
    static func escaped(_ text: String) -> String {
        text.split(omittingEmptySubsequences: false) { $0.isNewline }.map { XML.escaped(String($0)) }
            .joined(separator: "\n")
    }

    /// As it stands: it is markup already.
    mutating func raw(_ markup: String) { text += markup + "\n" }

    mutating func element(_ tag: String, _ content: String, _ attributes: [(String, String)] = []) {
        text += Self.element(tag, Markup.escaped(content), attributes) + "\n"
    }

    /// A section with a heading that the page's list of contents can point at.
    mutating func section(_ id: String, _ title: String, _ body: (inout Markup) -> Void) {
        var inner = Markup()
        body(&inner)
        text += "<section id=\"\(id)\">\n\(Self.element("h2", Markup.escaped(title)))\n\(inner.text)</section>\n"
    }

    mutating func details(_ summary: String, _ body: (inout Markup) -> Void) {
        var inner = Markup()
        body(&inner)
        text += "<details>\n\(Self.element("summary", Markup.escaped(summary)))\n\(inner.text)</details>\n"
    }

    /// A table that scrolls by itself where it is too wide; columns after the first hold numbers unless told otherwise.
    mutating func table(_ caption: String, _ header: [String], _ rows: [[String]], areWords: Bool = false) {
        let head = header.map { Self.element("th", Markup.escaped($0), [("scope", "col")]) }.joined()
        let body = rows.map { row in
            "<tr>"
                + row.enumerated().map { index, cell in
                    index == 0
                        ? Self.element("th", Markup.escaped(cell), [("scope", "row")])
                        : Self.element("td", Markup.escaped(cell))
                }.joined() + "</tr>\n"
        }.joined()
        text += """
            <div class="wide" tabindex="0"><table\(areWords ? " class=\"words\"" : "")>
            <caption>\(Markup.escaped(caption))</caption>
            <thead><tr>\(head)</tr></thead>
            <tbody>
            \(body)</tbody></table></div>

            """
    }

    static func element(_ tag: String, _ markup: String, _ attributes: [(String, String)] = []) -> String {
        let list = attributes.map { " \($0)=\"\(Markup.escaped($1))\"" }.joined()
        return "<\(tag)\(list)>\(markup)</\(tag)>"
    }
}
