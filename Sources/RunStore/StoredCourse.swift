package import Accounting
package import ClusterModel
package import Coordination
package import Emulation
internal import GRDB
package import Units

/// All of a run from which its account can be worked out again.
package struct StoredCourse: Sendable {
    package let run: StoredRun
    /// With the options of the command line.
    package let clusterFile: String
    package let catalog: String?
    /// What was booked, in order.
    package let kinds: [RankStep.Kind]
    package let steps: [StepRecord]
    package let trainedParameters: Int
    package let trainedTokensPerStep: Int
    package let corpus: String
    package let initialEvaluation: LossSum?
    package let finalEvaluation: LossSum?
    package let numericClass: String
    package let weightsDigest: String
    package let budget: Budget?
    package let budgetStop: BudgetStop?
    package let scenarios: [String]
    /// The text of `host.json`; `nil` for a run that did not end by itself.
    package let host: String?
}

extension RunStore {
    /// - Returns: `nil` if there is no such run.
    package func course(of name: String) throws(StoreError) -> StoredCourse? {
        try read { database in
            guard let row = try Row.fetchOne(database, sql: "SELECT * FROM run WHERE name = ?", arguments: [name])
            else { return nil }
            let (run, configuration): (Int64, Int64) = (row["id"], row["configuration"])
            let files = try Row.fetchOne(
                database, sql: "SELECT * FROM configuration WHERE id = ?", arguments: [configuration])!
            let rows = { (table: String, order: String) in
                try Row.fetchAll(
                    database, sql: "SELECT * FROM \(table) WHERE run = ? ORDER BY \(order)", arguments: [run])
            }
            let loss = { (nats: Double?, tokens: Int?) in
                nats.flatMap { nats in tokens.map { LossSum(nats: nats, tokens: $0) } }
            }
            return StoredCourse(
                run: try StoredRun(row), clusterFile: files["cluster_file"], catalog: files["catalog"],
                kinds: try rows("booking", "position").map { booking in
                    let kind: String = booking["kind"]
                    guard let known = BookedKind.kind(named: kind) else {
                        throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a booking of the kind '\(kind)'")
                    }
                    return known
                },
                steps: try rows("step", "step").map(StepRecord.init),
                trainedParameters: row["trained_parameters"], trainedTokensPerStep: row["trained_tokens_per_step"],
                corpus: row["corpus"],
                initialEvaluation: loss(row["initial_loss_nats"], row["initial_loss_tokens"]),
                finalEvaluation: loss(row["final_loss_nats"], row["final_loss_tokens"]),
                numericClass: row["numeric_class"] ?? "", weightsDigest: row["weights_digest"] ?? "",
                budget: try Budget(row), budgetStop: try BudgetStop(row),
                scenarios: try rows("scenario", "position").map { $0["name"] }, host: row["host"])
        }
    }
}

extension Budget {
    fileprivate init?(_ row: Row) throws {
        let emissions: Int64? = row["max_emissions_micrograms"]
        let energy: String? = row["max_energy_nanojoules"]
        guard emissions != nil || energy != nil else { return nil }
        self.init(
            emissions: emissions.map { CarbonMass(count: $0) },
            energy: energy == nil
                ? nil : EnergyAllowance(count: Int64(clamping: try row.exact("max_energy_nanojoules") / 1_000_000)))
    }
}

extension BudgetStop {
    fileprivate init?(_ row: Row) throws {
        let name: String? = row["stopped_by"]
        guard let limit = name.flatMap(Budget.Limit.init) else { return nil }
        self.init(
            limit: limit, steps: row["steps_done"],
            withNextStep: LedgerTotal(
                energy: try row.exact("next_step_energy_nanojoules"),
                emissions: try row.exact("next_step_emissions_micrograms")))
    }
}

extension StepRecord {
    fileprivate init(_ row: Row) throws {
        let time = { (name: String) in
            VirtualDuration(attoseconds: try row.exact(name + "_attoseconds"))
        }
        let total = { (prefix: String) in
            LedgerTotal(
                energy: try row.exact(prefix + "energy_nanojoules"),
                emissions: try row.exact(prefix + "emissions_micrograms"))
        }
        let waits: String = row["wait_attoseconds"]
        self.init(
            step: row["step"], trainedLoss: LossSum(nats: row["loss_nats"], tokens: row["tokens"]),
            virtualEnd: .zero + (try time("virtual_end")), forward: try time("forward"), backward: try time("backward"),
            slowedCompute: try time("slowed_compute"), optimizer: try time("optimizer"), storage: try time("storage"),
            waits: waits.split(separator: " ").map { VirtualDuration(attoseconds: Int128($0) ?? 0) },
            communication: try time("communication"), energy: try total(""), networkEnergy: try total("network_"))
    }
}
