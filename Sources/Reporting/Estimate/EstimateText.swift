internal import ClusterModel
package import Estimation
internal import Units

/// A survey of estimates for reading: the question, a table, and each method's formula, numbers and difference from ours.
package enum EstimateText {
    /// The whole text; equal surveys give equal texts.
    package static func text(_ survey: EstimateSurvey) -> String {
        var page = Page()
        question(survey.question, on: &page)
        page.gap()
        if survey.answers.count > 1 {
            table(survey, on: &page)
            page.gap()
        }
        if survey.answers.contains(where: { $0.method == .ringwatt }) {
            ours(survey.ours, on: &page)
            page.gap()
        }
        for answer in survey.answers {
            method(answer, on: &page)
            page.gap()
        }
        return page.text.trimmingLastLine
    }

    private static let indent = 17

    private static func question(_ question: EstimateQuestion, on page: inout Page) {
        let machine = question.machine
        let region = question.region
        page.field(
            "estimate",
            "\(question.count) x \(question.accelerator.name) for \(question.hours.formatted(decimals: 9)) h in "
                + "\(region.name), computing in \(Figures.percent(question.utilization.value, places: 0)) of the time",
            indent: indent)
        page.field("intensity", figure(region.intensity), indent: indent)
        page.field("PUE", figure(question.pue), indent: indent)
        page.field(
            "machine",
            "\(question.nodes) node\(question.nodes == 1 ? "" : "s") of \(machine.accelerators): \(machine.host.name), "
                + "\(machine.sockets) x \(machine.cpu.name), \(machine.memory.formatted()) in \(machine.modules) x "
                + "\(machine.module.name), \(machine.nic.name), \(machine.drives) x \(machine.storage.name)",
            indent: indent)
        if !machine.assumed.isEmpty {
            page.field("assumed", machine.assumed.joined(separator: ", "), indent: indent)
        }
    }

    /// Value, range and where it is from.
    private static func figure<Value: Quantity>(_ estimate: Estimate<Value>) -> String {
        let range =
            estimate.low == estimate.high ? "" : " [\(estimate.low.formatted()) to \(estimate.high.formatted())]"
        let year = estimate.year == 0 ? "" : ", \(estimate.year)"
        return "\(estimate.central.formatted())\(range), \(estimate.source)\(year), \(estimate.confidence.rawValue)"
    }

    private static func table(_ survey: EstimateSurvey, on page: inout Page) {
        func cells(_ text: (MethodEstimate) -> String) -> [String] {
            survey.answers.map { answer in (try? answer.result.get()).map(text) ?? "-" }
        }
        let columns = [
            ColumnTable.Column(
                title: "method", unit: "", cells: survey.answers.map(\.method.rawValue), isText: true),
            ColumnTable.Column(title: "energy", unit: "", cells: cells(\.printedEnergy)),
            ColumnTable.Column(title: "emissions", unit: "", cells: cells(\.printedEmissions)),
            ColumnTable.Column(
                title: "from ours", unit: "(%)",
                cells: survey.answers.map { answer in
                    answer.comparison.map { Figures.decimal($0.share * 100, places: 1) } ?? "-"
                }),
        ]
        var lines: [String] = []
        ColumnTable(columns, room: Page.width).write(to: &lines)
        for line in lines { page.line(line) }
    }

    private static func ours(_ ours: RingwattEstimate, on page: inout Page) {
        page.field("ours", range(ours.emissions, by: Scale.emissions) + " in operation", indent: indent)
        page.field("", range(ours.energy, by: Scale.energy) + ", facility included", indent: indent)
        page.field(
            "",
            range(ours.embodied, by: Scale.emissions) + " embodied, beside it and never added",
            indent: indent)
        page.field("embodied", ours.embodiedStep, indent: indent)
        page.field(
            "ranges",
            "exact corners: every constant at its low end, and every one at its high end (a lifetime the other way "
                + "round); no choice within the ranges lies outside. Switches and optics have no place here: "
                + "a cluster file has them.",
            indent: indent)
    }

    private static func range(_ range: RingwattEstimate.Range, by choose: (Int128) -> Scale) -> String {
        let scale = choose(range.central)
        return "\(scale.string(range.central)) [\(scale.number(range.low)) to \(scale.number(range.high))]"
    }

    private static func method(_ answer: EstimateSurvey.Answer, on page: inout Page) {
        page.line(answer.method.rawValue)
        switch answer.result {
        case .failure(let error): page.field("  no answer", error.description, indent: indent)
        case .success(let estimate):
            page.field("  formula", estimate.formula, indent: indent)
            for (index, step) in estimate.steps.enumerated() {
                page.field(index == 0 ? "  numbers" : "", step, indent: indent)
            }
            page.field("  rounded", estimate.rounding, indent: indent)
            if let comparison = answer.comparison {
                page.field("  against ours", EstimateDifference.sentence(comparison), indent: indent)
            }
        }
    }
}

extension String {
    /// Without a blank line at the end.
    fileprivate var trimmingLastLine: String { hasSuffix("\n\n") ? String(dropLast()) : self }
}
