package import ClusterModel
package import Emulation
package import Units

/// A network, or a whole cluster, on which a run is priced beside its own.
package struct Scenario: Sendable, Hashable {
    /// As the user named it.
    package let name: String
    /// `nil` for the ideal network, which every account carries along.
    package let cluster: Cluster?

    package init(name: String, cluster: Cluster?) {
        self.name = name
        self.cluster = cluster
    }
}

/// What the same course of a run would have taken and emitted in a scenario.
package struct PricedScenario: Sendable {
    package let name: String
    package let job: EmulatedJob
    /// True if the scenario's schedule and buckets are those that the workers executed; else it is priced only.
    package let isExecuted: Bool
    package let isIdeal: Bool
    package let makespan: VirtualDuration
    package let ledger: Ledger
    package let anatomy: StepAnatomy
    /// Over the makespan, all components.
    package let embodied: CarbonMass

    /// Prices what was booked in `run` on the scenario's cluster: the same seeded draws, the same virtual time and ledger
    /// as a run of its own would have had.
    package init(_ scenario: Scenario, run: RunAccount) {
        guard let cluster = scenario.cluster else {
            self.init(ideal: run, name: scenario.name)
            return
        }
        let job = EmulatedJob(cluster: cluster, virtualRanks: run.job.virtualRanks)
        self.init(
            account: RunAccount.simulated(job: job, kinds: run.kinds), name: scenario.name,
            isExecuted: job.executesLike(run.job))
    }

    /// The run itself, for the first row of a table.
    package init(run: RunAccount, name: String) { self.init(account: run, name: name, isExecuted: true) }

    private init(account: RunAccount, name: String, isExecuted: Bool) {
        self.name = name
        self.isExecuted = isExecuted
        isIdeal = false
        job = account.job
        makespan = account.clock.makespan()
        ledger = account.ledger
        anatomy = account.anatomy
        embodied = Self.embodied(account.job, reserved: account.clock.makespan(), hasFabric: true)
    }

    private init(ideal run: RunAccount, name: String) {
        self.name = name
        isExecuted = true
        isIdeal = true
        job = run.job
        makespan = run.clock.makespan(.idealNetwork)
        ledger = run.idealLedger
        anatomy = run.idealAnatomy
        embodied = Self.embodied(run.job, reserved: run.clock.makespan(.idealNetwork), hasFabric: false)
    }

    private static func embodied(_ job: EmulatedJob, reserved: VirtualDuration, hasFabric: Bool) -> CarbonMass {
        let all = (0..<job.worldSize).flatMap { rank in
            Embodied.emissions(job: job, rank: rank, reserved: reserved, constants: CentralValues())
        }
        return CarbonMass(
            count: all.reduce(0) { $0 + ($1.component.isFabric && !hasFabric ? 0 : $1.mass.count) })
    }

    /// What the network between nodes is charged with: its devices, and the nodes during the waits that it causes.
    package var attributed: LedgerTotal {
        ledger.total { _, serving, _, cause in serving.isFabric || cause.isNetworkWait }
    }
}
