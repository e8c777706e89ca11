package import ClusterModel
internal import Emulation
package import Units

/// What a run drew at one site, and what follows from the site alone.
package struct SiteAccount: Sendable {
    package let site: Site
    /// Facility included; emissions are location-based.
    package let total: LedgerTotal
    /// Without the facility's part.
    package let equipment: LedgerTotal

    /// The mean of the run, weighted by energy; `nil` where nothing was drawn.
    package var meanIntensity: CarbonIntensity? {
        guard total.energy > 0 else { return nil }
        return CarbonIntensity(
            count: Int64(Exact.multiplyDivide(total.emissions, 3_600_000_000_000_000, by: total.energy)))
    }

    /// Grams by the intensity of the operator's contracts; location-based where that is not told.
    package var marketGrams: Double { grams(site.marketIntensity) }

    /// Grams if all of it came from the plants that run for it; location-based where that is not told.
    package var marginalGrams: Double { grams(site.marginalIntensity) }

    private func grams(_ intensity: Estimate<CarbonIntensity>?) -> Double {
        guard let intensity else { return total.grams }
        return Double(total.energy) / 3.6e15 * intensity.central.gramsPerKilowattHour
    }

    /// Litres of water by the site's WUE, which counts the energy of the equipment; `nil` where that is not told.
    package var litres: Double? {
        site.waterUse.map { Double($0.central.count) / 1e6 * Double(equipment.energy) / 3.6e15 }
    }

    /// The sites of a run in the order of the cluster file; those that drew nothing are left out.
    ///
    /// The equipment between sites counts where it stands; where several links have several sites, with the first.
    package static func all(of account: RunAccount) -> [SiteAccount] {
        let cluster = account.job.cluster
        let places = Dictionary(cluster.sites.enumerated().map { ($0.element.name, $0.offset) }) { first, _ in first }
        let groups = account.job.groupOfRank.map { places[cluster.nodes[$0].site] ?? 0 }
        let between = cluster.fabric.wanLinks.first.flatMap { places[$0.site] }
        var totals = [LedgerTotal](repeating: LedgerTotal(), count: cluster.sites.count)
        var equipment = totals
        for (part, sum) in account.ledger.parts {
            let place = part.serving == .wan ? between ?? groups[part.rank] : groups[part.rank]
            totals[place] = totals[place] + sum
            if part.component != .facility { equipment[place] = equipment[place] + sum }
        }
        return cluster.sites.indices.compactMap { index in
            guard totals[index].energy > 0 else { return nil }
            return SiteAccount(site: cluster.sites[index], total: totals[index], equipment: equipment[index])
        }
    }
}
