package import Accounting
internal import ClusterModel
package import Coordination
internal import Emulation
internal import GRDB
internal import Units

/// Writes a run into the store as it goes: after every commit, what is booked since is one transaction.
package final class RunRecorder {
    private let store: RunStore
    private let run: Int64
    private let generation: UInt32
    /// Bookings and steps that are written.
    private var bookings = 0
    private var steps = 0
    private var categories: [Ledger.Booking: Int64] = [:]

    /// Enters a run that begins.
    package init(_ head: RunHead, in store: RunStore) throws(StoreError) {
        self.store = store
        generation = head.generation
        run = try store.transaction { try head.insert(into: $0) }
    }

    /// Writes what is new in a record.
    package func write(_ record: RunRecord) throws(StoreError) {
        let course = record.account.course
        guard course.count > bookings || record.steps.count > steps else { return }
        try store.transaction { database in
            for position in bookings..<course.count {
                try insert(course[position], at: position, account: record.account, database)
            }
            for step in record.steps[steps...] { try insert(step, database) }
            try update(record, database)
        }
        bookings = course.count
        steps = record.steps.count
    }

    /// Enters the end of a run.
    package func end(_ record: RunRecord, _ tail: RunTail) throws(StoreError) {
        try write(record)
        try store.transaction { try tail.update(run, $0) }
    }

    private func insert(
        _ booked: BookedStep, at position: Int, account: RunAccount, _ database: Database
    ) throws {
        try database.execute(
            sql: "INSERT INTO booking VALUES (?, ?, ?, ?, ?, ?, ?)",
            arguments: [
                run, position, BookedKind.name(of: booked.kind), booked.step, Self.text(booked.end),
                "\(booked.total.energy)", "\(booked.total.emissions)",
            ])
        let statement = try database.cachedStatement(sql: "INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
        for rank in 0..<account.job.worldSize {
            for (sequence, entry) in account.ledger.entries(rank: rank, step: booked.step).enumerated() {
                try statement.execute(arguments: [
                    run, generation, rank, booked.step, sequence, try category(of: entry, database),
                    entry.energy.count, entry.emissions.count,
                ])
            }
        }
    }

    private func category(of entry: LedgerEntry, _ database: Database) throws -> Int64 {
        let booking = Ledger.Booking(
            component: entry.component, serving: entry.serving, phase: entry.phase, cause: entry.cause)
        if let known = categories[booking] { return known }
        let names: StatementArguments = [
            entry.phase.rawValue, entry.component.rawValue, entry.serving.rawValue, entry.cause.rawValue,
        ]
        try database.execute(
            sql: "INSERT OR IGNORE INTO category (phase, component, serving, cause) VALUES (?, ?, ?, ?)",
            arguments: names)
        let id = try Int64.fetchOne(
            database,
            sql: "SELECT id FROM category WHERE phase = ? AND component = ? AND serving = ? AND cause = ?",
            arguments: names)!
        categories[booking] = id
        return id
    }

    private func insert(_ step: StepRecord, _ database: Database) throws {
        try database.execute(
            sql: "INSERT INTO step VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            arguments: [
                run, step.step, step.trainedLoss.nats, step.trainedLoss.tokens, Self.text(step.virtualEnd),
                Self.text(step.forward), Self.text(step.backward), Self.text(step.slowedCompute),
                Self.text(step.optimizer), Self.text(step.storage),
                step.waits.map(Self.text).joined(separator: " "), Self.text(step.communication),
                "\(step.energy.energy)", "\(step.energy.emissions)", "\(step.networkEnergy.energy)",
                "\(step.networkEnergy.emissions)",
            ])
    }

    /// The run's sums so far.
    private func update(_ record: RunRecord, _ database: Database) throws {
        let account = record.account
        let network = account.ledger.total { _, serving, _, cause in serving.isFabric || cause.isNetworkWait }
        try database.execute(
            sql: """
                UPDATE run SET steps_done = ?, initial_loss_nats = ?, initial_loss_tokens = ?, final_loss_nats = ?,
                    final_loss_tokens = ?, numeric_class = ?, weights_digest = ?, makespan_attoseconds = ?,
                    energy_nanojoules = ?, emissions_micrograms = ?, network_energy_nanojoules = ?,
                    network_emissions_micrograms = ?
                WHERE id = ?
                """,
            arguments: [
                record.steps.count, record.initialEvaluation?.nats, record.initialEvaluation?.tokens,
                record.finalEvaluation?.nats, record.finalEvaluation?.tokens,
                record.numericClass.isEmpty ? nil : record.numericClass,
                record.weights.isEmpty ? nil : record.weightsDigest,
                "\(account.clock.makespan().attoseconds)", "\(account.booked.energy)",
                "\(account.booked.emissions)", "\(network.energy)", "\(network.emissions)", run,
            ])
    }

    private static func text(_ instant: VirtualInstant) -> String { text(instant - .zero) }
    private static func text(_ duration: VirtualDuration) -> String { "\(duration.attoseconds)" }
}

/// Names of what is booked at once.
enum BookedKind {
    private static let names: [(RankStep.Kind, String)] = [
        (.evaluation, "evaluation"), (.training, "training"), (.checkpoint, "checkpoint"), (.closing, "closing"),
    ]

    static func name(of kind: RankStep.Kind) -> String { names.first { $0.0 == kind }!.1 }
    static func kind(named name: String) -> RankStep.Kind? { names.first { $0.1 == name }?.0 }
}
