package import Accounting
package import ClusterModel
internal import Emulation
internal import Units

/// A run that was done, opened from its folder: its configuration is priced again along the course that it took, which
/// gives the same account to the last unit, or an error.
package struct ReopenedRun: Sendable {
    /// The folder, with a slash at its end.
    package let folder: String
    /// The cluster that the run was on.
    package let loaded: ClusterFile.Loaded
    /// Clocks and ledgers, as they were at its end.
    package let account: RunAccount
    private let result: RecordedResult
    private let host: RecordedHost

    /// - Parameter path: of a run's folder, or of its `result.json`.
    /// - Throws: `ReopeningError`, or `ClusterFileError` of its configuration.
    package init(path: String) throws {
        let folder = try RunFolderFiles(path: path)
        self.folder = folder.path
        result = try folder.decode("result.json")
        host = try folder.decode("host.json")
        guard result.format == ResultFile.format else {
            throw folder.error(
                "result.json", "its format is \(result.format), and this program reads \(ResultFile.format)",
                remedy: "use the version of ringwatt that wrote it (host.json names it)")
        }
        loaded = try ClusterFile.load(path: folder.path + "config.yaml")
        let job = EmulatedJob(cluster: loaded.cluster, virtualRanks: max(1, result.configuration.virtualRanks))
        account = RunAccount.simulated(job: job, kinds: try BookedCourse.kinds(result.emulated.course, in: folder))
        let total = account.ledger.total()
        let again = RecordedResult.Total(
            energyNanojoules: "\(total.energy)", emissionsMicrograms: "\(total.emissions)")
        guard again == result.emulated.total,
            "\(account.clock.makespan().attoseconds)" == result.emulated.makespanAttoseconds
        else {
            throw folder.error(
                "result.json",
                "priced again, config.yaml comes to \(again.emissionsMicrograms) µg CO2e, but it says "
                    + "\(result.emulated.total.emissionsMicrograms)",
                remedy:
                    "one of the two was changed since, or another version of ringwatt wrote them: run it again with "
                    + "--config \(folder.path)config.yaml")
        }
    }

    /// All that was said of the run at its end. A network that was a file of the user's is left out, as the folder keeps
    /// only its name.
    package func report() -> RunReport {
        let budget = result.budget.map(Self.budget)
        return RunReport(
            run: host.run, seed: loaded.cluster.workload.trained.seed, cluster: loaded.cluster,
            clusterFile: host.clusterFilePath, options: loaded.overrides.options, worldSize: loaded.cluster.nodeCount,
            virtualRanks: account.job.virtualRanks, account: account, trained: trained, status: status,
            host: HostSummary(host), folder: folder, files: [], scenarios: scenarios, budget: budget,
            budgetStop: result.budget.flatMap { Self.stop($0, steps: result.stepsDone) })
    }

    private var status: RunStatus {
        result.status == "completed"
            ? .completed : .stopped(step: result.stepsDone, reason: host.stopReason ?? "it was stopped")
    }

    private var trained: TrainedSummary {
        let trained = result.trained
        let evaluation = { (evaluation: RecordedResult.Evaluation?) in
            evaluation.map { TrainedSummary.Evaluation(nats: $0.sumNats, tokens: $0.tokens) }
        }
        return TrainedSummary(
            parameterCount: trained.parameters, stepsDone: result.stepsDone, stepsPlanned: result.stepsPlanned,
            tokensPerStep: trained.tokensPerStep, initialEvaluation: evaluation(trained.initialEvaluation),
            finalEvaluation: evaluation(trained.finalEvaluation), stepLosses: trained.stepLossesNatsPerToken,
            replicasIdentical: trained.replicasIdentical, numericClass: trained.numericClass,
            weightsDigest: trained.weightsDigest, corpus: trained.corpus)
    }

    private var scenarios: [PricedScenario] {
        result.scenarios.compactMap { recorded in
            guard let preset = try? NetworkPreset.load(recorded.name) else { return nil }
            guard !preset.isIdeal else {
                return PricedScenario(Scenario(name: recorded.name, cluster: nil), run: account)
            }
            guard let cluster = try? preset.applied(to: loaded) else { return nil }
            return PricedScenario(Scenario(name: recorded.name, cluster: cluster), run: account)
        }
    }

    private static func budget(_ recorded: RecordedResult.Budget) -> Budget {
        Budget(
            emissions: recorded.maxEmissionsGco2e.map {
                CarbonMass(count: Int64(clamping: Int128(($0 * 1e6).rounded())))
            },
            energy: recorded.maxEnergyJoules.map {
                EnergyAllowance(count: Int64(clamping: Int128(($0 * 1e3).rounded())))
            })
    }

    private static func stop(_ recorded: RecordedResult.Budget, steps: Int) -> BudgetStop? {
        guard let limit = recorded.stoppedBy.flatMap(Budget.Limit.init), let total = recorded.withNextStep,
            let energy = Int128(total.energyNanojoules), let emissions = Int128(total.emissionsMicrograms)
        else { return nil }
        return BudgetStop(limit: limit, steps: steps, withNextStep: LedgerTotal(energy: energy, emissions: emissions))
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
