package import Accounting
package import ClusterModel

/// How a run ended.
package enum RunStatus: Sendable, Hashable {
    /// All planned steps are committed and the final evaluation is done.
    case completed
    /// After so many committed steps, for a reason that a person can read.
    case stopped(step: Int, reason: String)
}

/// Everything that is said of a run, in the terminal and in files; plain values and one analysis of the account.
package struct RunReport: Sendable {
    /// The run's name, which is also its folder's.
    package let run: String
    /// Of all draws.
    package let seed: UInt64
    /// The cluster as read.
    package let cluster: Cluster
    /// The file or shipped configuration it was read from.
    package let clusterFile: String
    /// The command line's options that changed it, but for the number of nodes.
    package let options: [String]
    /// Workers, which is nodes.
    package let worldSize: Int
    /// Micro-gradients a worker keeps apart; 1 but for runs that stand for several workers.
    package let virtualRanks: Int
    /// Clocks and ledgers of the emulated cluster.
    package let account: RunAccount
    /// Of the real training.
    package let trained: TrainedSummary
    /// How it ended.
    package let status: RunStatus
    /// Of the machine that ran it; `nil` for a run that was killed.
    package let host: HostSummary?
    /// Folder that was written to, with a slash at its end.
    package let folder: String
    /// Names of the files in it.
    package let files: [String]
    /// The same run in other networks; empty if none was asked for.
    package let scenarios: [PricedScenario]
    /// What the emulated cluster was allowed; `nil` for no limit.
    package let budget: Budget?
    /// Why no further step was begun; `nil` where no budget forbade one.
    package let budgetStop: BudgetStop?
    /// What takes time to work out, once.
    package let analysis: RunAnalysis

    /// Works out the analysis: about two seconds for 200 steps of eight nodes.
    ///
    /// - Parameters: as the properties of the same names.
    package init(
        run: String, seed: UInt64, cluster: Cluster, clusterFile: String, options: [String] = [], worldSize: Int,
        virtualRanks: Int, account: RunAccount, trained: TrainedSummary, status: RunStatus, host: HostSummary?,
        folder: String,
        files: [String], scenarios: [PricedScenario] = [], budget: Budget? = nil, budgetStop: BudgetStop? = nil
    ) {
        self.run = run
        self.seed = seed
        self.cluster = cluster
        self.clusterFile = clusterFile
        self.options = options
        self.worldSize = worldSize
        self.virtualRanks = virtualRanks
        self.account = account
        self.trained = trained
        self.status = status
        self.host = host
        self.folder = folder
        self.files = files
        self.scenarios = scenarios
        self.budget = budget
        self.budgetStop = budgetStop
        analysis = RunAnalysis(
            account: account, seed: seed, plannedSteps: trained.stepsPlanned, isComplete: status == .completed)
    }
}
