internal import Accounting
internal import Units

/// One row of a comparison.
struct ComparedQuantity {
    let name: String
    /// In files, unit included.
    let key: String
    /// `nil` where the run has none.
    let value: @Sendable (ComparedRun) -> Double?
    let shown: @Sendable (Double) -> String

    static let all: [Self] = [
        Self(name: "virtual time", key: "makespan_seconds", value: { $0.makespanSeconds }, shown: time),
        Self(name: "steps", key: "steps", value: { Double($0.steps) }, shown: count),
        Self(
            name: "mean step", key: "mean_step_seconds", value: { $0.steps > 0 ? $0.meanStepSeconds : nil },
            shown: time),
        Self(
            name: "tokens/s", key: "tokens_per_second",
            value: { $0.makespanSeconds > 0 ? Double($0.tokens) / $0.makespanSeconds : nil },
            shown: { Figures.rate($0) }),
        Self(
            name: "exposed communication", key: "exposed_communication_ratio",
            value: { $0.steps > 0 ? $0.exposedShare : nil }, shown: share),
        Self(name: "energy", key: "energy_joules", value: { Double($0.total.energy) / 1e9 }, shown: energy),
        Self(name: "emissions", key: "emissions_gco2e", value: { $0.total.grams }, shown: mass),
        Self(name: "  of it network", key: "network_gco2e", value: { $0.network.grams }, shown: mass),
        Self(
            name: "  network share", key: "network_ratio",
            value: { $0.total.emissions == 0 ? nil : $0.network.grams / $0.total.grams }, shown: share),
        Self(name: "embodied, beside", key: "embodied_gco2e", value: { $0.embodiedGrams }, shown: mass),
        Self(
            name: "per million tokens", key: "emissions_gco2e_per_million_tokens",
            value: { $0.gramsPerMillionTokens }, shown: mass),
        Self(
            name: "  with embodied (SCI)", key: "sci_gco2e_per_million_tokens",
            value: { run in
                run.gramsPerMillionTokens.map { $0 + run.embodiedGrams * 1e6 / Double(run.tokens) }
            }, shown: mass),
        Self(
            name: "validation loss, trained", key: "final_loss_nats_per_token", value: { $0.finalLoss },
            shown: { Figures.decimal($0, places: 3) }),
    ]

    private static let time: @Sendable (Double) -> String = {
        Figures.duration(VirtualDuration(attoseconds: Int128(($0 * 1e18).rounded())))
    }
    private static let count: @Sendable (Double) -> String = { Figures.grouped(Int($0)) }
    private static let share: @Sendable (Double) -> String = { Figures.percent($0) }
    private static let mass: @Sendable (Double) -> String = {
        let micrograms = Int128(($0 * 1e6).rounded())
        return Scale.emissions(micrograms).string(micrograms)
    }
    private static let energy: @Sendable (Double) -> String = {
        let nanojoules = Int128(($0 * 1e9).rounded())
        return Scale.energy(nanojoules).string(nanojoules)
    }
}
