internal import ClusterModel
internal import Emulation
internal import Units

/// The electricity of a whole run, as far ahead as its sites' hourly series tell it: each site weighs what it has drawn so
/// far.
package struct GridAhead: Sendable {
    private let grid: GridElectricity

    /// - Returns: `nil` where no site has an hourly series, or nothing is booked.
    package init?(_ account: RunAccount) {
        let sites = SiteAccount.all(of: account)
        guard sites.contains(where: { $0.site.series != nil }) else { return nil }
        // Joules, so that products with intensities stay within 128 bits.
        let weighted = sites.map { ($0.site, max(1, $0.total.energy / 1_000_000_000)) }
        grid = GridElectricity(weighted, start: account.job.cluster.start, constants: CentralValues())
    }

    /// The mean over a stretch of the job's time, in seconds from its start: gCO2e/kWh.
    package func gramsPerKilowattHour(from: Double, to: Double) -> Double { grams(of: 3.6e6, from: from, to: to) }

    /// What energy emits that is drawn evenly over a stretch of the job's time, in seconds from its start.
    package func grams(of joules: Double, from: Double, to: Double) -> Double {
        // Series repeat; a hundred years of them are enough for a mean.
        let limit = 3.2e9
        let instant = { (seconds: Double) in
            VirtualInstant.zero
                + VirtualDuration(attoseconds: Int128(min(max(0, seconds), limit) * 1e9) * 1_000_000_000)
        }
        let intensity = grid.intensity(from: instant(from), to: instant(max(from, to)))
        return joules / 3.6e6 * intensity.gramsPerKilowattHour
    }
}
