internal import ClusterModel
internal import Collectives
internal import Units

/// One collective of a step with all that its price depends on, beside instants.
struct PricedCollective: Sendable {
    let kind: CollectiveKind
    let setting: CollectiveSetting
    let timing: BucketTiming
    /// By node group: what the links inside a node take before and after the messages between nodes (attoseconds).
    let before: [Int128]
    let after: [Int128]
}

/// Makes the collectives of a job; those of one kind and size are alike.
struct CollectivePrices {
    private struct Key: Hashable {
        let kind: CollectiveKind
        let elements: Int
    }

    private let nodes: [NodeGroup]
    private let groupOfRank: [Int]
    private let width: Int
    private let hasStaticShares: Bool
    private var settings: [CollectiveKind: CollectiveSetting]
    private let intraNode: (NodeGroup, Int) -> Int128
    private var known: [Key: PricedCollective] = [:]

    /// - Parameters:
    ///   - setting: of the all-reduce.
    ///   - hasStaticShares: shared links are priced by static shares.
    init(
        cluster: Cluster, setting: CollectiveSetting, groupOfRank: [Int], hasStaticShares: Bool,
        constants: some ConstantValues
    ) {
        let workload = cluster.workload.represented
        let width = workload.gradientType.width
        nodes = cluster.nodes
        self.groupOfRank = groupOfRank
        self.width = width
        self.hasStaticShares = hasStaticShares
        settings = [.allReduce: setting]
        intraNode = { Self.intraNode(group: $0, elements: $1, width: width, constants: constants) }
    }

    mutating func price(of kind: CollectiveKind, elements: Int) -> PricedCollective {
        let key = Key(kind: kind, elements: elements)
        if let collective = known[key] { return collective }
        let setting = setting(of: kind)
        let half = nodes.map { intraNode($0, elements) }
        let none = [Int128](repeating: 0, count: half.count)
        // Inside a node the accelerators reduce-scatter before, and all-gather after.
        let (before, after) = (kind == .allGather ? none : half, kind == .reduceScatter ? none : half)
        let shared =
            hasStaticShares
            ? StaticShares.occupations(
                setting, elements: elements, width: width, before: groupOfRank.map { before[$0] },
                after: groupOfRank.map { after[$0] })
            : []
        let collective = PricedCollective(
            kind: kind, setting: setting,
            timing: BucketTiming(elements: elements, width: width, plan: setting.plan, sharedOccupations: shared),
            before: before, after: after)
        known[key] = collective
        return collective
    }

    private mutating func setting(of kind: CollectiveKind) -> CollectiveSetting {
        if let setting = settings[kind] { return setting }
        let allReduce = settings[.allReduce]!
        let setting = allReduce.with(schedule: kind.schedule(beside: allReduce.schedule))
        settings[kind] = setting
        return setting
    }

    /// Ring reduce-scatter, and equally all-gather, over the links inside a node: (g−1)(α + ⌈E/g⌉·w/B).
    private static func intraNode(
        group: NodeGroup, elements: Int, width: Int, constants: some ConstantValues
    ) -> Int128 {
        let accelerators = group.acceleratorsPerNode
        guard accelerators > 1, let link = group.interconnect else { return 0 }
        let chunk = ChunkCut(elements: elements, parts: accelerators).longest
        let message =
            constants.value(of: link.bandwidth).duration(ofBytes: Int64(chunk * width))
            + constants.value(of: link.latency).duration
        return (message * (accelerators - 1)).attoseconds
    }
}

extension CollectiveKind {
    /// The schedule of such a collective between the ranks of an all-reduce: that one, or one of the ring's halves.
    func schedule(beside allReduce: any CollectiveSchedule) -> any CollectiveSchedule {
        switch self {
        case .allReduce: allReduce
        case .reduceScatter: RingReduceScatter(worldSize: allReduce.worldSize)
        case .allGather: RingAllGather(worldSize: allReduce.worldSize)
        }
    }
}
