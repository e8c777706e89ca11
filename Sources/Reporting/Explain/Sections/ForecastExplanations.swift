internal import Accounting
internal import ClusterModel
internal import Emulation
internal import Units

/// What was foretold after the first steps, and what other numbers of tokens would take.
enum ForecastExplanations {
    static func add(_ report: RunReport, to book: inout ExplanationBook) {
        if let forecast = report.analysis.forecast { add(forecast, report, to: &book) }
        for size in report.analysis.tokenOutlays { add(size, report, to: &book) }
    }

    /// One of the three quantities that are foretold.
    private struct Kind: Sendable {
        let key: String
        let unit: ExplainedUnit
        let alias: String
        let of: @Sendable (Outlay) -> Double
    }

    private static let kinds = [
        Kind(key: "virtual_seconds", unit: .seconds, alias: "time", of: { $0.seconds }),
        Kind(key: "energy_joules", unit: .joules, alias: "energy", of: { $0.joules }),
        Kind(key: "emissions_gco2e", unit: .grams, alias: "emissions", of: { $0.grams }),
    ]

    private static func add(_ forecast: RunForecast, _ report: RunReport, to book: inout ExplanationBook) {
        let account = report.account
        let job = account.job
        guard let steady = SteadySteps(account: account, steps: forecast.step) else { return }
        let root = "emulated.forecast"
        let known = book.add(
            Explanation(
                "\(root).after_steps", Double(forecast.step), .count, symbol: "known_steps", place: "FORECAST",
                meaning: "training steps that were known", origin: .configuration))
        let planned = book.add(
            Explanation(
                "\(root).of_steps", Double(forecast.plannedSteps), .count, symbol: "planned_steps", place: "FORECAST",
                meaning: "training steps of the whole run", origin: .configuration))
        let due = (forecast.step + 1...forecast.plannedSteps).count { job.hasCheckpoint(afterStep: $0) }
        let ending = RunAccount.simulated(job: job, kinds: [.evaluation, .closing])
        let booked = booked(account, steps: forecast.step)
        let quantile = Student.quantile95(degreesOfFreedom: steady.count - 1)
        let remaining = planned - known
        for kind in kinds {
            let leaf = { (book: inout ExplanationBook, key: String, value: Double, words: String) -> Formula in
                book.add(
                    Explanation(
                        "forecast_parts.\(key).\(kind.key)", value, kind.unit, symbol: key,
                        place: "not printed by itself", meaning: words, origin: .clocks))
            }
            let sofar = leaf(&book, "known", kind.of(booked), "until the end of step \(forecast.step)")
            let mean = leaf(
                &book, "mean_step", kind.of(steady.mean),
                "mean of the steps after the first, without what checkpoints add")
            let end = Outlay(
                seconds: ending.clock.makespan().seconds, joules: Double(ending.booked.energy) / 1e9,
                grams: ending.booked.grams)
            var central =
                sofar + remaining * mean
                + leaf(&book, "ending", kind.of(end), "of an evaluation and the end, as before training")
            if due > 0 {
                let checkpoint = leaf(
                    &book, "checkpoint", kind.of(steady.writing + steady.waiting), "of one checkpoint, priced alone")
                central = central + .number(Double(due)) * checkpoint
            }
            if job.hasCheckpoint(afterStep: forecast.step) {
                central =
                    central
                    + leaf(
                        &book, "waiting", kind.of(steady.waiting), "of the ranks that wait for a checkpoint's writers")
            }
            let deviation = leaf(
                &book, "deviation", kind.of(steady.deviation), "standard deviation of the same steps")
            let name = "\(root).\(kind.key)"
            let grid = kind.key == "emissions_gco2e" ? GridAhead(account) : nil
            if let grid {
                // What is to come emits by its own hours.
                let ahead = book.add(
                    Explanation(
                        "forecast_parts.hours_ahead.gco2e_per_kwh",
                        grid.gramsPerKilowattHour(from: booked.seconds, to: forecast.central.seconds),
                        .gramsPerKilowattHour, symbol: "hours_ahead", place: "not printed by itself",
                        meaning: "mean intensity of the sites' hours to come, weighted by what each site has drawn",
                        origin: .configuration))
                let drawn = book.term("\(root).energy_joules.central") - book.term("forecast_parts.known.energy_joules")
                central = sofar + drawn / .number(3_600_000) * ahead
            }
            let middle = book.add(
                Explanation(
                    "\(name).central", kind.of(forecast.central), kind.unit, symbol: "forecast",
                    aliases: ["forecast", "forecast \(kind.alias)"] + (kind.alias == "time" ? ["time"] : []),
                    place: "FORECAST, \(kind.alias)",
                    meaning: "\(kind.alias) of the whole run, told after step \(forecast.step)", formula: central,
                    related: ["\(name).low", "\(name).high", "\(name).error_ratio"]))
            let reach =
                Formula.number(quantile) * deviation
                * .function(
                    .squareRoot, [remaining + remaining * remaining / .number(Double(steady.count))])
            book.add(
                Explanation(
                    "\(name).low", kind.of(forecast.low), kind.unit, place: "FORECAST, in brackets",
                    meaning: "5 % of the runs are below by the spread of steps; the first number is Student's t for "
                        + "\(steady.count - 1) degrees of freedom",
                    origin: grid == nil ? .formula : .repricing,
                    formula: grid == nil ? .function(.maximum, [middle - reach, sofar]) : nil))
            book.add(
                Explanation(
                    "\(name).high", kind.of(forecast.high), kind.unit, place: "FORECAST, in brackets",
                    meaning: "95 % of the runs are below, likewise", origin: grid == nil ? .formula : .repricing,
                    formula: grid == nil ? middle + reach : nil))
            error(name, kind, report, middle, to: &book)
        }
    }

    private static func error(
        _ name: String, _ kind: Kind, _ report: RunReport, _ central: Formula, to book: inout ExplanationBook
    ) {
        guard let error = report.analysis.forecastError else {
            book.add(
                Explanation(
                    "\(name).error_ratio", value: .text("the run did not reach its end"), place: "FORECAST",
                    meaning: "forecast over what the run came to, minus 1", origin: .clocks))
            return
        }
        let actual = kind.key == "virtual_seconds" ? "emulated.makespan_seconds" : "emulated.total.\(kind.key)"
        book.add(
            Explanation(
                "\(name).error_ratio", kind.of(error), .ratio, aliases: ["off by"], place: "FORECAST",
                meaning: "forecast over what the run came to, minus 1",
                formula: central / book.term(actual) - .number(1)))
    }

    /// All that was booked until the end of a training step.
    private static func booked(_ account: RunAccount, steps: Int) -> Outlay {
        var (sum, done, end) = (LedgerTotal(), 0, VirtualInstant.zero)
        for step in account.course {
            sum = sum + step.total
            end = step.end
            if step.kind == .training { done += 1 }
            if done == steps { break }
        }
        return Outlay(seconds: (end - .zero).seconds, joules: Double(sum.energy) / 1e9, grams: sum.grams)
    }

    private static func add(_ size: TokenOutlay, _ report: RunReport, to book: inout ExplanationBook) {
        let account = report.account
        guard let steady = SteadySteps(account: account, steps: account.trainingSteps) else { return }
        let label = "\(Figures.count(size.tokens)) tokens"
        let root = "emulated.token_outlays[\(label)]"
        let tokens = book.add(
            Explanation(
                "\(root).tokens", Double(size.tokens), .count, place: "AT THE STEADY STEP",
                meaning: size.isOptimal
                    ? "20 tokens a parameter, Chinchilla's 1.4 T for 70 B (arXiv:2203.15556, 2022)" : "a billion",
                origin: .configuration, keys: ["emulated.token_outlays[].is_compute_optimal"]))
        let steps = book.derive(
            "token_steps[\(label)]", tokens / book.term("configuration.represented.tokens_per_step"), .count,
            symbol: "steps", place: "not printed by itself", meaning: "steps that so many tokens make")
        let interval = account.job.cluster.workload.represented.checkpointInterval
        for kind in kinds {
            let mean = book.add(
                Explanation(
                    "steady_step.\(kind.key)", kind.of(steady.mean), kind.unit, symbol: "mean_step",
                    aliases: ["at the steady step"], place: "AT THE STEADY STEP",
                    meaning: "mean of all committed steps after the first, without what checkpoints add",
                    origin: .clocks))
            var each = mean
            if interval > 0 {
                let checkpoint = book.add(
                    Explanation(
                        "steady_checkpoint.\(kind.key)", kind.of(steady.writing + steady.waiting), kind.unit,
                        symbol: "checkpoint", place: "not printed by itself",
                        meaning: "what a checkpoint adds, priced alone", origin: .clocks))
                each = mean + checkpoint / .number(Double(interval))
            }
            var whole = steps * each
            if kind.key == "emissions_gco2e", let grid = GridAhead(account) {
                let hours = book.add(
                    Explanation(
                        "token_hours[\(label)].gco2e_per_kwh",
                        grid.gramsPerKilowattHour(from: 0, to: size.outlay.seconds), .gramsPerKilowattHour,
                        symbol: "hours", place: "not printed by itself",
                        meaning: "mean intensity of the sites' hours from the job's start on, which repeat",
                        origin: .configuration))
                whole = book.term("\(root).energy_joules") / .number(3_600_000) * hours
            }
            book.add(
                Explanation(
                    "\(root).\(kind.key)", kind.of(size.outlay), kind.unit,
                    symbol: kind.alias, aliases: [label.lowercased(), "\(label) \(kind.alias)".lowercased()],
                    place: "AT THE STEADY STEP",
                    meaning: "\(kind.alias) of \(label) at the rate of the steady step, evaluations not included",
                    formula: whole))
        }
        book.add(
            Explanation(
                "\(root).embodied_gco2e", size.embodiedGrams, .grams, aliases: ["\(label) embodied".lowercased()],
                place: "AT THE STEADY STEP", meaning: "embodied emissions over that time, all components",
                formula: book.term("emulated.embodied_gco2e") * book.term("\(root).virtual_seconds")
                    / book.term("emulated.makespan_seconds")))
    }
}
