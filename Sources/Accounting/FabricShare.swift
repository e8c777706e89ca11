internal import ClusterModel
internal import Emulation
internal import Units

/// One rank's equal share of the switches and optics that it is attached to (largest remainder over the attached ranks).
///
/// Where a WAN joins several sites, ranks share the network of their own site alone: it draws that site's electricity.
struct FabricShare {
    private let fabric: Fabric
    private let inventory: FabricInventory
    /// The rank's place among those that are attached to the same network, and how many they are.
    private let place: Int
    private let attached: Int

    init(job: EmulatedJob, rank: Int) {
        let cluster = job.cluster
        let site = cluster.nodes[job.groupOfRank[rank]].site
        fabric = cluster.fabric
        inventory = FabricInventory(cluster: cluster, site: site)
        var (place, attached, first) = (0, 0, 0)
        for group in cluster.nodes {
            if fabric.wanLinks.isEmpty || group.site == site {
                place += min(max(rank - first, 0), group.count)
                attached += group.count
            }
            first += group.count
        }
        self.place = place
        self.attached = attached
    }

    func switchPower(_ constants: some ConstantValues) -> Power {
        guard let model = fabric.switchModel else { return .zero }
        return Power(count: share(of: inventory.chargedSwitchPower(one: constants.value(of: model.power)).count))
    }

    func opticsPower(_ constants: some ConstantValues) -> Power {
        guard let optics = fabric.optics else { return .zero }
        return Power(count: share(of: (constants.value(of: optics.power) * inventory.optics).count))
    }

    func embodiedSwitches(_ constants: some ConstantValues) -> CarbonMass {
        guard let model = fabric.switchModel else { return .zero }
        return CarbonMass(
            count: share(of: inventory.chargedSwitchEmbodied(one: constants.value(of: model.embodied)).count))
    }

    func embodiedOptics(_ constants: some ConstantValues) -> CarbonMass {
        guard let optics = fabric.optics else { return .zero }
        return CarbonMass(count: share(of: constants.value(of: optics.embodied).count * Int64(inventory.optics)))
    }

    private func share(of whole: Int64) -> Int64 { Exact.share(whole, of: place, among: attached) }
}
