internal import ClusterModel
package import Projection

/// Projected times of published runs beside the published ones, as `coordinator validate` prints them.
package enum ProjectedText {
    /// Table, errors as they fall, and what the function is fitted to.
    package static func text(
        _ table: ProjectedTable, function: EfficiencyFunction, throughputs: [Throughput]
    ) -> String {
        var page = Page()
        page.line("PUBLISHED RUNS, their time projected from parameters and tokens")
        page.field(
            "  time", "FLOPs / (peak x MFU), over all accelerators; MFU = HFU x model / hardware FLOPs", indent: 14)
        let studies = ValidationText.unique(throughputs.map(\.study)).count
        page.field(
            "  HFU", formula(function) + ", fitted to \(throughputs.count) published throughputs of \(studies) studies",
            indent: 14)
        page.field(
            "", "left out of its own fit, a study is missed by \(Figures.percent(function.spread)) rms", indent: 14
        )
        page.field("  the rest", "power, PUE and intensity of the row itself", indent: 14)
        page.gap()
        var lines = page.lines
        let rows = table.rows
        ColumnTable(
            [
                .init(title: "run", unit: "", cells: rows.map(\.name), isText: true),
                .init(title: "hw/", unit: "model", cells: rows.map { Figures.decimal($0.hardwareRatio, places: 2) }),
                .init(title: "MFU", unit: "%", cells: rows.map { Figures.decimal($0.mfu * 100, places: 1) }),
                .init(title: "hours", unit: "ours", cells: rows.map { Figures.rate($0.hours) }),
                .init(title: "hours", unit: "theirs", cells: rows.map { Figures.rate($0.publishedHours) }),
                .init(title: "tCO2e", unit: "ours", cells: rows.map { Figures.decimal($0.emissions, places: 1) }),
                .init(
                    title: "tCO2e", unit: "theirs",
                    cells: rows.map { Figures.decimal($0.publishedEmissions, places: 1) }),
                .init(title: "error", unit: "%", cells: rows.map { signed($0.error) }),
                .init(title: "", unit: "", cells: rows.map { $0.notIndependent == nil ? "" : "*" }, isText: true),
            ], room: Page.width
        ).write(to: &lines)
        return (lines + [""] + notes(table)).map { $0 + "\n" }.joined()
    }

    private static func notes(_ table: ProjectedTable) -> [String] {
        var page = Page()
        let independent = table.independent
        let worst = independent.max { abs($0.error) < abs($1.error) }
        page.field(
            "error",
            "mean absolute \(mean(independent)) over \(independent.count) independent runs"
                + (worst.map { ", worst \(signed($0.error)) % (\($0.run.name))" } ?? "")
                + "; \(mean(table.rows)) over all \(table.rows.count)", indent: 14)
        page.field(
            "",
            "published as it falls; the aim of under 3 % is "
                + (ProjectedTable.meanAbsoluteError(independent) < 0.03 ? "met" : "not met")
                + "; LLMCarbon's own errors average 3.4 %, on other rows", indent: 14)
        for reason in ValidationText.unique(table.rows.compactMap(\.notIndependent)) {
            let names = table.rows.filter { $0.notIndependent == reason }.map(\.run.name)
            page.field("  *", ValidationText.unique(names).joined(separator: ", ") + ": " + reason, indent: 14)
        }
        for row in table.rows {
            if let note = row.note { page.field("  note", "\(row.run.name): \(note)", indent: 14) }
        }
        for reason in ValidationText.unique(table.others.map(\.reason)) {
            let names = table.others.filter { $0.reason == reason }.map(\.run)
            page.field("  left out", names.joined(separator: "; ") + ": " + reason, indent: 14)
        }
        page.gap()
        page.line("RECOMPUTATION AND ATTENTION, from")
        for words in ValidationText.unique(table.rows.map(\.software)) {
            let names = table.rows.filter { $0.software == words }.map(\.name)
            page.field(" ", names.joined(separator: "; ") + ": " + words, indent: 2)
        }
        page.gap()
        page.line("PARAMETERS AND TOKENS, from")
        for row in table.rows { page.field(" ", "\(row.name): \(row.source); \(row.confidence.rawValue)", indent: 2) }
        return page.lines
    }

    private static func mean(_ rows: [ProjectedRow]) -> String {
        Figures.percent(ProjectedTable.meanAbsoluteError(rows))
    }

    private static func signed(_ share: Double) -> String {
        (share > 0 ? "+" : "") + Figures.decimal(share * 100, places: 1)
    }

    private static func formula(_ function: EfficiencyFunction) -> String {
        let c = function.coefficients.map { Figures.decimal($0, places: 3) }
        return "ln HFU = \(c[0]) + \(c[1]) (TPU) + \(c[2]) (fused attention)"
    }
}
