package import Accounting
package import ClusterModel
package import Emulation
package import Units

/// What takes time to work out of a run's account, or more than one reader needs: computed once.
package struct RunAnalysis: Sendable {
    /// Sum of the emulated ledger.
    package let total: LedgerTotal
    /// Energy at the equipment: the total without the facility.
    package let equipment: LedgerTotal
    /// The same run on the ideal network.
    package let ideal: LedgerTotal
    /// 5–95 % over draws of the constants of power, grid and hardware, on the run's own timeline; `nil` where nothing
    /// was booked.
    package let ranges: Ranges?
    /// Which constants move the total most, those of time priced anew; empty where no step was booked, without those of
    /// time for a run that stopped.
    package let sensitivities: [Sensitivity]
    /// What the power of waiting accelerators makes of the totals; `nil` where it has no range or nothing was booked.
    package let stallPower: StallPowerEffect?
    /// Mean training step of one node, priced alone, over this run's; `nil` for one node or no step.
    package let scalingEfficiency: Double?
    /// Closed form of a step's collectives.
    package let communication: CommunicationParts
    /// How far static shares of the links would be from the events that are booked: of the first steps' duration, minus
    /// 1; `nil` where no link is shared.
    package let staticShareDifference: Double?
    /// What the run drew at each site.
    package let sites: [SiteAccount]
    /// The network's part, both ways.
    package let overhead: NetworkOverhead
    /// Embodied emissions of the actual and of the ideal network, by component.
    package let embodied: [EmbodiedShare]
    /// Tokens of one emulated step, over all accelerators and micro-batches.
    package let tokensPerStep: Int
    /// What was foretold of the whole run after its first steps; `nil` for a run that is too short.
    package let forecast: RunForecast?
    /// How far it was off, as shares of what the run came to; `nil` for a run that did not reach its end.
    package let forecastError: Outlay?
    /// What other numbers of tokens would take; empty for a run of fewer than two steps.
    package let tokenOutlays: [TokenOutlay]
    /// All constants that entered, in the order of first use.
    package let constants: [ConstantRecorder.Record]

    /// - Parameters:
    ///   - seed: of the draws.
    ///   - plannedSteps: training steps that the whole run has.
    ///   - isComplete: false for a run that stopped: constants of time are priced on whole runs only, final evaluation
    ///     included, so that their effect on it is not told.
    package init(account: RunAccount, seed: UInt64, plannedSteps: Int, isComplete: Bool) {
        let job = account.job
        let makespan = account.clock.makespan()
        let hasBookings = account.ledger.entryCount > 0
        total = account.ledger.total()
        equipment = account.ledger.total { component, _, _, _ in component != .facility }
        ideal = account.idealLedger.total()
        ranges =
            hasBookings
            ? Ranges(job: job, usage: account.usage, ideal: account.idealUsage, makespan: makespan, seed: seed) : nil
        let hasSteps = account.trainingSteps > 0
        let ranking = hasSteps ? Sensitivity.ranking(account: account) : []
        sensitivities = ranking.filter { isComplete || !$0.movesTime }
        stallPower = hasBookings ? StallPowerEffect(account: account) : nil
        scalingEfficiency = hasSteps && job.worldSize > 1 ? Self.scalingEfficiency(account) : nil
        communication = job.communicationParts
        staticShareDifference = hasSteps && job.setting.sharesLinks ? Self.staticShareDifference(job) : nil
        sites = SiteAccount.all(of: account)
        overhead = NetworkOverhead(account: account)
        embodied = EmbodiedShare.all(
            job: job, makespan: makespan, idealMakespan: account.clock.makespan(.idealNetwork))
        tokensPerStep = job.tokensPerStep
        forecast = RunForecast(account: account, plannedSteps: plannedSteps)
        forecastError = forecast?.error(against: account)
        tokenOutlays = TokenOutlay.all(
            account: account, tokensPerStep: tokensPerStep,
            embodiedGrams: embodied.reduce(0) { $0 + $1.actual.grams })
        constants = Self.constants(job: job, makespan: makespan)
    }

    /// Micrograms of embodied CO2-equivalent, all components.
    package var embodiedTotal: CarbonMass { embodied.reduce(.zero) { CarbonMass(count: $0.count + $1.actual.count) } }

    /// T_step(1) / T_step(N): the first node alone does the same work without anyone to wait for.
    private static func scalingEfficiency(_ account: RunAccount) -> Double? {
        var alone = account.job.cluster
        alone.nodes = [alone.nodes[0]]
        alone.nodes[0].count = 1
        var clock = ClusterClock(
            job: EmulatedJob(cluster: alone, virtualRanks: account.job.virtualRanks, bookedLaneOnly: true))
        var anatomy = StepAnatomy()
        for _ in 0..<account.trainingSteps {
            for rankStep in clock.train().actual { anatomy.add(rankStep) }
        }
        let own = account.anatomy.meanDuration.seconds
        return own > 0 ? anatomy.meanDuration.seconds / own : nil
    }

    private static func staticShareDifference(_ job: EmulatedJob) -> Double {
        let seconds = { (evaluation: SharedLinkEvaluation) -> Double in
            let booked = EmulatedJob(
                cluster: job.cluster, virtualRanks: job.virtualRanks, bookedLaneOnly: true, algorithm: job.algorithm,
                sharedLinks: evaluation)
            var clock = ClusterClock(job: booked)
            for _ in 0..<3 { _ = clock.train() }
            return clock.makespan().seconds
        }
        return seconds(.staticShares) / seconds(.events) - 1
    }

    private static func constants(job: EmulatedJob, makespan: VirtualDuration) -> [ConstantRecorder.Record] {
        let recorder = ConstantRecorder()
        _ = EmulatedJob(
            cluster: job.cluster, virtualRanks: job.virtualRanks, constants: recorder, algorithm: job.algorithm)
        var rank = 0
        for group in job.cluster.nodes {
            _ = Tariff(job: job, rank: rank, constants: recorder)
            _ = Embodied.emissions(job: job, rank: rank, reserved: makespan, constants: recorder)
            rank += group.count
        }
        return recorder.records
    }
}

/// Embodied emissions of one component over the reserved time.
package struct EmbodiedShare: Sendable, Hashable {
    /// Of which all things of the cluster are summed.
    package let component: Component
    /// Over the run's makespan.
    package let actual: CarbonMass
    /// Over the makespan of the ideal network, whose devices between nodes have none.
    package let ideal: CarbonMass

    static func all(job: EmulatedJob, makespan: VirtualDuration, idealMakespan: VirtualDuration) -> [Self] {
        let sums = { (reserved: VirtualDuration) -> [Component: Int64] in
            (0..<job.worldSize).reduce(into: [:]) { sums, rank in
                let shares = Embodied.emissions(job: job, rank: rank, reserved: reserved, constants: CentralValues())
                for (component, mass) in shares { sums[component, default: 0] += mass.count }
            }
        }
        let (actual, ideal) = (sums(makespan), sums(idealMakespan))
        return Component.allCases.filter { actual[$0] != nil }.map { component in
            EmbodiedShare(
                component: component, actual: CarbonMass(count: actual[component]!),
                ideal: CarbonMass(count: component.isFabric ? 0 : ideal[component]!))
        }
    }
}
