package import ClusterModel
package import Emulation
internal import Units

/// The account of a run as it grows: clocks, ledger and the linear use behind it, for the actual and the ideal network.
package struct RunAccount: Sendable {
    package let job: EmulatedJob
    package private(set) var clock: ClusterClock
    package private(set) var ledger: Ledger
    /// The same run on the ideal network.
    package private(set) var idealLedger: Ledger
    package private(set) var usage: RunUsage
    package private(set) var idealUsage: RunUsage
    package private(set) var anatomy = StepAnatomy()
    package private(set) var idealAnatomy = StepAnatomy()
    /// What was booked, in order.
    package private(set) var course: [BookedStep] = []
    /// Sum of all that was booked.
    package private(set) var booked = LedgerTotal()
    /// Training steps booked.
    package private(set) var trainingSteps = 0
    private let tariffs: [Tariff]

    package init(
        job: EmulatedJob, run: UInt64 = 0, generation: UInt32 = 0, constants: some ConstantValues = CentralValues(),
        keepsEntries: Bool = true
    ) {
        self.job = job
        clock = ClusterClock(job: job)
        ledger = Ledger(run: run, generation: generation, keepsEntries: keepsEntries)
        idealLedger = Ledger(run: run, generation: generation, keepsEntries: false)
        usage = RunUsage(groups: job.cluster.nodes.count)
        idealUsage = usage
        tariffs = (0..<job.worldSize).map { Tariff(job: job, rank: $0, constants: constants) }
    }

    /// What happens next on the emulated cluster; moves the clocks, books nothing.
    package mutating func price(_ kind: RankStep.Kind) -> PricedStep {
        switch kind {
        case .training: clock.train()
        case .evaluation: clock.evaluate()
        case .checkpoint: clock.checkpoint()
        case .closing: clock.close()
        }
    }

    /// What was booked, in order: evaluations, training steps, checkpoints out of turn, the end.
    package var kinds: [RankStep.Kind] { course.map(\.kind) }

    /// What a priced step is due to cost, all ranks together.
    package func cost(of priced: PricedStep) -> LedgerTotal {
        priced.actual.reduce(into: LedgerTotal()) { total, step in
            for entry in account(step).entries { total += entry }
        }
    }

    /// The account that a rank is due to report for its step.
    package func account(_ step: RankStep) -> StepAccount { StepAccount(step, tariff: tariffs[step.rank]) }

    /// Books what the ranks report for a priced step, after checking that every account follows from the clocks.
    ///
    /// - Throws: `LedgerRefusal` before anything is booked.
    package mutating func book(_ priced: PricedStep, reported: [StepAccount]) throws(LedgerRefusal) {
        guard reported.count == priced.actual.count else {
            throw LedgerRefusal(description: "\(reported.count) accounts for \(priced.actual.count) ranks")
        }
        for (account, step) in zip(reported, priced.actual) {
            try AccountCheck.verify(account, against: step, tariff: tariffs[step.rank])
        }
        try add(priced, accounts: reported)
    }

    /// Prices what happens next and books what follows from the clocks, without workers.
    package mutating func simulate(_ kind: RankStep.Kind) {
        let priced = price(kind)
        do {
            try add(priced, accounts: priced.actual.map(account))
        } catch {
            preconditionFailure("an account that was made from the clocks is refused: \(error)")
        }
    }

    private mutating func add(_ priced: PricedStep, accounts: [StepAccount]) throws(LedgerRefusal) {
        var total = LedgerTotal()
        for (account, step) in zip(accounts, priced.actual) {
            try ledger.book(account)
            for entry in account.entries { total += entry }
            usage.add(step, group: job.groupOfRank[step.rank], tariff: tariffs[step.rank])
            anatomy.add(step)
        }
        for step in priced.ideal {
            try idealLedger.book(account(step))
            idealUsage.add(step, group: job.groupOfRank[step.rank], tariff: tariffs[step.rank])
            idealAnatomy.add(step)
        }
        guard let first = priced.actual.first else { return }
        if first.kind == .training { trainingSteps += 1 }
        booked = booked + total
        course.append(
            BookedStep(
                kind: first.kind, step: first.step, total: total,
                end: max(course.last?.end ?? .zero, priced.actual.map(\.end).max() ?? .zero)))
    }

    /// Prices and books a whole run without any workers: evaluation, training steps, evaluation, end.
    package static func simulated(
        job: EmulatedJob, steps: Int, constants: some ConstantValues = CentralValues()
    ) -> RunAccount {
        simulated(
            job: job,
            kinds: [.evaluation] + [RankStep.Kind](repeating: .training, count: steps) + [.evaluation, .closing],
            constants: constants)
    }

    /// Prices and books the given course of a run without any workers.
    package static func simulated(
        job: EmulatedJob, kinds: [RankStep.Kind], constants: some ConstantValues = CentralValues()
    ) -> RunAccount {
        var account = RunAccount(job: job, constants: constants, keepsEntries: false)
        for kind in kinds { account.simulate(kind) }
        return account
    }
}
