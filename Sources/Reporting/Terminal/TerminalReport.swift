internal import Accounting

/// The final report of a run, at most eighty columns wide; what was trained and what was emulated never share a line.
package enum TerminalReport {
    /// The text, each line with its end; plain characters without colour.
    package static func text(_ report: RunReport) -> String {
        var page = Page()
        LearnedSection.write(report, to: &page)
        page.gap()
        ClusterSection.write(report, to: &page)
        if report.account.trainingSteps > 0 {
            page.gap()
            StepSection.write(report, to: &page)
            page.gap()
            TimelineSection.write(report, to: &page)
        }
        if report.analysis.total.emissions != 0 {
            page.gap()
            let table = PrintedTable(report)
            table.write(to: &page)
            PhaseSection.write(report, table: table, to: &page)
            page.gap()
            OverheadSection.write(report, table: table, to: &page)
        }
        page.gap()
        ForecastSection.write(report, to: &page)
        page.gap()
        ScenarioSection.write(report, to: &page)
        page.gap()
        AssumptionsSection.write(report, to: &page)
        page.gap()
        ClosingSection.write(report, to: &page)
        return page.text
    }
}
