internal import Accounting
internal import Coordination
internal import Emulation
internal import Foundation
internal import RunStore
internal import Units

/// What is kept of a run that cannot be worked out of its configuration.
struct RecordedRun: Sendable {
    /// How messages name where it is kept.
    let place: String
    let name: String
    let clusterFileName: String
    /// With a slash at its end.
    let folder: String
    let virtualRanks: Int
    /// What was booked, in order.
    let kinds: [RankStep.Kind]
    let total: LedgerTotal
    let trained: TrainedSummary
    let status: RunStatus
    let budget: Budget?
    let budgetStop: BudgetStop?
    let scenarios: [String]
    /// `nil` for a run that was killed.
    let host: HostSummary?
}

extension RecordedRun {
    /// From the run's folder.
    init(_ folder: RunFolderFiles) throws(ReopeningError) {
        let result: RecordedResult = try folder.decode("result.json")
        let host: RecordedHost = try folder.decode("host.json")
        guard result.format == ResultFile.format else {
            throw folder.error(
                "result.json", "its format is \(result.format), and this program reads \(ResultFile.format)",
                remedy: "use the version of ringwatt that wrote it (host.json names it)")
        }
        guard let total = LedgerTotal(result.emulated.total) else {
            throw folder.error(
                "result.json", "emulated.total is no sum of whole numbers",
                remedy: "it was damaged: run it again with --config \(folder.path)config.yaml")
        }
        let trained = result.trained
        let evaluation = { (evaluation: RecordedResult.Evaluation?) in
            evaluation.map { TrainedSummary.Evaluation(nats: $0.sumNats, tokens: $0.tokens) }
        }
        self.init(
            place: folder.path + "result.json", name: host.run, clusterFileName: host.clusterFilePath,
            folder: folder.path, virtualRanks: result.configuration.virtualRanks,
            kinds: try BookedCourse.kinds(result.emulated.course, in: folder), total: total,
            trained: TrainedSummary(
                parameterCount: trained.parameters, stepsDone: result.stepsDone, stepsPlanned: result.stepsPlanned,
                tokensPerStep: trained.tokensPerStep, initialEvaluation: evaluation(trained.initialEvaluation),
                finalEvaluation: evaluation(trained.finalEvaluation), stepLosses: trained.stepLossesNatsPerToken,
                replicasIdentical: trained.replicasIdentical, numericClass: trained.numericClass,
                weightsDigest: trained.weightsDigest, corpus: trained.corpus),
            status: result.status == "completed"
                ? .completed : .stopped(step: result.stepsDone, reason: host.stopReason ?? "it was stopped"),
            budget: result.budget.map(Budget.init),
            budgetStop: result.budget.flatMap { BudgetStop($0, steps: result.stepsDone) },
            scenarios: result.scenarios.map(\.name), host: HostSummary(host))
    }

    /// From the store.
    init(_ stored: StoredCourse) throws(ReopeningError) {
        let run = stored.run
        let evaluation = { (loss: LossSum?) in
            loss.map { TrainedSummary.Evaluation(nats: $0.nats, tokens: $0.tokens) }
        }
        let status: RunStatus =
            switch run.standing {
            case .completed: .completed
            case .running: .stopped(step: run.stepsDone, reason: "it is still running")
            case .killed: .stopped(step: run.stepsDone, reason: "its process was killed")
            case .failed, .interrupted, .stoppedByBudget:
                .stopped(step: run.stepsDone, reason: run.reason ?? run.standing.rawValue)
            }
        self.init(
            place: run.name, name: run.name, clusterFileName: run.configurationName, folder: run.folder,
            virtualRanks: run.virtualRanks, kinds: stored.kinds, total: run.total,
            trained: TrainedSummary(
                parameterCount: stored.trainedParameters, stepsDone: run.stepsDone, stepsPlanned: run.stepsPlanned,
                tokensPerStep: stored.trainedTokensPerStep, initialEvaluation: evaluation(stored.initialEvaluation),
                finalEvaluation: evaluation(stored.finalEvaluation), stepLosses: stored.steps.map(\.trainedLoss.mean),
                replicasIdentical: true, numericClass: stored.numericClass, weightsDigest: stored.weightsDigest,
                corpus: stored.corpus),
            status: status, budget: stored.budget, budgetStop: stored.budgetStop, scenarios: stored.scenarios,
            host: try stored.host.map { text throws(ReopeningError) in
                HostSummary(try RunFolderFiles.decode(Data(text.utf8), place: run.name + ": host.json"))
            })
    }
}

extension LedgerTotal {
    fileprivate init?(_ recorded: RecordedResult.Total) {
        guard let energy = Int128(recorded.energyNanojoules), let emissions = Int128(recorded.emissionsMicrograms)
        else { return nil }
        self.init(energy: energy, emissions: emissions)
    }
}

extension Budget {
    fileprivate init(_ recorded: RecordedResult.Budget) {
        self.init(
            emissions: recorded.maxEmissionsGco2e.map {
                CarbonMass(count: Int64(clamping: Int128(($0 * 1e6).rounded())))
            },
            energy: recorded.maxEnergyJoules.map {
                EnergyAllowance(count: Int64(clamping: Int128(($0 * 1e3).rounded())))
            })
    }
}

extension BudgetStop {
    fileprivate init?(_ recorded: RecordedResult.Budget, steps: Int) {
        guard let limit = recorded.stoppedBy.flatMap(Budget.Limit.init),
            let total = recorded.withNextStep.flatMap(LedgerTotal.init)
        else { return nil }
        self.init(limit: limit, steps: steps, withNextStep: total)
    }
}

extension HostSummary {
    fileprivate init(_ host: RecordedHost) {
        let processor = host.hostProcessor
        let energy = HostEnergySummary(
            joules: .init(
                low: host.hostEnergyLowJoules, central: host.hostEnergyJoules, high: host.hostEnergyHighJoules),
            machineJoules: host.hostMachineEnergyJoules, share: host.hostBusyShare, load: host.hostLoad,
            elsewhereSeconds: host.hostElsewhereCpuSeconds, elsewhereJoules: host.hostElsewhereEnergyJoules,
            counters: .init(rawValue: host.hostCounters) ?? .unreadable, brokenZone: host.hostCountersZone,
            zones: host.hostZones.map {
                .init(name: $0.name, role: $0.role, joules: $0.energyJoules, isCounted: $0.isCounted)
            },
            processor: .init(
                modelName: processor.modelName, catalogName: processor.catalogName, sockets: processor.sockets,
                threads: processor.threads, isVirtual: processor.isVirtual,
                tdp: .init(
                    low: processor.tdpLowWatts, central: processor.tdpWatts, high: processor.tdpHighWatts),
                source: processor.tdpSource, year: processor.tdpYear ?? 0, confidence: processor.tdpConfidence))
        self.init(
            wallSeconds: host.hostWallSeconds, cpuSeconds: host.hostCpuSeconds, energy: energy,
            gramsPerKilowattHour: host.hostIntensityGco2ePerKwh,
            droppedFrames: host.droppedFrames.map { .init(reason: $0.reason, count: $0.count) },
            payloadBytesSent: UInt64(host.payloadSentBytes) ?? 0,
            payloadBytesReceived: UInt64(host.payloadReceivedBytes) ?? 0,
            framingBytesSent: UInt64(host.framingSentBytes) ?? 0, kernels: host.kernels, corpusPath: host.corpusPath)
    }
}
