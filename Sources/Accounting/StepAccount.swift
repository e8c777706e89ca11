package import Emulation
internal import Units

/// The account of one rank's step: its entries in a fixed order, the facility's right behind what it serves.
package struct StepAccount: Sendable, Hashable {
    package let rank: Int
    package let step: Int
    package let entries: [LedgerEntry]

    package init(rank: Int, step: Int, entries: [LedgerEntry]) {
        self.rank = rank
        self.step = step
        self.entries = entries
    }

    /// Books a step by a tariff.
    package init(_ rankStep: RankStep, tariff: Tariff) {
        var entries: [LedgerEntry] = []
        for item in rankStep.usage {
            let energy = tariff.energy(item)
            // What is not there, or draws nothing, has no entry.
            guard energy != .zero else { continue }
            let component = item.kind.component
            let intensity = tariff.intensity(item.kind, from: rankStep.start, to: rankStep.end)
            entries.append(
                LedgerEntry(
                    component: component, serving: component, phase: item.phase, cause: item.cause, energy: energy,
                    emissions: intensity.emissions(of: energy)))
            let facility = tariff.facility(energy, kind: item.kind)
            if facility != .zero {
                entries.append(
                    LedgerEntry(
                        component: .facility, serving: component, phase: item.phase, cause: item.cause,
                        energy: facility,
                        emissions: intensity.emissions(of: facility)))
            }
        }
        self.init(rank: rankStep.rank, step: rankStep.step, entries: entries)
    }
}
