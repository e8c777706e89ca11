internal import Accounting
package import Advice
internal import ClusterModel
internal import Units

/// Alternatives to a run as JSON, with the unit in the name of every key; `docs/advise.md` explains them.
package enum AdviceFile {
    /// The file's text; equal surveys give equal bytes.
    package static func text(_ survey: AdviceSurvey) -> String {
        let ranks = survey.timeRanks
        let booked = PricedScenario(run: survey.run.account, name: "")
        return JSONValue.object([
            "format": .count(1),
            "run": .string(survey.run.name),
            "cluster": .string(survey.run.cluster.name),
            "training_steps": .count(survey.run.account.trainingSteps),
            "emissions_micrograms": emissions(
                operational: booked.ledger.total().emissions, embodied: Int128(booked.embodied.count)),
            "makespan_seconds": .number(booked.makespan.seconds),
            "reference_emissions_micrograms": emissions(
                operational: survey.base.operational, embodied: survey.base.embodied),
            "reference_makespan_seconds": .number(survey.base.makespan.seconds),
            "draws": .count(Ranges.draws),
            "least_share": .number(PricedMove.leastShare),
            "moves": .array(
                survey.ranked.enumerated().map { index, move in
                    .object(
                        members(of: move).merging(
                            ["rank_by_emissions": .count(index + 1), "rank_by_time": .count(ranks[index])]
                        ) { $1 })
                }),
            "save_nothing": .array(survey.saveNothing.map { .object(members(of: $0)) }),
            "left_out": .array(survey.leftOut.map(leftOut)),
            "together": survey.together.map(together) ?? .null,
        ]).text
    }

    private static func emissions(operational: Int128, embodied: Int128) -> JSONValue {
        .object([
            "operational": .exact(operational), "embodied": .exact(embodied), "total": .exact(operational + embodied),
        ])
    }

    private static func members(of priced: PricedMove) -> [String: JSONValue] {
        figures(of: priced).merging([
            "family": .string(priced.move.family.rawValue),
            "move": .string(priced.move.name),
            "change": .string(priced.move.change),
            "assumptions": .array(priced.move.assumptions.map { .string($0) }),
            "keeps_training": .bool(priced.move.family.keepsTraining),
        ]) { $1 }
    }

    private static func figures(of priced: PricedMove) -> [String: JSONValue] {
        [
            "saved_emissions_micrograms": emissions(
                operational: priced.savedOperational, embodied: priced.savedEmbodied),
            "saved_share": .number(priced.savedShare),
            "saved_gco2e_range": priced.range.map { range in
                .object([
                    "low": .number(range.grams.low), "median": .number(range.grams.median),
                    "high": .number(range.grams.high),
                ])
            } ?? .null,
            "share_of_draws_that_save": .optional(priced.range?.certainty),
            "makespan_seconds": .number(priced.outcome.makespan.seconds),
            "delay_seconds": .number(priced.move.delay.seconds),
            "ends_later_seconds": .number(priced.timeLost.seconds),
            "saved_gco2e_per_hour_later": .optional(priced.gramsPerHour),
        ]
    }

    private static func leftOut(_ move: LeftOutMove) -> JSONValue {
        .object([
            "family": .string(move.family.rawValue), "move": .string(move.name), "reason": .string(move.reason),
        ])
    }

    private static func together(_ together: Together) -> JSONValue {
        .object(
            figures(of: together.priced).merging([
                "moves": .array(together.parts.map { .string($0.move.name) }),
                "sum_of_moves_micrograms": .exact(together.sumOfParts),
                "left_out": .array(together.leftOut.map(leftOut)),
            ]) { $1 })
    }
}
