internal import Accounting
internal import ClusterModel
internal import Emulation
internal import Units

/// What the power of waiting accelerators makes of a run: its totals at both ends and in the middle of the range of
/// `stall_power_fraction`, on the run's own timeline.
package struct StallPowerEffect: Sendable, Hashable {
    /// The totals with one value of the fraction, all else central.
    package struct Point: Sendable, Hashable {
        /// Share of the way from idle to active power.
        package let fraction: Double
        /// Operational grams of CO2-equivalent.
        package let grams: Double
        /// The part that the network is charged with, as a share.
        package let networkShare: Double
    }

    /// Low, central, high.
    package let points: [Point]

    /// `nil` where the cluster gives the fraction without a range, or nothing was emitted.
    init?(account: RunAccount) {
        let fraction = account.job.cluster.assumptions.stallPowerFraction
        guard fraction.low < fraction.high else { return nil }
        let totals = { (constants: any ConstantValues) in
            RunTotals(
                job: account.job, usage: account.usage, ideal: account.idealUsage, makespan: account.clock.makespan(),
                constants: constants)
        }
        let bound = { (isHigh: Bool) in totals(OneAtBound(name: fraction.name, isHigh: isHigh)) }
        points = zip(
            [fraction.low, fraction.central, fraction.high], [bound(false), totals(CentralValues()), bound(true)]
        ).map { Point(fraction: $0.value, grams: $1.grams, networkShare: $1.networkGrams / $1.grams) }
        guard points.allSatisfy({ $0.grams > 0 }) else { return nil }
    }
}
