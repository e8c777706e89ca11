package import ClusterModel
internal import Emulation
internal import Units

/// How far one constant, at either end of its range, moves the run's total emissions.
package struct Sensitivity: Sendable, Hashable {
    package let constant: ConstantRecorder.Record
    /// Change of the operational grams at the low and at the high end.
    package let atLow: Double
    package let atHigh: Double
    /// True if the constant changes the timeline, which was priced anew.
    package let movesTime: Bool

    package var span: Double { max(abs(atLow), abs(atHigh)) }

    /// All uncertain constants, the one that moves the total most first (ties by name).
    ///
    /// - Parameters:
    ///   - steps: training steps of the run; constants of time are priced on a run of that length.
    package static func ranking(account: RunAccount) -> [Sensitivity] {
        let job = account.job
        let timing = ConstantRecorder()
        _ = EmulatedJob(
            cluster: job.cluster, virtualRanks: job.virtualRanks, constants: timing, algorithm: job.algorithm)
        let power = ConstantRecorder()
        var rank = 0
        for group in job.cluster.nodes {
            _ = Tariff(job: job, rank: rank, constants: power)
            rank += group.count
        }
        let central = grams(account, constants: CentralValues())
        // On shared links many prices are asked for: static shares on both sides of each difference.
        let evaluation: SharedLinkEvaluation = job.setting.sharesLinks ? .staticShares : .events
        let timedCentral =
            evaluation == .events
            ? central
            : grams(
                UnbookedRun(
                    job: EmulatedJob(
                        cluster: job.cluster, virtualRanks: job.virtualRanks, bookedLaneOnly: true,
                        algorithm: job.algorithm, sharedLinks: evaluation),
                    steps: account.trainingSteps), constants: CentralValues())
        let timed = timing.records.filter(\.isUncertain).map { record in
            let change = { (isHigh: Bool) -> Double in
                guard isHigh ? record.highDiffers : record.lowDiffers else { return 0 }
                let bound = OneAtBound(name: record.name, isHigh: isHigh)
                let varied = EmulatedJob(
                    cluster: job.cluster, virtualRanks: job.virtualRanks, constants: bound, bookedLaneOnly: true,
                    algorithm: job.algorithm, sharedLinks: evaluation)
                return grams(UnbookedRun(job: varied, steps: account.trainingSteps), constants: bound) - timedCentral
            }
            return Sensitivity(constant: record, atLow: change(false), atHigh: change(true), movesTime: true)
        }
        let powered = power.records.filter(\.isUncertain).map { record in
            let change = { (isHigh: Bool) -> Double in
                guard isHigh ? record.highDiffers : record.lowDiffers else { return 0 }
                return grams(account, constants: OneAtBound(name: record.name, isHigh: isHigh)) - central
            }
            return Sensitivity(constant: record, atLow: change(false), atHigh: change(true), movesTime: false)
        }
        return (timed + powered).sorted { ($1.span, $0.constant.name) < ($0.span, $1.constant.name) }
    }

    private static func grams(_ account: RunAccount, constants: some ConstantValues) -> Double {
        RunTotals(
            job: account.job, usage: account.usage, ideal: account.idealUsage, makespan: account.clock.makespan(),
            constants: constants
        ).grams
    }

    private static func grams(_ run: UnbookedRun, constants: some ConstantValues) -> Double {
        RunTotals(
            job: run.clock.job, usage: run.usage, ideal: run.usage, makespan: run.clock.makespan(),
            constants: constants
        ).grams
    }
}

/// A whole run on the clocks alone, its use summed but not booked.
struct UnbookedRun {
    private(set) var clock: ClusterClock
    private(set) var usage: RunUsage
    private let tariffs: [Tariff]

    init(job: EmulatedJob, steps: Int) {
        tariffs = (0..<job.worldSize).map { Tariff(job: job, rank: $0, constants: CentralValues()) }
        clock = ClusterClock(job: job)
        usage = RunUsage(groups: job.cluster.nodes.count)
        add(clock.evaluate())
        for _ in 0..<steps { add(clock.train()) }
        add(clock.evaluate())
        add(clock.close())
    }

    private mutating func add(_ priced: PricedStep) {
        for step in priced.actual {
            usage.add(step, group: clock.job.groupOfRank[step.rank], tariff: tariffs[step.rank])
        }
    }
}
