internal import Accounting
internal import ClusterModel
package import Emulation
package import Units

/// What a course of steps comes to on one cluster.
package struct Outcome: Sendable {
    package let job: EmulatedJob
    /// Micrograms, location-based, facility included.
    package let operational: Int128
    /// Micrograms: of the hardware for the time in which it is reserved (SCI rule).
    package let embodied: Int128
    package let makespan: VirtualDuration
    private let usage: RunUsage

    /// Micrograms of both.
    package var total: Int128 { operational + embodied }

    private init(_ account: RunAccount) {
        job = account.job
        operational = account.ledger.total().emissions
        embodied = Int128(PricedScenario(run: account, name: "").embodied.count)
        makespan = account.clock.makespan()
        usage = account.usage
    }

    /// The course of a run on a cluster: the same steps, the same draws of chance.
    ///
    /// Only what is booked is evaluated, whose waits are not told apart by cause. Where flows share
    /// links, they have static shares of them: many prices are asked for.
    init(of run: AdvisedRun, on cluster: Cluster) {
        let job = EmulatedJob(
            cluster: cluster, virtualRanks: run.account.job.virtualRanks, bookedLaneOnly: true,
            sharedLinks: .staticShares)
        self.init(RunAccount.simulated(job: job, kinds: run.account.kinds))
    }

    /// Grams of both by draw of the constants, on this timeline. A constant has the same value in the same draw of every
    /// outcome, so that differences are of the same unknowns.
    func drawn(seed: UInt64) -> [Double] {
        let none = RunUsage(groups: job.cluster.nodes.count)
        return (0..<Ranges.draws).map { draw in
            let totals = RunTotals(
                job: job, usage: usage, ideal: none, makespan: makespan, constants: DrawnValues(seed: seed, draw: draw))
            return totals.grams + totals.embodiedGrams
        }
    }
}
