package import Accounting
package import Emulation
internal import GRDB
package import Units

/// A run as the store has it.
package struct StoredRun: Sendable {
    package let name: String
    package let standing: RunStanding
    package let reason: String?
    /// Of the host, ISO 8601.
    package let started: String
    package let ended: String?
    package let version: String
    package let command: String
    package let folder: String
    package let configurationName: String
    package let clusterName: String
    /// The represented model.
    package let model: String
    package let nodes: Int
    package let virtualRanks: Int
    package let stepsPlanned: Int
    package let stepsDone: Int
    /// Emulated, so far.
    package let makespan: VirtualDuration
    package let total: LedgerTotal
    /// The part that the network is charged with.
    package let network: LedgerTotal
    /// Nats per token on the validation text; `nil` before the evaluation.
    package let initialLoss: Double?
    package let finalLoss: Double?

    init(_ row: Row) throws {
        name = row["name"]
        let written = RunStanding(rawValue: row["status"]) ?? .failed
        let writer = WritingProcess(id: row["process"], start: row["process_start"])
        standing = written == .running && !writer.isThere ? .killed : written
        reason = row["reason"]
        started = row["started"]
        ended = row["ended"]
        version = row["version"]
        command = row["command"]
        folder = row["folder"]
        configurationName = row["configuration_name"]
        clusterName = row["cluster_name"]
        model = row["model"]
        nodes = row["nodes"]
        virtualRanks = row["virtual_ranks"]
        stepsPlanned = row["steps_planned"]
        stepsDone = row["steps_done"]
        makespan = VirtualDuration(attoseconds: try row.exact("makespan_attoseconds"))
        total = LedgerTotal(
            energy: try row.exact("energy_nanojoules"), emissions: try row.exact("emissions_micrograms"))
        network = LedgerTotal(
            energy: try row.exact("network_energy_nanojoules"),
            emissions: try row.exact("network_emissions_micrograms"))
        let loss = { (nats: Double?, tokens: Int?) in nats.flatMap { nats in tokens.map { nats / Double(max(1, $0)) } }
        }
        initialLoss = loss(row["initial_loss_nats"], row["initial_loss_tokens"])
        finalLoss = loss(row["final_loss_nats"], row["final_loss_tokens"])
    }
}

extension Row {
    /// A decimal text of any length.
    func exact(_ column: String) throws -> Int128 {
        let text: String = self[column]
        guard let value = Int128(text) else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "\(column) is '\(text)'")
        }
        return value
    }
}
