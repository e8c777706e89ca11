package import Accounting
package import ClusterModel
internal import Emulation
package import RunStore

/// A run that was done, opened again: its configuration is priced along the course that it took, which gives the same
/// account to the last unit, or an error.
package struct ReopenedRun: Sendable {
    /// The cluster that the run was on.
    package let loaded: ClusterFile.Loaded
    /// Clocks and ledgers, as they were at its end.
    package let account: RunAccount
    private let recorded: RecordedRun

    /// The run's name, which is also its folder's.
    package var name: String { recorded.name }
    /// Nats per token on the validation text after the training; `nil` if it was not reached.
    package var finalLoss: Double? { recorded.trained.finalEvaluation.map { $0.nats / Double(max(1, $0.tokens)) } }

    /// A run by its folder.
    ///
    /// - Parameter path: of the folder, or of a file in it.
    /// - Throws: `ReopeningError`, or `ClusterFileError` of its configuration.
    package init(path: String) throws {
        let folder = try RunFolderFiles(path: path)
        try self.init(RecordedRun(folder), loaded: try ClusterFile.load(path: folder.path + "config.yaml"))
    }

    /// A run as the store has it, also one that was killed.
    ///
    /// - Throws: `ReopeningError`, or `ClusterFileError` of its configuration.
    package init(_ stored: StoredCourse) throws {
        try self.init(
            RecordedRun(stored),
            loaded: try ClusterFile.load(
                text: stored.clusterFile, path: stored.run.name + ".yaml", catalog: stored.catalog))
    }

    private init(_ recorded: RecordedRun, loaded: ClusterFile.Loaded) throws(ReopeningError) {
        self.recorded = recorded
        self.loaded = loaded
        let job = EmulatedJob(cluster: loaded.cluster, virtualRanks: max(1, recorded.virtualRanks))
        account = RunAccount.simulated(job: job, kinds: recorded.kinds)
        let total = account.ledger.total()
        guard total == recorded.total else {
            throw ReopeningError(
                description: "\(recorded.place): priced again, its configuration comes to \(total.emissions) µg CO2e "
                    + "and \(total.energy) nJ, but it says \(recorded.total.emissions) and \(recorded.total.energy); "
                    + "one of the two was changed since, or another version of ringwatt wrote them: run it again")
        }
    }

    /// All that was said of the run at its end. A network that was a file of the user's is left out, as only its name is
    /// kept.
    package func report() -> RunReport {
        RunReport(
            run: recorded.name, seed: loaded.cluster.workload.trained.seed, cluster: loaded.cluster,
            clusterFile: recorded.clusterFileName, options: loaded.overrides.options,
            worldSize: loaded.cluster.nodeCount, virtualRanks: account.job.virtualRanks, account: account,
            trained: recorded.trained, status: recorded.status, host: recorded.host, folder: recorded.folder,
            files: [], scenarios: scenarios, budget: recorded.budget, budgetStop: recorded.budgetStop)
    }

    private var scenarios: [PricedScenario] {
        recorded.scenarios.compactMap { name in
            guard let preset = try? NetworkPreset.load(name) else { return nil }
            guard !preset.isIdeal else { return PricedScenario(Scenario(name: name, cluster: nil), run: account) }
            guard let cluster = try? preset.applied(to: loaded) else { return nil }
            return PricedScenario(Scenario(name: name, cluster: cluster), run: account)
        }
    }
}
