internal import Accounting
internal import ClusterModel
internal import Emulation
internal import Units

/// The same job at a later hour, where a site's electricity has hours.
enum StartMoves {
    private static let horizons = [(hours: 24, words: "24 hours"), (hours: 168, words: "7 days")]

    static func proposal(for run: AdvisedRun) -> Proposal {
        let draws = draws(of: run)
        guard !draws.isEmpty else {
            return .none(
                .start,
                "no site has an hourly series, so that no hour is cleaner than another (sites.NAME.hourly gives one)")
        }
        let makespan = run.account.clock.makespan()
        let start = run.cluster.start
        let inside = (1...horizons.last!.hours).filter { hour in
            draws.allSatisfy { isInside($0.series, from: later(start, by: hour), over: makespan) }
        }
        guard let last = inside.last else {
            return .none(.start, "a later start of the run would not end within the hourly series")
        }
        let steps = steps(of: run)
        let weights = inside.map { hour in (hour, weight(draws, steps: steps, start: later(start, by: hour))) }
        var proposal = Proposal()
        for horizon in horizons {
            let hours = weights.filter { $0.0 <= horizon.hours }
            guard let hour = best(hours), !proposal.moves.contains(where: { $0.name == name(hour) }) else { continue }
            proposal.moves.append(
                move(
                    by: hour, from: start,
                    choice: "the cleanest of the \(hours.count) full hours after the run's own start that the series "
                        + (last < horizon.hours ? "has left" : "has in the next \(horizon.words)")))
        }
        return proposal
    }

    private static func name(_ hour: Int) -> String { "start \(hour) h later" }

    private static func move(by hour: Int, from start: UTCTime, choice: String) -> Move {
        let begin = later(start, by: hour)
        return Move(
            .start, name: name(hour), change: "the job begins at \(begin) in place of \(start)",
            assumptions: [
                choice, "the series is known beforehand: a forecast would err",
                "until then the cluster serves someone else: what it draws and wears is not counted",
            ], delay: .seconds(hour * 3600)
        ) { $0.start = begin }
    }

    // MARK: Choosing

    /// What a site with a series draws, as a share of the whole.
    private struct Draw {
        let series: IntensitySeries
        let share: Double
    }

    private struct Step {
        let joules: Double
        let from: Int128
        let to: Int128
    }

    private static func draws(of run: AdvisedRun) -> [Draw] {
        let total = Double(max(1, run.account.ledger.total().energy))
        return SiteAccount.all(of: run.account).compactMap { account in
            account.site.series.map { Draw(series: $0, share: Double(account.total.energy) / total) }
        }
    }

    private static func steps(of run: AdvisedRun) -> [Step] {
        var begin: Int128 = 0
        return run.account.course.map { step in
            defer { begin = step.end.attoseconds }
            return Step(joules: Double(step.total.energy) / 1e9, from: begin, to: step.end.attoseconds)
        }
    }

    /// In proportion to what is emitted at the sites with a series, each taken to have its share of every step: good
    /// enough to choose an hour by, which is then priced like any move.
    private static func weight(_ draws: [Draw], steps: [Step], start: UTCTime) -> Double {
        draws.reduce(0) { sum, draw in
            steps.reduce(sum) { sum, step in
                let mean = draw.series.mean(after: start, from: step.from, to: step.to)
                return sum + draw.share * step.joules * mean.gramsPerKilowattHour
            }
        }
    }

    /// The first of equals.
    private static func best(_ hours: [(hour: Int, weight: Double)]) -> Int? {
        guard let least = hours.map(\.weight).min() else { return nil }
        return hours.first { $0.weight <= least * (1 + 1e-9) }?.hour
    }

    private static func later(_ start: UTCTime, by hours: Int) -> UTCTime {
        UTCTime(seconds: start.seconds + Int64(hours) * 3600)
    }

    private static func isInside(_ series: IntensitySeries, from: UTCTime, over makespan: VirtualDuration) -> Bool {
        let end = series.first.seconds + series.period * Int64(series.values.count)
        let left = Int128(end - from.seconds) * VirtualDuration.attosecondsPerSecond
        return from >= series.first && makespan.attoseconds <= left
    }
}
