internal import Accounting
internal import Charts
internal import Emulation
internal import Language
internal import Units

/// The figures that a reader takes home, emulated ones first and real ones apart.
enum HeadlineSection {
    private struct Card {
        let label: String
        let value: String
        let note: String
        /// The number as files have it, for whoever checks the page.
        let key: String
        let number: Double
    }

    static func write(_ report: RunReport, to page: inout Markup) {
        page.raw("<h3>Emulated cluster (modelled)</h3>")
        write(emulated(report), to: &page)
        page.raw("<h3>Trained model (real)</h3>")
        write(trained(report), to: &page)
    }

    private static func write(_ cards: [Card], to page: inout Markup) {
        let items = cards.map { card in
            """
            <div class="card"><dt>\(Markup.escaped(card.label))</dt>\
            <dd><data value="\(card.number)" data-key="\(card.key)">\(Markup.escaped(card.value))</data>\
            <span class="note">\(Markup.escaped(card.note))</span></dd></div>
            """
        }
        page.raw("<dl class=\"cards\">\n\(items.joined(separator: "\n"))\n</dl>")
    }

    private static func emulated(_ report: RunReport) -> [Card] {
        let analysis = report.analysis
        let makespan = report.account.clock.makespan()
        let tokens = analysis.tokensPerStep * report.account.trainingSteps
        let mass = Scale.emissions(analysis.total.emissions)
        let energy = Scale.energy(analysis.total.energy)
        let ranges = analysis.ranges
        let between = { (low: String, high: String, unit: String) in "5–95 %: \(low) to \(high) \(unit)" }
        var cards = [
            Card(
                label: "Emissions", value: mass.string(analysis.total.emissions) + "CO2e",
                note: ranges.map {
                    between(mass.approximate($0.grams.low * 1e6), mass.approximate($0.grams.high * 1e6), mass.unit)
                } ?? "", key: "emulated.total.emissions_gco2e", number: analysis.total.grams),
            Card(
                label: "Energy", value: energy.string(analysis.total.energy),
                note: ranges.map {
                    between(
                        energy.approximate($0.joules.low * 1e9), energy.approximate($0.joules.high * 1e9), energy.unit)
                } ?? "", key: "emulated.total.energy_joules", number: Double(analysis.total.energy) / 1e9),
        ]
        if report.account.job.worldSize > 1, analysis.total.emissions != 0 {
            let share = analysis.overhead.attributed.grams / analysis.total.grams
            cards.append(
                Card(
                    label: "Of it the network", value: Figures.percent(share),
                    note: ranges.map {
                        between(
                            Figures.decimal($0.networkShare.low * 100, places: 1),
                            Figures.decimal($0.networkShare.high * 100, places: 1), "%")
                    } ?? "", key: "network_share_ratio", number: share))
        }
        cards.append(
            Card(
                label: "Virtual time", value: Figures.duration(makespan),
                note: tokens > 0 && makespan.seconds > 0
                    ? "\(Figures.count(tokens)) tokens, \(Figures.rate(Double(tokens) / makespan.seconds)) a second"
                    : "",
                key: "emulated.makespan_seconds", number: makespan.seconds))
        let embodied = Int128(analysis.embodiedTotal.count)
        cards.append(
            Card(
                label: "Embodied, beside it", value: Scale.emissions(embodied).string(embodied) + "CO2e",
                note: "of the hardware, for the time of the run", key: "emulated.embodied_gco2e",
                number: analysis.embodiedTotal.grams))
        if tokens > 0 {
            let each = analysis.total.grams * 1e6 / Double(tokens)
            let score = (analysis.total.grams + analysis.embodiedTotal.grams) * 1e6 / Double(tokens)
            let text = { (grams: Double) in
                let micrograms = Int128((grams * 1e6).rounded())
                return Scale.emissions(micrograms).string(micrograms) + "CO2e"
            }
            cards.append(
                Card(
                    label: "Per million tokens", value: text(each), note: "\(text(score)) with embodied (SCI)",
                    key: "emulated.emissions_gco2e_per_million_tokens", number: each))
        }
        return cards
    }

    private static func trained(_ report: RunReport) -> [Card] {
        let trained = report.trained
        let metrics = { (evaluation: TrainedSummary.Evaluation?) -> LanguageMetrics? in
            evaluation.flatMap {
                $0.tokens > 0 ? LanguageMetrics(negativeLogLikelihood: $0.nats, tokenCount: $0.tokens) : nil
            }
        }
        var cards = [
            Card(
                label: "Trained", value: "\(Figures.grouped(trained.stepsDone)) steps",
                note: "of \(Figures.grouped(trained.tokensPerStep)) tokens, \(Figures.count(trained.parameterCount)) "
                    + "parameters, \(report.worldSize) worker\(report.worldSize == 1 ? "" : "s")", key: "steps_done",
                number: Double(trained.stepsDone))
        ]
        if let last = metrics(trained.finalEvaluation), let first = metrics(trained.initialEvaluation) {
            cards += [
                Card(
                    label: "Validation loss", value: Figures.decimal(last.loss, places: 2),
                    note: "nats per token, from \(Figures.decimal(first.loss, places: 2))",
                    key: "trained.final_evaluation.loss_nats_per_token", number: last.loss),
                Card(
                    label: "Perplexity", value: Figures.decimal(last.perplexity, places: 1),
                    note: "from \(Figures.decimal(first.perplexity, places: 1))",
                    key: "trained.final_evaluation.perplexity", number: last.perplexity),
            ]
        }
        return cards
    }
}
