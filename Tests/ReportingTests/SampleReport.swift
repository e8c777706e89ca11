import Accounting
import ClusterModel
import Emulation
import Reporting

/// A report of an emulated run without workers; its trained and host figures are invented test data.
enum SampleReport {
    static func make(
        config: String = "default", nodes: Int? = nil, steps: Int = 20, planned: Int? = nil, virtualRanks: Int = 1,
        status: RunStatus = .completed, networks: [String] = [], disturbances: DisturbanceModel? = nil,
        sharding: RepresentedWorkload.Sharding? = nil, gradientType: RepresentedWorkload.GradientType? = nil,
        budget: Budget? = nil, budgetStop: BudgetStop? = nil
    ) throws -> RunReport {
        let overrides = ClusterOverrides(nodes: nodes, steps: steps, gradientType: gradientType, sharding: sharding)
        let loaded = try ClusterFile.load(path: config, overrides: overrides)
        let scenarios = try networks.map { name in
            let preset = try NetworkPreset.load(name)
            return Scenario(
                name: name, cluster: preset.isIdeal ? nil : try preset.applied(to: loaded))
        }
        var cluster = loaded.cluster
        if let disturbances { cluster.disturbances = disturbances }
        return make(
            cluster: cluster, config: config, steps: steps, planned: planned, virtualRanks: virtualRanks,
            status: status, scenarios: scenarios, budget: budget, budgetStop: budgetStop)
    }

    static func make(
        cluster: Cluster, config: String = "test.yaml", steps: Int, planned: Int? = nil, virtualRanks: Int = 1,
        status: RunStatus = .completed, scenarios: [Scenario] = [], budget: Budget? = nil,
        budgetStop: BudgetStop? = nil
    ) -> RunReport {
        let job = EmulatedJob(cluster: cluster, virtualRanks: virtualRanks)
        var account = RunAccount(job: job)
        if status == .completed {
            account = RunAccount.simulated(job: job, steps: steps)
        } else {
            let ending: [RankStep.Kind] = budgetStop == nil ? [] : [.checkpoint, .evaluation, .closing]
            for kind in [.evaluation] + [RankStep.Kind](repeating: .training, count: steps) + ending {
                let priced = account.price(kind)
                try! account.book(priced, reported: priced.actual.map { account.account($0) })
            }
        }
        let trained = TrainedSummary(
            parameterCount: 844_032, stepsDone: steps, stepsPlanned: planned ?? steps, tokensPerStep: 8192,
            initialEvaluation: .init(nats: 5.56 * 16384, tokens: 16384),
            finalEvaluation: status == .completed || budgetStop != nil ? .init(nats: 2.41 * 16384, tokens: 16384) : nil,
            stepLosses: (0..<steps).map { 5.5 - 0.125 * Double($0) }, replicasIdentical: true, numericClass: "fma",
            weightsDigest: "00112233445566778899aabbccddeeff",
            corpus: "43 files, 15000 documents, 2500000 bytes, FNV-1a 0123456789abcdef (test data)")
        let hostEnergy = HostEnergySummary(
            joules: .init(low: 1116, central: 2232, high: 4464), machineJoules: 3720, share: 0.6, load: 0.31,
            elsewhereSeconds: 0, elsewhereJoules: 0, counters: .denied, brokenZone: nil,
            zones: [.init(name: "package-0", role: "package", joules: nil, isCounted: false)],
            processor: .init(
                modelName: "AMD EPYC 7742 64-Core Processor", catalogName: "epyc-7742", sockets: 1, threads: 16,
                isVirtual: true, tdp: .init(low: 28.125, central: 28.125, high: 28.125), source: "test data",
                year: 2022, confidence: "confirmed"))
        let host = HostSummary(
            wallSeconds: 112, cpuSeconds: 201, energy: hostEnergy, gramsPerKilowattHour: 430,
            droppedFrames: [.init(reason: "wrong generation", count: 3)],
            payloadBytesSent: 9_453_158_400, payloadBytesReceived: 9_453_158_400, framingBytesSent: 12_288_000,
            kernels: ["avx2"], corpusPath: "/usr/share/games/fortunes")
        return RunReport(
            run: "test-run", seed: cluster.workload.trained.seed, cluster: cluster, clusterFile: config,
            worldSize: cluster.nodeCount, virtualRanks: virtualRanks, account: account, trained: trained,
            status: status, host: host, folder: "runs/test-run/",
            files: ["result.json", "host.json", "steps.csv", "config.yaml"],
            scenarios: scenarios.map { PricedScenario($0, run: account) }, budget: budget, budgetStop: budgetStop)
    }
}
