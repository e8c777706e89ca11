package import Units

/// A cluster file, read, checked and resolved against the catalog: all that the emulation and the account need.
package struct Cluster: Hashable, Sendable {
    /// For people; free text.
    package var name: String
    /// Node groups in the order of the file; ranks are numbered through them.
    package var nodes: [NodeGroup]
    /// Joins the nodes.
    package var fabric: Fabric
    /// In the order of the file.
    package var sites: [Site]
    /// What is trained.
    package var workload: Workload
    /// What belongs to no device.
    package var assumptions: Assumptions
    /// How buckets are all-reduced between the nodes.
    package var collective: CollectiveChoice
    /// What goes wrong, by chance or always.
    package var disturbances: DisturbanceModel
    /// When the emulated job begins, for what changes with time.
    package var start: UTCTime

    /// The number of nodes, which is the number of ranks of the inter-node collective.
    package var nodeCount: Int { nodes.reduce(0) { $0 + $1.count } }
    /// What is divided over the nodes: nothing, where there is one.
    package var shardingOverNodes: RepresentedWorkload.Sharding {
        nodeCount > 1 ? workload.represented.sharding : .none
    }

    /// From its parts; checks nothing.
    package init(
        name: String, nodes: [NodeGroup], fabric: Fabric, sites: [Site], workload: Workload, assumptions: Assumptions,
        collective: CollectiveChoice = CollectiveChoice(), disturbances: DisturbanceModel = .none,
        start: UTCTime = UTCTime(seconds: 0)
    ) {
        self.name = name
        self.nodes = nodes
        self.fabric = fabric
        self.sites = sites
        self.workload = workload
        self.assumptions = assumptions
        self.start = start
        self.collective = collective
        self.disturbances = disturbances
    }
}

/// Equal nodes. One node is one worker and one rank.
package struct NodeGroup: Hashable, Sendable {
    /// Nodes of this kind, at least 1.
    package var count: Int
    /// All of a node are equal.
    package var accelerator: AcceleratorModel
    /// At least 1.
    package let acceleratorsPerNode: Int
    /// `nil` for one accelerator per node.
    package let interconnect: InterconnectModel?
    /// All sockets are equal.
    package let cpu: CPUModel
    /// CPUs of a node.
    package let sockets: Int
    /// Host DRAM of a node.
    package let memory: ByteCount
    /// Host DRAM of one node, all modules.
    package let memoryPower: Estimate<Power>
    /// Of all modules of a node.
    package let memoryEmbodied: Estimate<CarbonMass>
    /// Fans, supply losses, board; the same while computing and waiting.
    package let basePower: Estimate<Power>
    /// Chassis, boards and all that is not listed apart.
    package let baseEmbodied: Estimate<CarbonMass>
    /// All of a node are equal.
    package let nic: NICModel
    /// Each takes a switch port.
    package let nicsPerNode: Int
    /// All of a node are equal.
    package let storage: StorageModel
    /// At least 1.
    package let storagePerNode: Int
    /// Name of the site.
    package let site: String
    /// The published rating of such a node, to compare the sum of the parts with.
    package let ratedPower: Estimate<Power>?

    /// From its parts; checks nothing.
    package init(
        count: Int, accelerator: AcceleratorModel, acceleratorsPerNode: Int, interconnect: InterconnectModel?,
        cpu: CPUModel, sockets: Int, memory: ByteCount, memoryPower: Estimate<Power>,
        memoryEmbodied: Estimate<CarbonMass>, basePower: Estimate<Power>, baseEmbodied: Estimate<CarbonMass>,
        nic: NICModel, nicsPerNode: Int, storage: StorageModel, storagePerNode: Int, site: String,
        ratedPower: Estimate<Power>?
    ) {
        self.count = count
        self.accelerator = accelerator
        self.acceleratorsPerNode = acceleratorsPerNode
        self.interconnect = interconnect
        self.cpu = cpu
        self.sockets = sockets
        self.memory = memory
        self.memoryPower = memoryPower
        self.memoryEmbodied = memoryEmbodied
        self.basePower = basePower
        self.baseEmbodied = baseEmbodied
        self.nic = nic
        self.nicsPerNode = nicsPerNode
        self.storage = storage
        self.storagePerNode = storagePerNode
        self.site = site
        self.ratedPower = ratedPower
    }
}

/// Where nodes stand.
package struct Site: Hashable, Sendable {
    /// For people; free text.
    package let name: String
    /// Facility energy over IT energy.
    package let pue: Estimate<Ratio>
    /// Of the electricity, location-based; the mean of the series, where there is one.
    package let intensity: Estimate<CarbonIntensity>
    /// How it changes with time; `nil` where it is taken for constant. A draw of `intensity` scales all of it.
    package let series: IntensitySeries?
    /// Of the electricity that the operator has contracted for; `nil` where that is not told.
    package let marketIntensity: Estimate<CarbonIntensity>?
    /// Of the power plants that more or less demand would run or stop; `nil` where that is not told.
    package let marginalIntensity: Estimate<CarbonIntensity>?
    /// Water that the facility uses for each kilowatt-hour of its IT equipment (WUE); `nil` where that is not told.
    package let waterUse: Estimate<WaterUse>?
    /// Where it is; `nil` where neither its region nor its own name tells.
    package let place: Place?

    /// From its parts; checks nothing.
    package init(
        name: String, pue: Estimate<Ratio>, intensity: Estimate<CarbonIntensity>, series: IntensitySeries? = nil,
        marketIntensity: Estimate<CarbonIntensity>? = nil, marginalIntensity: Estimate<CarbonIntensity>? = nil,
        waterUse: Estimate<WaterUse>? = nil, place: Place? = nil
    ) {
        self.name = name
        self.pue = pue
        self.intensity = intensity
        self.series = series
        self.marketIntensity = marketIntensity
        self.marginalIntensity = marginalIntensity
        self.waterUse = waterUse
        self.place = place
    }
}

/// Assumptions that belong to no single device; each can be given in the file.
package struct Assumptions: Hashable, Sendable {
    /// f in: power while waiting = idle + f · (active − idle).
    package let stallPowerFraction: Estimate<Ratio>
    /// p: the share of a network device's power that follows its load.
    package let networkProportionality: Estimate<Ratio>
    /// Over which embodied emissions are spread.
    package let hardwareLifetime: Estimate<Lifetime>
    /// σ of the seeded compute jitter of a rank's forward and backward pass.
    package var computeJitter: Ratio
    /// How the power of host CPUs follows from what the node does.
    package let cpuPower: CPUPower

    /// From its parts; checks nothing.
    package init(
        stallPowerFraction: Estimate<Ratio>, networkProportionality: Estimate<Ratio>,
        hardwareLifetime: Estimate<Lifetime>, computeJitter: Ratio, cpuPower: CPUPower = .activePower
    ) {
        self.stallPowerFraction = stallPowerFraction
        self.networkProportionality = networkProportionality
        self.hardwareLifetime = hardwareLifetime
        self.computeJitter = computeJitter
        self.cpuPower = cpuPower
    }
}
