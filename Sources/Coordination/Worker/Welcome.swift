package import ClusterModel
internal import Units

extension WorkerPlan {
    /// Reads the plan out of the coordinator's welcome; the cluster file travels as text and is read here again.
    init(_ welcome: Ringwatt_Control_Welcome, run: UInt64, generation: UInt32) throws {
        let overrides = ClusterOverrides(welcome.overrides)
        let loaded = try ClusterFile.parse(
            text: welcome.clusterFile, path: welcome.clusterFilePath,
            catalogOverride: welcome.catalogOverride.isEmpty ? nil : welcome.catalogOverride, overrides: overrides)
        let worldSize = Int(welcome.worldSize)
        let rank = Int(welcome.rank)
        guard worldSize == loaded.cluster.nodeCount, rank < worldSize, welcome.virtualRanks >= 1,
            welcome.virtualRanks == 1 || worldSize == 1, welcome.dataEndpoints.count == worldSize
        else {
            throw WelcomeError(
                description: "rank \(rank) of \(worldSize) with \(welcome.virtualRanks) virtual ranks and "
                    + "\(welcome.dataEndpoints.count) peers does not fit \(loaded.cluster.nodeCount) nodes")
        }
        self.init(
            run: run, generation: generation, rank: rank, worldSize: worldSize,
            virtualRanks: Int(welcome.virtualRanks), cluster: loaded.cluster,
            checkpointDirectory: welcome.checkpointDirectory)
    }
}

struct WelcomeError: Error, CustomStringConvertible {
    let description: String
}

extension ClusterOverrides {
    /// The overrides that have travelled.
    package init(_ message: Ringwatt_Control_Overrides) {
        self.init(
            nodes: message.hasNodes ? Int(message.nodes) : nil, steps: message.hasSteps ? Int(message.steps) : nil,
            seed: message.hasSeed ? message.seed : nil,
            gradientType: RepresentedWorkload.GradientType(rawValue: message.gradientType),
            bucketSize: message.hasBucketBytes ? ByteCount(count: Int64(clamping: message.bucketBytes)) : nil,
            microBatchPerAccelerator: message.hasMicroBatchPerAccelerator
                ? Int(message.microBatchPerAccelerator) : nil,
            algorithm: CollectiveChoice.Algorithm(rawValue: message.algorithm),
            groupSize: message.hasGroupSize ? Int(message.groupSize) : nil,
            segments: message.hasSegments ? Int(message.segments) : nil,
            overlap: message.hasOverlap ? message.overlap : nil,
            gradientAccumulation: message.hasGradientAccumulation ? Int(message.gradientAccumulation) : nil,
            sharding: RepresentedWorkload.Sharding(rawValue: message.sharding),
            start: message.hasStart ? message.start : nil)
    }
}

extension Ringwatt_Control_Overrides {
    /// The overrides as they travel.
    package init(_ overrides: ClusterOverrides) {
        self.init()
        if let nodes = overrides.nodes { self.nodes = UInt32(clamping: nodes) }
        if let steps = overrides.steps { self.steps = UInt32(clamping: steps) }
        if let seed = overrides.seed { self.seed = seed }
        if let type = overrides.gradientType { gradientType = type.rawValue }
        if let size = overrides.bucketSize { bucketBytes = UInt64(clamping: size.count) }
        if let batch = overrides.microBatchPerAccelerator { microBatchPerAccelerator = UInt32(clamping: batch) }
        if let algorithm = overrides.algorithm { self.algorithm = algorithm.rawValue }
        if let size = overrides.groupSize { groupSize = UInt32(clamping: size) }
        if let segments = overrides.segments { self.segments = UInt32(clamping: segments) }
        if let overlap = overrides.overlap { self.overlap = overlap }
        if let start = overrides.start { self.start = start }
        if let sharding = overrides.sharding { self.sharding = sharding.rawValue }
        if let accumulation = overrides.gradientAccumulation { gradientAccumulation = UInt32(clamping: accumulation) }
    }
}
