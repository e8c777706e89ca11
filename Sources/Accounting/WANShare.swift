internal import ClusterModel
internal import Emulation
internal import Units

/// One rank's equal share of the equipment of all links between sites, and the electricity that it draws.
///
/// The equipment has a site of its own. Where several links have several sites, intensity and PUE are their means,
/// weighted by power.
struct WANShare {
    /// Of the rank.
    let power: Power
    /// Of all ranks together.
    let total: Power
    /// Of all links together, per direction (bit/s); 0 where there is none.
    let capacity: Int64
    let facilityShare: Ratio
    /// `nil` where there is no link.
    let grid: GridElectricity?

    init(job: EmulatedJob, rank: Int, constants: some ConstantValues) {
        let cluster = job.cluster
        let links = job.worldSize > 1 ? cluster.fabric.wanLinks : []
        let inventory = links.isEmpty ? nil : FabricInventory(cluster: cluster)
        var total: Int64 = 0
        var capacity: Int64 = 0
        var weightedShare: Int128 = 0
        var sites: [(site: Site, weight: Int128)] = []
        for link in links {
            guard let site = cluster.sites.first(where: { $0.name == link.site }), let inventory else { continue }
            let power = inventory.chargedWANPower(of: link, one: constants.value(of: link.equipment.power)).count
            total += power
            capacity += link.bandwidth.count * Int64(link.count)
            sites.append((site, Int128(power)))
            weightedShare += Int128(power) * Int128(max(0, constants.value(of: site.pue).count - Ratio.scale))
        }
        self.total = Power(count: total)
        self.capacity = capacity
        power = Power(count: Exact.share(total, of: rank, among: job.worldSize))
        facilityShare = Ratio(count: Int64(Exact.divide(weightedShare, by: Int128(max(total, 1)))))
        grid = capacity > 0 ? GridElectricity(sites, start: cluster.start, constants: constants) : nil
    }

    /// One rank's equal share of the equipment's embodied carbon.
    static func embodied(job: EmulatedJob, rank: Int, constants: some ConstantValues) -> CarbonMass {
        guard job.worldSize > 1, !job.cluster.fabric.wanLinks.isEmpty else { return .zero }
        let inventory = FabricInventory(cluster: job.cluster)
        let total = job.cluster.fabric.wanLinks.reduce(Int64(0)) {
            $0 + inventory.chargedWANEmbodied(of: $1, one: constants.value(of: $1.equipment.embodied)).count
        }
        return CarbonMass(count: Exact.share(total, of: rank, among: job.worldSize))
    }
}
