package import ClusterModel
internal import Units

/// Equal nodes at one site, with their share of the network: what draws power, and what was made for the run.
package struct ReservedHardware: Sendable {
    /// Of all of them while their accelerators compute.
    let computing: Corners<Power>
    /// While they wait for others.
    let waiting: Corners<Power>
    /// Of making all of them, over their whole life.
    let embodied: Corners<CarbonMass>
    /// Over which that is spread; the corner with the low mass has the long life.
    let lifetime: Estimate<Lifetime>
    package let site: Site

    /// Hardware whose power was measured as a whole, such as the system power of an accelerator; its embodied emissions
    /// are those of `embodied`.
    init(
        measured: Power, embodied: Corners<CarbonMass>, lifetime: Estimate<Lifetime>, site: Site
    ) {
        let power = Corners(low: measured, central: measured, high: measured)
        (computing, waiting) = (power, power)
        self.embodied = embodied
        self.lifetime = lifetime
        self.site = site
    }

    /// All nodes of a group; `fabric` is the power and mass of its share of switches, optics and links.
    init(
        group: NodeGroup, site: Site, assumptions: Assumptions,
        fabricPower: Corners<Power>, fabricEmbodied: Corners<CarbonMass>
    ) {
        let power = NodePower(of: group, assumptions: assumptions)
        computing = Corners(power.computing * group.count).with(fabricPower, +)
        waiting = Corners(power.waiting * group.count).with(fabricPower, +)
        embodied = Self.embodied(of: group).with(fabricEmbodied) { CarbonMass(count: $0.count + $1.count) }
        lifetime = assumptions.hardwareLifetime
        self.site = site
    }

    /// All parts of all nodes of a group.
    static func embodied(of group: NodeGroup) -> Corners<CarbonMass> {
        let parts: [(Estimate<CarbonMass>, Int)] = [
            (group.accelerator.embodied, group.acceleratorsPerNode), (group.cpu.embodied, group.sockets),
            (group.memoryEmbodied, 1), (group.baseEmbodied, 1), (group.nic.embodied, group.nicsPerNode),
            (group.storage.embodied, group.storagePerNode),
        ]
        let sum = { (end: (Estimate<CarbonMass>) -> CarbonMass) in
            CarbonMass(count: parts.reduce(0) { $0 + end($1.0).count * Int64($1.1 * group.count) })
        }
        return Corners(low: sum(\.low), central: sum(\.central), high: sum(\.high))
    }
}

extension Corners where Value == Power {
    init(_ range: PowerRange) { self.init(low: range.low, central: range.central, high: range.high) }
}

extension Corners where Value: Quantity {
    init(_ estimate: Estimate<Value>) {
        self.init(low: estimate.low, central: estimate.central, high: estimate.high)
    }
}
