internal import Accounting
internal import Charts
internal import ClusterModel
internal import Collectives
internal import Emulation
internal import Units

/// `report.html`: what a run says, as one page that needs nothing else: no network, no script.
///
/// Well-formed as XML too. The same bytes for the same run, but for the parts on the host and on how to reproduce it.
package struct ReportPage: Sendable {
    private let report: RunReport
    /// The cluster file as used, with the options of the command line.
    private let configuration: String
    /// Of the program.
    private let version: String
    /// All figures, in the order of the page.
    package let figures: [ReportFigure]
    private let energy: [ReportFigure]
    private let course: [ReportFigure]
    private let alternatives: [ReportFigure]

    /// Prices the smaller clusters of the figure on scaling.
    package init(_ report: RunReport, configuration: String, version: String) {
        self.report = report
        self.configuration = configuration
        self.version = version
        energy = EnergyFigures.all(report)
        course = RunFigures.timeline(report) + RunFigures.loss(report)
        alternatives = RunFigures.scenarios(report) + RunFigures.scaling(report)
        figures = energy + course + alternatives
    }

    package var text: String {
        var body = Markup()
        header(to: &body)
        body.raw("<main id=\"content\">")
        body.section("headline", "In short") { HeadlineSection.write(report, to: &$0) }
        if !energy.isEmpty {
            body.section("carbon", "Where the carbon comes from") { section in
                for figure in energy { figure.write(to: &section) }
                tables(to: &section)
            }
        }
        body.section("course", "What happened") { section in
            for figure in course { figure.write(to: &section) }
        }
        if !alternatives.isEmpty {
            body.section("alternatives", "Other networks, other sizes") { section in
                for figure in alternatives { figure.write(to: &section) }
            }
        }
        body.section("assumptions", "What is assumed") { ReportTables.constants(report, to: &$0) }
        body.section("words", "The whole report in words") { section in
            section.details("As the terminal prints it") { $0.element("pre", TerminalReport.text(report)) }
        }
        if let host = report.host {
            body.section("host", "The machine that ran the emulator") { section in
                section.element(
                    "p",
                    "A ledger of its own, never added to the emulated cluster's: "
                        + "\(Figures.decimal(host.joules / 3600, places: 3)) Wh and "
                        + "\(Figures.decimal(host.grams, places: 3)) gCO2e in \(Figures.decimal(host.wallSeconds, places: 1)) "
                        + "s; " + host.energy.method.joined(separator: " ") + ".")
            }
        }
        body.section("reproduce", "Reproduce and cite") { reproduce(to: &$0) }
        body.raw("</main>")
        return """
            <!DOCTYPE html>
            <html lang="en" xmlns="http://www.w3.org/1999/xhtml">
            <head>
            <meta charset="utf-8"/>
            <meta name="viewport" content="width=device-width, initial-scale=1"/>
            <title>\(Markup.escaped("Ringwatt \(report.run): \(report.cluster.name)"))</title>
            <style>
            \(PageStyle.text)\(ChartStyle.page)</style>
            </head>
            <body>
            \(body.text)<script>
            //<![CDATA[
            \(ChartScript.tooltips)//]]>
            </script>
            </body>
            </html>

            """
    }

    private func header(to page: inout Markup) {
        let represented = report.cluster.workload.represented
        let groups = report.cluster.nodes.map { "\($0.count) × \($0.acceleratorsPerNode) \($0.accelerator.name)" }
        page.raw("<a class=\"skip\" href=\"#content\">Skip to the content</a>\n<header>")
        page.element("p", "Ringwatt: what does the network cost in carbon?", [("class", "kicker")])
        page.element("h1", report.cluster.name)
        page.element(
            "p",
            "\(represented.model.name), \(Figures.count(represented.model.parameterCount)) parameters, "
                + "\(represented.gradientType.rawValue) gradients, on \(groups.joined(separator: " and ")); "
                + "\(report.cluster.fabric.topology.name) of \(report.cluster.fabric.link.formatted()) links, "
                + "\(report.account.job.algorithm.rawValue) between nodes.")
        page.element("p", "Run \(report.run), seed \(report.seed), version \(version).", [("class", "note")])
        if case .stopped(let step, let reason) = report.status {
            page.element(
                "p",
                "Stopped after \(Figures.grouped(step)) of \(Figures.grouped(report.trained.stepsPlanned)) steps: "
                    + "\(reason). All figures are of what was booked until then.", [("class", "warning")])
        }
        page.raw("</header>")
    }

    private func tables(to page: inout Markup) {
        ReportTables.sites(report, to: &page)
        ReportTables.phases(report, to: &page)
    }

    private func reproduce(to page: inout Markup) {
        page.element(
            "p",
            "Save the configuration below as config.yaml; the same configuration and seed give the same result.json to the "
                + "byte, on every machine of the numeric class \(report.trained.numericClass):")
        page.element("pre", "coordinator --config config.yaml --spawn")
        page.details("config.yaml") { $0.element("pre", configuration) }
        page.element(
            "p",
            "Method: real workers train a small Transformer and exchange its gradients; virtual clocks carried by the "
                + "messages say how long the same steps take on the emulated cluster; every joule is booked by component and "
                + "cause, (power × time at the equipment) × PUE × carbon intensity of its site, location-based, rounded once an "
                + "entry. Embodied emissions follow the SCI: total × time reserved / lifetime. Ranges are 5 to 95 % of "
                + "\(Figures.grouped(Ranges.draws)) seeded triangular draws of the constants on the run's timeline; only central "
                + "values add up.")
        page.element(
            "pre",
            """
            @misc{ringwatt-\(report.run),
              title        = {Ringwatt: energy and carbon of data-parallel training, and the network's part},
              howpublished = {Run \(report.run), version \(version), seed \(report.seed)},
              note         = {\(report.cluster.name)}
            }
            """)
    }
}
