package import Accounting
package import ClusterModel
internal import Emulation
internal import Units

/// A run, or one of its scenarios, as one of several that are put side by side.
package struct ComparedRun: Sendable {
    /// As the user named it.
    package let name: String
    let configuration: [String: String]
    let makespanSeconds: Double
    let meanStepSeconds: Double
    let steps: Int
    let tokens: Int
    let total: LedgerTotal
    let network: LedgerTotal
    let embodiedGrams: Double
    /// Of the mean step.
    let exposedShare: Double
    /// Nats per token on the validation text; `nil` for a scenario's, which is the run's own.
    let finalLoss: Double?
    /// Operational gCO2e by draw of the constants, on this timeline.
    let drawnGrams: [Double]

    /// A run as it was.
    package init(_ run: ReopenedRun, name: String) {
        let account = run.account
        self.init(
            name: name, run: run, account: account, usage: account.usage, makespan: account.clock.makespan(),
            priced: PricedScenario(run: account, name: name), finalLoss: run.finalLoss)
    }

    /// The same course on another network.
    ///
    /// - Throws: `ClusterFileError` if there is no such network, or it does not fit.
    package init(_ run: ReopenedRun, network: String, name: String) throws {
        let preset = try NetworkPreset.load(network)
        guard !preset.isIdeal else {
            let account = run.account
            self.init(
                name: name, run: run, account: account, usage: account.idealUsage,
                makespan: account.clock.makespan(.idealNetwork),
                priced: PricedScenario(Scenario(name: name, cluster: nil), run: account), finalLoss: nil)
            return
        }
        let job = EmulatedJob(
            cluster: try preset.applied(to: run.loaded), virtualRanks: run.account.job.virtualRanks)
        let account = RunAccount.simulated(job: job, kinds: run.account.kinds)
        self.init(
            name: name, run: run, account: account, usage: account.usage, makespan: account.clock.makespan(),
            priced: PricedScenario(run: account, name: name), finalLoss: nil)
    }

    private init(
        name: String, run: ReopenedRun, account: RunAccount, usage: RunUsage, makespan: VirtualDuration,
        priced: PricedScenario, finalLoss: Double?
    ) {
        self.name = name
        let job = account.job
        configuration = ConfigurationObject.value(job).leaves
        makespanSeconds = makespan.seconds
        meanStepSeconds = priced.anatomy.meanDuration.seconds
        steps = account.trainingSteps
        tokens = job.tokensPerStep * account.trainingSteps
        total = priced.ledger.total()
        network = priced.attributed
        embodiedGrams = priced.embodied.grams
        let waited = priced.anatomy.networkWait.seconds / Double(max(1, account.trainingSteps * job.worldSize))
        exposedShare = meanStepSeconds > 0 ? waited / meanStepSeconds : 0
        self.finalLoss = finalLoss
        let none = RunUsage(groups: job.cluster.nodes.count)
        // One seed for all: a constant has the same value in the same draw on every side.
        drawnGrams = (0..<Ranges.draws).map { draw in
            RunTotals(
                job: job, usage: usage, ideal: none, makespan: makespan, constants: DrawnValues(seed: 1, draw: draw)
            ).grams
        }
    }

    var gramsPerMillionTokens: Double? { tokens == 0 ? nil : total.grams * 1e6 / Double(tokens) }
    var drawnPerMillionTokens: [Double]? {
        tokens == 0 ? nil : drawnGrams.map { $0 * 1e6 / Double(tokens) }
    }
}
