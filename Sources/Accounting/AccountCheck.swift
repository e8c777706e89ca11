package import Emulation
internal import Units

/// Whether a reported account adds up: what a coordinator asks before it books what a worker says.
package enum AccountCheck {
    /// - Throws: `LedgerRefusal` naming rank, step and the first entry that differs from what follows from the clocks.
    package static func verify(
        _ account: StepAccount, against rankStep: RankStep, tariff: Tariff
    ) throws(LedgerRefusal) {
        let place = "rank \(account.rank), step \(account.step)"
        guard account.rank == rankStep.rank, account.step == rankStep.step else {
            throw LedgerRefusal(description: "\(place): expected rank \(rankStep.rank), step \(rankStep.step)")
        }
        guard rankStep.tiles else {
            throw LedgerRefusal(description: "\(place): the activities do not tile the step")
        }
        let expected = StepAccount(rankStep, tariff: tariff)
        guard account.entries.count == expected.entries.count else {
            throw LedgerRefusal(
                description: "\(place): \(account.entries.count) entries, expected \(expected.entries.count)")
        }
        for (index, (reported, due)) in zip(account.entries, expected.entries).enumerated() where reported != due {
            throw LedgerRefusal(
                description:
                    "\(place): entry \(index) says \(reported.energy.count) nJ for \(reported.component.rawValue), "
                    + "\(reported.cause.rawValue); the clocks say \(due.energy.count) nJ for "
                    + "\(due.component.rawValue), \(due.cause.rawValue)")
        }
    }
}
