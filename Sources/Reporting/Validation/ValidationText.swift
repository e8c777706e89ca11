internal import ClusterModel
package import Projection

/// The published table beside ours, as `coordinator validate` prints it.
package enum ValidationText {
    /// Table, then what the rows are worth, then where they are from.
    package static func text(_ rows: [ValidationRow]) -> String {
        var page = Page()
        page.line("PUBLISHED RUNS, computed again from their own figures")
        page.field(
            "  arithmetic", "energy = accelerators x hours x W x PUE; emissions = energy x intensity", indent: 14)
        page.field(
            "  agreement",
            "within 1 %, or within the interval that the printed digits allow (half a unit of the last, at both ends)",
            indent: 14)
        page.gap()
        var lines = page.lines
        table(rows).write(to: &lines)
        var notes = Page()
        verdict(rows, to: &notes)
        sources(rows, to: &notes)
        return (lines + [""] + notes.lines).map { $0 + "\n" }.joined()
    }

    private static func table(_ rows: [ValidationRow]) -> ColumnTable {
        ColumnTable(
            [
                .init(title: "run", unit: "", cells: rows.map(\.run.name), isText: true),
                .init(title: "figure", unit: "", cells: rows.map(figure), isText: true),
                .init(title: "ours", unit: "", cells: rows.map(ours)),
                .init(title: "theirs", unit: "", cells: rows.map { "\($0.published.text)" }),
                .init(title: "error", unit: "%", cells: rows.map { signed($0.error) }),
                .init(title: "agrees", unit: "", cells: rows.map(agreement), isText: true),
            ], room: Page.width)
    }

    private static func figure(_ row: ValidationRow) -> String {
        switch (row.quantity, row.basis) {
        case (.energy, _): "energy"
        case (.emissions, ""): "CO2e"
        case (.emissions, "location-based"): "CO2e loc."
        case (.emissions, let basis): "CO2e \(basis)"
        }
    }

    /// One digit more than theirs has, and two where theirs are few.
    private static func ours(_ row: ValidationRow) -> String {
        let theirs = row.published.number.value
        return Figures.decimal(row.ours.value.value, places: theirs.places + (theirs.digits < 10 ? 2 : 1))
    }

    /// `+0.19`: hundredths of a percent.
    static func signed(_ share: Double) -> String {
        let text = Figures.decimal(share * 100, places: 2)
        return share > 0 && text != "0.00" ? "+" + text : text
    }

    private static func agreement(_ row: ValidationRow) -> String {
        let word =
            switch row.agreement {
            case .withinOnePercent: "1 %"
            case .withinDigits: "digits"
            case .none: "NO"
            }
        return word + (row.run.circular == nil ? "" : ", circ.")
    }

    private static func verdict(_ rows: [ValidationRow], to page: inout Page) {
        let agreeing = rows.count { $0.agrees }
        let proving = rows.count { $0.run.circular == nil }
        let mean = rows.isEmpty ? 0 : rows.reduce(0) { $0 + abs($1.error) } / Double(rows.count)
        page.field(
            "agreement",
            "\(agreeing) of \(rows.count) figures; mean absolute error \(Figures.percent(mean, places: 2))", indent: 14)
        for row in rows where !row.agrees {
            page.field("", "disagrees: \(row.run.name), \(figure(row)), \(signed(row.error)) %", indent: 14)
        }
        page.field(
            "worth",
            "\(rows.count - proving) figures are circular (circ.), they check arithmetic only; \(proving) rest on power that "
                + "was measured or assumed apart from the hours",
            indent: 14)
        for reason in unique(rows.compactMap(\.run.circular)) {
            let names = unique(rows.filter { $0.run.circular == reason }.map(\.run.name))
            page.field("  circ.", names.joined(separator: ", ") + ": " + reason, indent: 14)
        }
        for name in unique(rows.filter { $0.run.note != nil }.map(\.run.name)) {
            let note = rows.first { $0.run.name == name }?.run.note ?? ""
            page.field("  note", "\(name): \(note)", indent: 14)
        }
    }

    private static func sources(_ rows: [ValidationRow], to page: inout Page) {
        page.gap()
        page.line("SOURCES")
        for source in unique(rows.map { "\($0.run.source); \($0.run.confidence.rawValue)" }) {
            page.field(" ", source, indent: 2)
        }
    }

    /// Each once, in the order in which they first come.
    static func unique(_ words: [String]) -> [String] {
        words.reduce(into: []) { list, word in
            if !list.contains(word) { list.append(word) }
        }
    }
}
