package import Accounting
internal import Units

/// What there is to say of a run's budget.
package enum BudgetWords {
    /// Why no further step was begun.
    package static func reason(_ stop: BudgetStop, budget: Budget) -> String {
        let checkpoint = "a checkpoint of the trained model after step \(stop.steps) is in checkpoints/"
        return "step \(stop.steps + 1) would have brought the run to \(figure(stop.withNextStep, stop.limit)), "
            + "beyond \(option(stop.limit)) \(amount(budget, stop.limit)); \(checkpoint)"
    }

    /// Why a run need not begin.
    package static func refusal(_ limit: Budget.Limit, budget: Budget, least: LedgerTotal) -> String {
        "\(option(limit)) \(amount(budget, limit)): a single training step with the evaluations before and after it and a "
            + "checkpoint comes to \(figure(least, limit)) on this cluster: allow more than that"
    }

    /// How much of each limit was used.
    static func used(_ budget: Budget, of total: LedgerTotal) -> [String] {
        let shares: [(Budget.Limit, Double)] =
            (budget.emissions.map { [(.carbon, Double(total.emissions) / Double($0.micrograms))] } ?? [])
            + (budget.energy.map { [(.energy, Double(total.energy) / Double($0.nanojoules))] } ?? [])
        return shares.map { "\(figure(total, $0)) of \(amount(budget, $0)) (\(Figures.percent($1)))" }
    }

    private static func option(_ limit: Budget.Limit) -> String {
        limit == .carbon ? "--max-carbon" : "--max-energy"
    }

    private static func amount(_ budget: Budget, _ limit: Budget.Limit) -> String {
        (limit == .carbon ? budget.emissions?.formatted() : budget.energy?.formatted()) ?? "-"
    }

    private static func figure(_ total: LedgerTotal, _ limit: Budget.Limit) -> String {
        limit == .carbon
            ? Scale.emissions(total.emissions).string(total.emissions) + "CO2e"
            : Scale.energy(total.energy).string(total.energy)
    }
}
