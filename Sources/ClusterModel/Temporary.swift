package import Units
package struct FabricInventory {
    package let optics: Int
    package init(cluster: Cluster) { optics = 2 * cluster.nodeCount }
    package func chargedSwitchPower(one: Power) -> Power { one }
    package func chargedSwitchEmbodied(one: CarbonMass) -> CarbonMass { one }
}
