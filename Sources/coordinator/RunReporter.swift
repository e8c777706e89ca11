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
    private static let files = ["result.json", "host.json", "steps.csv", "config.yaml"] + ExportedFiles.names

    func report(_ record: RunRecord, outcome: RunOutcome, host sampler: HostSampler) -> RunReport {
        let scenarios = Self.priced(scenarios, run: record.account)
        return RunReport(
            run: folder.id, seed: loaded.cluster.workload.trained.seed, cluster: loaded.cluster,
            clusterFile: prepared.configName, options: plan.overrides.options, worldSize: plan.worldSize,
            virtualRanks: plan.virtualRanks, account: record.account,
            trained: trained(record), status: status(outcome, record), host: host(record, sampler),
            folder: folder.url.relativePath + "/", files: Self.files,
            scenarios: scenarios, budget: plan.budget, budgetStop: record.budgetStop)
    }

    /// Writes the run's files, each whole or not at all.
    func write(_ report: RunReport, record: RunRecord) throws {
        try folder.write(ResultFile.text(report), to: "result.json")
        try folder.write(
            HostFile.text(
                report, started: started.ISO8601Format(), ended: Date().ISO8601Format(),
                version: SoftwareVersion.current),
            to: "host.json")
        try folder.write(StepsFile.text(record.steps.map(StepRow.init)), to: "steps.csv")
        let command = CommandLine.arguments.dropFirst().joined(separator: " ")
        try folder.write("# As used by: coordinator \(command)\n" + loaded.wholeText, to: "config.yaml")
        for file in ExportedFiles.all(report, version: SoftwareVersion.current) {
            try folder.write(file.text, to: file.name)
        }
        if let catalog = loaded.catalogText { try folder.write(catalog, to: "catalog.yaml") }
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

    private func trained(_ record: RunRecord) -> TrainedSummary {
        let trained = loaded.cluster.workload.trained
        let evaluation = { (loss: LossSum?) in
            loss.map { TrainedSummary.Evaluation(nats: $0.nats, tokens: $0.tokens) }
        }
        return TrainedSummary(
            parameterCount: TransformerConfiguration(
                contextLength: trained.context, layers: trained.layers, heads: trained.heads, width: trained.width
            ).parameterCount,
            stepsDone: record.steps.count, stepsPlanned: plan.steps,
            tokensPerStep: trained.microBatch * trained.context * plan.worldSize * record.account.job.accumulation,
            initialEvaluation: evaluation(record.initialEvaluation),
            finalEvaluation: evaluation(record.finalEvaluation),
            stepLosses: record.steps.map(\.trainedLoss.mean),
            // A step is committed only if all digests agree.
            replicasIdentical: true, numericClass: record.numericClass,
            weightsDigest: record.weights.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(),
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
