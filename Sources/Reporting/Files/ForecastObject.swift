internal import Accounting
internal import Units

/// The parts of `result.json` that say what was foretold, and what a budget forbade.
enum ForecastObject {
    /// Null for a run too short to be forecast.
    static func value(_ report: RunReport) -> JSONValue {
        guard let forecast = report.analysis.forecast else { return .null }
        let prediction = { (part: (Outlay) -> Double) -> JSONValue in
            .object([
                "low": .number(part(forecast.low)), "central": .number(part(forecast.central)),
                "high": .number(part(forecast.high)),
                "error_ratio": .optional(report.analysis.forecastError.map(part)),
            ])
        }
        return .object([
            "after_steps": .count(forecast.step),
            "of_steps": .count(forecast.plannedSteps),
            "virtual_seconds": prediction(\.seconds),
            "energy_joules": prediction(\.joules),
            "emissions_gco2e": prediction(\.grams),
        ])
    }

    static func tokens(_ size: TokenOutlay) -> JSONValue {
        .object([
            "tokens": .count(size.tokens),
            "is_compute_optimal": .bool(size.isOptimal),
            "virtual_seconds": .number(size.outlay.seconds),
            "energy_joules": .number(size.outlay.joules),
            "emissions_gco2e": .number(size.outlay.grams),
            "embodied_gco2e": .number(size.embodiedGrams),
        ])
    }

    /// Null for a run without a budget.
    static func budget(_ report: RunReport) -> JSONValue {
        guard let budget = report.budget else { return .null }
        return .object([
            "max_emissions_gco2e": .optional(budget.emissions?.grams),
            "max_energy_joules": .optional(budget.energy.map { Double($0.nanojoules) / 1e9 }),
            "stopped_by": report.budgetStop.map { .string($0.limit.rawValue) } ?? .null,
            "with_next_step": report.budgetStop.map { EmulatedObject.total($0.withNextStep) } ?? .null,
        ])
    }
}
