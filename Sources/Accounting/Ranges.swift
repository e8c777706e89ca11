package import ClusterModel
package import Emulation
package import Units

/// An interval of a quantity's distribution over the draws of the constants.
package struct Interval: Sendable, Hashable {
    /// 5th, 50th and 95th percentile.
    package let low: Double
    package let median: Double
    package let high: Double

    /// Percentiles by linear interpolation between order statistics.
    package init(_ draws: [Double]) {
        let sorted = draws.sorted()
        func percentile(_ p: Double) -> Double {
            let position = p * Double(sorted.count - 1)
            let below = Int(position)
            let above = min(below + 1, sorted.count - 1)
            return sorted[below] + (sorted[above] - sorted[below]) * (position - Double(below))
        }
        low = percentile(0.05)
        median = percentile(0.5)
        high = percentile(0.95)
    }
}

/// Totals of a run under one set of constants, on the run's fixed timeline (grams, joules).
package struct RunTotals: Sendable {
    package var joules = 0.0
    package var grams = 0.0
    package var embodiedGrams = 0.0
    /// Charged to the network: its devices, and the nodes' power during the waits it causes.
    package var networkGrams = 0.0
    /// Actual minus ideal network, operational.
    package var againstIdealGrams = 0.0

    /// - Parameters:
    ///   - ideal: the use of the same run on the ideal network, where the fabric draws nothing.
    package init(
        job: EmulatedJob, usage: RunUsage, ideal: RunUsage, makespan: VirtualDuration, constants: some ConstantValues
    ) {
        var rank = 0
        for group in job.cluster.nodes.indices {
            let tariff = Tariff(job: job, rank: rank, constants: constants)
            let gramsPerJoule = { (kind: UsageKind) in tariff.intensity(kind).gramsPerKilowattHour / 3.6e6 }
            for (item, emitting) in usage.items(group: group) {
                self.joules += tariff.joules(item) * tariff.pue(item.kind)
                let grams = tariff.joules(emitting) * tariff.pue(item.kind) * gramsPerJoule(item.kind)
                self.grams += grams
                againstIdealGrams += grams
                if item.kind.component.isFabric || item.cause.isNetworkWait { networkGrams += grams }
            }
            for (item, emitting) in ideal.items(group: group) {
                againstIdealGrams -= tariff.joules(emitting) * tariff.pue(item.kind) * gramsPerJoule(item.kind)
            }
            let perNode = Embodied.emissions(job: job, rank: rank, reserved: makespan, constants: constants)
            embodiedGrams += perNode.reduce(0) { $0 + $1.mass.grams } * Double(job.cluster.nodes[group].count)
            rank += job.cluster.nodes[group].count
        }
    }
}

/// Ranges of a run's totals by seeded Monte Carlo over the constants, on the run's fixed timeline.
package struct Ranges: Sendable {
    package static let draws = 1000
    package let joules: Interval
    package let grams: Interval
    package let embodiedGrams: Interval
    package let networkGrams: Interval
    package let networkShare: Interval
    package let againstIdealGrams: Interval
    package let againstIdealShare: Interval

    package init(job: EmulatedJob, usage: RunUsage, ideal: RunUsage, makespan: VirtualDuration, seed: UInt64) {
        let totals = (0..<Self.draws).map { draw in
            RunTotals(
                job: job, usage: usage, ideal: ideal, makespan: makespan,
                constants: DrawnValues(seed: seed, draw: draw))
        }
        joules = Interval(totals.map(\.joules))
        grams = Interval(totals.map(\.grams))
        embodiedGrams = Interval(totals.map(\.embodiedGrams))
        networkGrams = Interval(totals.map(\.networkGrams))
        networkShare = Interval(totals.map { $0.networkGrams / $0.grams })
        againstIdealGrams = Interval(totals.map(\.againstIdealGrams))
        againstIdealShare = Interval(totals.map { $0.againstIdealGrams / $0.grams })
    }
}
