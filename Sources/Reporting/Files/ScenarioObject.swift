internal import Accounting
internal import Collectives
internal import Emulation
internal import Units

/// The part of `result.json` that says what a run would have come to on another network.
enum ScenarioObject {
    static func value(_ scenario: PricedScenario, report: RunReport) -> JSONValue {
        let total = scenario.ledger.total()
        let tokens = report.analysis.tokensPerStep * report.account.trainingSteps
        return .object([
            "name": .string(scenario.name),
            "algorithm": .string(scenario.job.algorithm.rawValue),
            "executed": .bool(scenario.isExecuted),
            "makespan_seconds": .number(scenario.makespan.seconds),
            "makespan_attoseconds": .exact(scenario.makespan.attoseconds),
            "total": EmulatedObject.total(total),
            "attributed": EmulatedObject.total(scenario.attributed),
            "emissions_gco2e_per_million_tokens":
                tokens == 0 ? .null : .number(total.grams * 1e6 / Double(tokens)),
            "embodied_gco2e": .number(scenario.embodied.grams),
            "bookings": EmulatedObject.bookings(scenario.ledger),
        ])
    }
}
