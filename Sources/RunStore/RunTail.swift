package import Accounting
package import ClusterModel
internal import Collectives
package import Coordination
internal import Emulation
internal import GRDB
package import Units

/// What is known of a run at its end only.
package struct RunTail: Sendable {
    package var standing: RunStanding
    /// Why it did not complete.
    package var reason: String?
    /// Of the host, ISO 8601.
    package var ended: String
    package var embodied: CarbonMass
    package var scenarios: [PricedScenario]
    /// As used, in the order of first use.
    package var constants: [ConstantRecorder.Record]
    package var workers: [WorkerReport]
    package var budgetStop: BudgetStop?
    /// The text of `host.json`.
    package var host: String

    package init(
        standing: RunStanding, reason: String?, ended: String, embodied: CarbonMass, scenarios: [PricedScenario],
        constants: [ConstantRecorder.Record], workers: [WorkerReport], budgetStop: BudgetStop?, host: String
    ) {
        self.standing = standing
        self.reason = reason
        self.ended = ended
        self.embodied = embodied
        self.scenarios = scenarios
        self.constants = constants
        self.workers = workers
        self.budgetStop = budgetStop
        self.host = host
    }

    func update(_ run: Int64, _ database: Database) throws {
        try database.execute(
            sql: """
                UPDATE run SET status = ?, reason = ?, ended = ?, embodied_micrograms = ?, stopped_by = ?,
                    next_step_energy_nanojoules = ?, next_step_emissions_micrograms = ?, host = ?
                WHERE id = ?
                """,
            arguments: [
                standing.rawValue, reason, ended, "\(embodied.micrograms)", budgetStop?.limit.rawValue,
                budgetStop.map { "\($0.withNextStep.energy)" }, budgetStop.map { "\($0.withNextStep.emissions)" }, host,
                run,
            ])
        for (position, scenario) in scenarios.enumerated() {
            let (total, network) = (scenario.ledger.total(), scenario.attributed)
            try database.execute(
                sql: "INSERT INTO scenario VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                arguments: [
                    run, position, scenario.name, scenario.isExecuted, scenario.job.algorithm.rawValue,
                    "\(scenario.makespan.attoseconds)", "\(total.energy)", "\(total.emissions)", "\(network.energy)",
                    "\(network.emissions)", "\(scenario.embodied.micrograms)",
                ])
        }
        for constant in constants {
            try database.execute(
                sql: "INSERT INTO constant VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                arguments: [
                    run, constant.name, constant.low, constant.central, constant.high, constant.source, constant.year,
                    constant.confidence.rawValue,
                ])
        }
        for worker in workers {
            try database.execute(
                sql: "UPDATE rank SET host = ?, process = ? WHERE run = ? AND rank = ?",
                arguments: [worker.host, Int64(worker.process), run, worker.rank])
        }
    }
}
