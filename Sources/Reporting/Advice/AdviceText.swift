internal import Accounting
package import Advice
internal import ClusterModel
internal import Emulation
internal import Units

/// Alternatives to a run for reading: a table of what they save, what each changes and assumes, and what saves nothing.
package enum AdviceText {
    /// The whole text, each line with its end; equal surveys give equal texts.
    ///
    /// - Parameter limit: rows of the table at the most.
    package static func text(_ survey: AdviceSurvey, limit: Int) -> String {
        var page = Page()
        let shown = Array(survey.ranked.prefix(limit))
        run(survey, on: &page)
        page.gap()
        if shown.isEmpty {
            page.field("saves", "No move that was priced saves a thousandth of it.", indent: indent)
        } else {
            table(shown, of: survey, on: &page)
            let hidden = survey.ranked.count - shown.count
            if hidden > 0 { page.line("  and \(hidden) more that save less (--limit \(survey.ranked.count))") }
        }
        page.gap()
        if let together = survey.together {
            self.together(together, of: survey, on: &page)
            page.gap()
        }
        for (index, move) in shown.enumerated() {
            AdviceWords.move(move, number: index + 1, scale: scale(survey), on: &page)
        }
        page.gap()
        rest(survey, on: &page)
        page.gap()
        assumed(survey, on: &page)
        return page.text
    }

    static let indent = 16

    /// One unit for all figures that are compared.
    private static func scale(_ survey: AdviceSurvey) -> Scale { Scale.emissions(survey.base.total) }

    private static func run(_ survey: AdviceSurvey, on page: inout Page) {
        let cluster = survey.run.cluster
        let scale = scale(survey)
        let steps = survey.run.account.trainingSteps
        page.field(
            "RUN",
            "\(survey.run.name): \(cluster.name), \(Figures.grouped(cluster.nodeCount)) "
                + "node\(cluster.nodeCount == 1 ? "" : "s"), \(Figures.grouped(steps)) training "
                + "step\(steps == 1 ? "" : "s")", indent: indent)
        let booked = PricedScenario(run: survey.run.account, name: "")
        let (operational, embodied) = (booked.ledger.total().emissions, Int128(booked.embodied.count))
        page.field(
            "emitted",
            "\(scale.string(operational + embodied))CO2e in \(Figures.duration(booked.makespan)): "
                + "\(scale.number(operational)) in operation, \(scale.number(embodied)) embodied",
            indent: indent)
    }

    private static func table(_ moves: [PricedMove], of survey: AdviceSurvey, on page: inout Page) {
        let scale = scale(survey)
        let ranks = survey.timeRanks
        func column(_ title: String, _ unit: String, dispensable: Bool = false, _ cell: (PricedMove) -> String)
            -> ColumnTable.Column
        {
            ColumnTable.Column(title: title, unit: unit, cells: moves.map(cell), isDispensable: dispensable)
        }
        let columns = [
            ColumnTable.Column(title: "", unit: "", cells: moves.indices.map { "\($0 + 1)" }),
            ColumnTable.Column(title: "move", unit: "", cells: moves.map(\.move.name), isText: true),
            column("saves", scale.unit) { scale.approximate(Double($0.saved)) },
            column("of all", "(%)", dispensable: true) { Figures.decimal($0.savedShare * 100, places: 1) },
            column("5-95 %", scale.unit) { AdviceWords.range($0, scale: scale) },
            column("draws", "(%)") { $0.range.map { AdviceWords.percent($0.certainty) } ?? "-" },
            column("ends", "later") { AdviceWords.signed($0.timeLost) },
            ColumnTable.Column(title: "by", unit: "time", cells: moves.indices.map { "\(ranks[$0])" }),
        ]
        var lines: [String] = []
        ColumnTable(columns, room: Page.width).write(to: &lines)
        for line in lines { page.line(line) }
    }

    private static func together(_ together: Together, of survey: AdviceSurvey, on page: inout Page) {
        let scale = scale(survey)
        let priced = together.priced
        page.items("together", Page.list(together.parts.map(\.move.name)), indent: indent)
        page.field(
            "",
            "saves \(AdviceWords.saved(priced, scale: scale)); one by one they would be "
                + "\(scale.approximate(Double(together.sumOfParts))) \(scale.unit), which do not add up", indent: indent
        )
        for left in together.leftOut {
            page.field("", "without \(left.name): \(left.reason)", indent: indent)
        }
    }

    private static func rest(_ survey: AdviceSurvey, on page: inout Page) {
        if !survey.saveNothing.isEmpty {
            let pieces = survey.saveNothing.map { move in
                let change = -move.savedShare * 100
                let isSmall = abs(move.savedShare) < PricedMove.leastShare
                return "\(move.move.name) (\(isSmall ? "0" : "+" + Figures.decimal(change, places: 1)) %)"
            }
            page.items("saves nothing", Page.list(pieces), indent: indent)
        }
        for (index, left) in survey.leftOut.enumerated() {
            page.field(index == 0 ? "left out" : "", "\(left.name): \(left.reason)", indent: indent)
        }
    }

    private static func assumed(_ survey: AdviceSurvey, on page: inout Page) {
        var sentences = [
            "Every move is priced by the model, not run: the same steps, evaluations and checkpoints, the same draws of "
                + "chance. Operation is location-based; embodied emissions are those of the hardware for the time in which "
                + "it is reserved (SCI). Both are added here, to compare what a move changes in both.",
            "5-95 %: of \(Ranges.draws) draws of power, intensity, PUE and embodied, in which a constant that both sides "
                + "share has one value and others are independent; rates, latencies and MFU stay central. draws: the "
                + "share of them in which the move saves.",
        ]
        if survey.hasStaticShares {
            sentences.append(
                "Where flows share links, run and moves are priced with static shares of them, which makes the run "
                    + "\(scale(survey).string(survey.base.total)) in \(Figures.duration(survey.base.makespan)).")
        }
        for (index, sentence) in sentences.enumerated() {
            page.field(index == 0 ? "assumed" : "", sentence, indent: indent)
        }
    }
}
