import Accounting
import ClusterModel
import Coordination
import Dispatch
import Emulation
import Foundation
import Language
import NeuralNetwork
import Nodes
import Reporting
import RunStore
import Synchronization

/// Turns what the coordinator knows at the end of a run into the report and the run's files.
struct RunReporter {
    let loaded: ClusterFile.Loaded
    let prepared: RunPreparation
    let plan: RunPlan
    let folder: RunFolder
    let started: Date
    let scenarios: [Scenario]
    /// Of the host's electricity (g/kWh).
    let hostIntensity: Double

    /// Files that a run leaves besides its configuration.
    private static let files =
        ["result.json", "report.html", "host.json", "steps.csv", "config.yaml"] + ExportedFiles.names

    func report(_ record: RunRecord, outcome: RunOutcome, host sampler: HostSampler) -> RunReport {
        // A step that was under way at the end has moved the clocks, but nothing of it was booked.
        let account =
            outcome == .completed
            ? record.account : RunAccount.simulated(job: record.account.job, kinds: record.account.kinds)
        let scenarios = Self.priced(scenarios, run: account)
        return RunReport(
            run: folder.id, seed: loaded.cluster.workload.trained.seed, cluster: loaded.cluster,
            clusterFile: prepared.configName, options: plan.overrides.options, worldSize: plan.worldSize,
            virtualRanks: plan.virtualRanks, account: account,
            trained: trained(record), status: status(outcome, record), host: host(record, sampler),
            folder: folder.url.relativePath + "/", files: Self.files,
            scenarios: scenarios, budget: plan.budget, budgetStop: record.budgetStop)
    }

    /// What the store is told of the run before it begins.
    func head(command: [String]) -> RunHead {
        RunHead(
            name: folder.id, generation: plan.generation, started: started.ISO8601Format(),
            version: SoftwareVersion.current, command: command.dropFirst().joined(separator: " "),
            folder: folder.url.relativePath + "/", configurationName: prepared.configName, loaded: loaded,
            virtualRanks: plan.virtualRanks, trainedParameters: parameterCount, trainedTokensPerStep: tokensPerStep,
            corpus: prepared.corpus.contents,
            corpusPath: prepared.corpus.path, budget: plan.budget)
    }

    /// What it is told at the end.
    func tail(_ record: RunRecord, outcome: RunOutcome, report: RunReport, host: String) -> RunTail {
        let standing: RunStanding =
            switch outcome {
            case .completed: .completed
            case .stoppedByBudget: .stoppedByBudget
            case .failed: .failed
            case .interrupted: .interrupted
            }
        var reason: String?
        if case .stopped(_, let why) = report.status { reason = why }
        return RunTail(
            standing: standing, reason: reason, ended: Date().ISO8601Format(),
            embodied: report.analysis.embodiedTotal, scenarios: report.scenarios,
            constants: report.analysis.constants, workers: record.workers, budgetStop: record.budgetStop, host: host)
    }

    /// Writes the run's files, each whole or not at all.
    ///
    /// - Returns: the text of `host.json`.
    func write(_ report: RunReport, record: RunRecord) throws -> String {
        try folder.write(ResultFile.text(report), to: "result.json")
        let host =
            report.host.map {
                HostFile.text(
                    report, host: $0, started: started.ISO8601Format(), ended: Date().ISO8601Format(),
                    version: SoftwareVersion.current)
            } ?? ""
        try folder.write(host, to: "host.json")
        try folder.write(StepsFile.text(record.steps.map(StepRow.init)), to: "steps.csv")
        let command = CommandLine.arguments.dropFirst().joined(separator: " ")
        try folder.write("# As used by: coordinator \(command)\n" + loaded.wholeText, to: "config.yaml")
        let page = ReportPage(report, configuration: loaded.wholeText, version: SoftwareVersion.current)
        try folder.write(page.text, to: "report.html")
        for file in ExportedFiles.all(report, version: SoftwareVersion.current) {
            try folder.write(file.text, to: file.name)
        }
        if let catalog = loaded.catalogText { try folder.write(catalog, to: "catalog.yaml") }
        return host
    }

    /// Prices every scenario, several at a time.
    private static func priced(_ scenarios: [Scenario], run: RunAccount) -> [PricedScenario] {
        let priced = Mutex([PricedScenario?](repeating: nil, count: scenarios.count))
        DispatchQueue.concurrentPerform(iterations: scenarios.count) { index in
            let scenario = PricedScenario(scenarios[index], run: run)
            priced.withLock { $0[index] = scenario }
        }
        return priced.withLock { $0.compactMap { $0 } }
    }

    /// Of the trained model.
    private var parameterCount: Int {
        let trained = loaded.cluster.workload.trained
        return TransformerConfiguration(
            contextLength: trained.context, layers: trained.layers, heads: trained.heads, width: trained.width
        ).parameterCount
    }

    /// Of the real training, over all ranks.
    private var tokensPerStep: Int {
        let workload = loaded.cluster.workload
        return workload.trained.microBatch * workload.trained.context * plan.worldSize
            * EmulatedJob(cluster: loaded.cluster, virtualRanks: plan.virtualRanks).accumulation
    }

    private func trained(_ record: RunRecord) -> TrainedSummary {
        let evaluation = { (loss: LossSum?) in
            loss.map { TrainedSummary.Evaluation(nats: $0.nats, tokens: $0.tokens) }
        }
        return TrainedSummary(
            parameterCount: parameterCount,
            stepsDone: record.steps.count, stepsPlanned: plan.steps,
            tokensPerStep: tokensPerStep,
            initialEvaluation: evaluation(record.initialEvaluation),
            finalEvaluation: evaluation(record.finalEvaluation),
            stepLosses: record.steps.map(\.trainedLoss.mean),
            // A step is committed only if all digests agree.
            replicasIdentical: true, numericClass: record.numericClass,
            weightsDigest: record.weightsDigest,
            corpus: prepared.corpus.contents)
    }

    private func status(_ outcome: RunOutcome, _ record: RunRecord) -> RunStatus {
        switch outcome {
        case .completed: .completed
        case .stoppedByBudget(let stop):
            .stopped(step: stop.steps, reason: BudgetWords.reason(stop, budget: plan.budget ?? Budget()))
        case .failed(let failure): .stopped(step: record.steps.count, reason: failure.description)
        case .interrupted: .stopped(step: record.steps.count, reason: "interrupted by the user")
        }
    }

    private func host(_ record: RunRecord, _ sampler: HostSampler) -> HostSummary {
        let own = ProcessInfo.processInfo.hostName
        let seconds = { (isHere: Bool) in
            record.workers.filter { ($0.host == own) == isHere }.reduce(0) { $0 + $1.processorSeconds }
        }
        let elsewhere = seconds(false)
        // Workers of a run that stopped have not told their time; those that were spawned here have left it.
        let here = ProcessorTime.ofThisProcess + max(seconds(true), ProcessorTime.ofEndedChildren)
        let energy = sampler.total(processorSeconds: here, elsewhere: elsewhere)
        return HostSummary(
            wallSeconds: Date().timeIntervalSince(started), cpuSeconds: here + elsewhere,
            energy: HostEnergySummary(energy, elsewhereSeconds: elsewhere), gramsPerKilowattHour: hostIntensity,
            droppedFrames: record.workers.filter { $0.droppedFrames > 0 }.map {
                HostSummary.DroppedFrames(reason: "at rank \($0.rank) (\($0.droppedReasons))", count: $0.droppedFrames)
            },
            payloadBytesSent: record.traffic.payloadSent, payloadBytesReceived: record.traffic.payloadReceived,
            framingBytesSent: record.traffic.framingSent, kernels: record.kernels, corpusPath: prepared.corpus.path)
    }
}

extension StepRow {
    /// The row of a committed step.
    init(_ record: StepRecord) {
        self.init(
            step: record.step, trainedNats: record.trainedLoss.nats, trainedTokens: record.trainedLoss.tokens,
            virtualEnd: record.virtualEnd, forward: record.forward, backward: record.backward,
            slowedCompute: record.slowedCompute, optimizer: record.optimizer, storage: record.storage,
            waits: record.waits,
            communication: record.communication, total: record.energy, network: record.networkEnergy)
    }
}
