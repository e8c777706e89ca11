package import Units

/// What a cluster file means, without training: plain data for printing.
package struct ClusterDescription: Hashable, Sendable {
    /// One node of a group.
    package struct Node: Hashable, Sendable {
        /// Nodes of the group.
        package let count: Int
        /// `8 × a100-sxm4-80gb`.
        package let accelerators: String
        /// Of one node.
        package let power: NodePower
        /// The published rating of such a node.
        package let rated: Power?
        /// `power.computing` over `rated`, central values; 0.76 is what a node of eight H100 was measured at.
        package let shareOfRating: Double?
        /// Of one accelerator.
        package let memory: MemoryFit
    }

    /// Whether the represented model fits an accelerator.
    package struct MemoryFit: Hashable, Sendable {
        /// Weights, gradients and optimiser state; activations come on top.
        package let resident: ByteCount
        /// Memory of the accelerator.
        package let capacity: ByteCount
        /// Resident over capacity; below 1, or the file is refused.
        package var share: Double { Double(resident.bytes) / Double(capacity.bytes) }
    }

    /// The cluster's name.
    package let name: String
    /// One a group, in the order of the file.
    package let nodes: [Node]
    /// Over all groups.
    package let nodeCount: Int
    /// Over all nodes.
    package let acceleratorCount: Int
    /// What joins the nodes.
    package let fabric: FabricInventory
    /// The switches that are charged, without optics.
    package let switchPower: PowerRange
    /// All transceivers.
    package let opticsPower: PowerRange
    /// The charged equipment of all WAN links.
    package let wanPower: PowerRange
    /// Of the represented model.
    package let parameterCount: Int
    /// Tokens of one step of the represented workload over the whole cluster.
    package let tokensPerStep: Int
    /// Of one full gradient in the given type.
    package let gradientBytes: ByteCount
    /// As given by reading the file.
    package let warnings: [Problem]

    /// Describes a cluster; `warnings` are those of reading its file.
    package init(of cluster: Cluster, warnings: [Problem]) {
        let represented = cluster.workload.represented
        let inventory = FabricInventory(cluster: cluster)
        name = cluster.name
        nodes = cluster.nodes.map { group in
            let power = NodePower(of: group, assumptions: cluster.assumptions)
            let rated = group.ratedPower?.central
            let shards = cluster.nodeCount * group.acceleratorsPerNode
            return Node(
                count: group.count, accelerators: "\(group.acceleratorsPerNode) × \(group.accelerator.name)",
                power: power, rated: rated, shareOfRating: rated.map { power.computing.central.watts / $0.watts },
                memory: MemoryFit(
                    resident: represented.residentBytes(shards: shards), capacity: group.accelerator.memoryCapacity))
        }
        nodeCount = cluster.nodeCount
        acceleratorCount = cluster.nodes.reduce(0) { $0 + $1.count * $1.acceleratorsPerNode }
        fabric = inventory
        let nothing = PowerRange(low: .zero, central: .zero, high: .zero)
        switchPower =
            cluster.fabric.switchModel.map { model in
                PowerRange(model.power).map { inventory.chargedSwitchPower(one: $0) }
            } ?? nothing
        wanPower = cluster.fabric.wanLinks.reduce(nothing) { sum, link in
            sum + PowerRange(link.equipment.power).map { inventory.chargedWANPower(of: link, one: $0) }
        }
        opticsPower =
            cluster.fabric.optics.map { PowerRange($0.power) * inventory.optics }
            ?? nothing
        parameterCount = represented.model.parameterCount
        tokensPerStep =
            acceleratorCount * represented.microBatchPerAccelerator * represented.model.context
            * represented.gradientAccumulation
        gradientBytes = represented.gradientBytes
        self.warnings = warnings
    }
}
