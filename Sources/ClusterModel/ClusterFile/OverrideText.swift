internal import Units

/// What overrides a cluster file, in words: options of a command line, or a mapping with their names as keys.
extension ClusterOverrides {
    private static let keys = [
        "nodes", "steps", "seed", "gradient_dtype", "bucket_size", "micro_batch_per_accelerator", "algorithm",
        "group_size", "segments", "overlap", "accumulation", "sharding", "start",
    ]

    /// Keys and values of what is given, in a fixed order.
    private var settings: [(key: String, value: String)] {
        let values = [
            nodes.map { "\($0)" }, steps.map { "\($0)" }, seed.map { "\($0)" }, gradientType?.rawValue,
            bucketSize.map { "\($0.count)B" }, microBatchPerAccelerator.map { "\($0)" }, algorithm?.rawValue,
            groupSize.map { "\($0)" }, segments.map { "\($0)" }, overlap.map { $0 ? "on" : "off" },
            gradientAccumulation.map { "\($0)" }, sharding?.rawValue, start,
        ]
        return zip(Self.keys, values).compactMap { key, value in value.map { (key, $0) } }
    }

    /// The options of the command line that say the same, but for the number of nodes.
    package var options: [String] {
        settings.filter { $0.key != "nodes" }.map { "--\($0.key.replacing("_", with: "-")) \($0.value)" }
    }

    /// The lines of a mapping that says the same.
    var yaml: String { settings.map { "\($0.key): \"\($0.value)\"\n" }.joined() }

    /// Reads such a mapping; what cannot be read is logged and left out.
    init(yaml value: YAMLValue, log: ProblemLog) {
        self.init()
        guard let fields = MappingReader(value, path: "", keys: Self.keys, example: "steps: 50", log: log) else {
            return
        }
        func text(_ key: String) -> String? { fields.optional(key).flatMap { fields.text($0, key) } }
        func choice<Choice: RawRepresentable<String> & CaseIterable>(_ key: String, _: Choice.Type) -> Choice? {
            Choice.allCases.first.flatMap { fields.optional(key) == nil ? nil : fields.choice(key, default: $0) }
        }
        func number(_ key: String) -> Int? {
            // Bounds are checked with the command line's own.
            fields.optional(key).flatMap { fields.integer($0, key, in: 0...Int.max) }
        }
        nodes = number("nodes")
        steps = number("steps")
        seed = fields.optional("seed") == nil ? nil : fields.seed("seed", default: 0)
        gradientType = choice("gradient_dtype", RepresentedWorkload.GradientType.self)
        bucketSize = fields.optional("bucket_size").flatMap {
            fields.quantity($0, "bucket_size", in: Limits.bucket)
        }
        microBatchPerAccelerator = number("micro_batch_per_accelerator")
        algorithm = choice("algorithm", CollectiveChoice.Algorithm.self)
        groupSize = number("group_size")
        segments = number("segments")
        overlap = fields.optional("overlap") == nil ? nil : fields.flag("overlap", default: true)
        gradientAccumulation = number("accumulation")
        sharding = choice("sharding", RepresentedWorkload.Sharding.self)
        start = text("start")
    }

    /// These, and those of `other` where these say nothing.
    func over(_ other: Self) -> Self {
        Self(
            nodes: nodes ?? other.nodes, steps: steps ?? other.steps, seed: seed ?? other.seed,
            gradientType: gradientType ?? other.gradientType, bucketSize: bucketSize ?? other.bucketSize,
            microBatchPerAccelerator: microBatchPerAccelerator ?? other.microBatchPerAccelerator,
            algorithm: algorithm ?? other.algorithm, groupSize: groupSize ?? other.groupSize,
            segments: segments ?? other.segments, overlap: overlap ?? other.overlap,
            gradientAccumulation: gradientAccumulation ?? other.gradientAccumulation,
            sharding: sharding ?? other.sharding, start: start ?? other.start)
    }
}
