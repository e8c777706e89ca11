/// Reads `workload.trained`: the model that is really trained, with a default for everything.
enum TrainedReading {
    private static let keys = [
        "layers", "width", "heads", "context", "micro_batch", "steps", "optimizer", "learning_rate",
        "minimum_learning_rate", "warmup_steps", "weight_decay", "momentum", "beta1", "beta2", "gradient_clip",
        "validation_fraction", "validation_windows", "seed", "real_buckets",
    ]

    /// The trained workload, or `nil` after logging.
    static func trained(_ value: YAMLValue?, place: YAMLValue, log: ProblemLog) -> TrainedWorkload? {
        let empty = YAMLValue(location: place.location, content: .mapping([]), isBuiltIn: false)
        guard let fields = MappingReader(value ?? empty, path: "workload.trained", keys: keys, log: log) else {
            return nil
        }
        let layers = fields.integer("layers", default: 4, in: 1...96)
        let width = fields.integer("width", default: 128, in: 1...8192)
        let heads = fields.integer("heads", default: 4, in: 1...512)
        let context = fields.integer("context", default: 128, in: 2...8192)
        let microBatch = fields.integer("micro_batch", default: 8, in: 1...4096)
        let steps = fields.integer("steps", default: 200, in: Limits.steps)
        let optimizer = fields.choice("optimizer", default: TrainedWorkload.OptimizerKind.adamw)
        let learningRate = fields.decimal("learning_rate", default: 0.001, in: 1e-9...10)
        let minimum = fields.decimal("minimum_learning_rate", default: min(0.0001, learningRate ?? 1), in: 0...10)
        let warmup = fields.integer("warmup_steps", default: 20, in: 0...Limits.steps.upperBound)
        let decay = fields.decimal("weight_decay", default: 0.1, in: 0...1)
        let momentum = fields.decimal("momentum", default: 0.9, in: 0...0.9999)
        let beta1 = fields.decimal("beta1", default: 0.9, in: 0...0.9999)
        let beta2 = fields.decimal("beta2", default: 0.95, in: 0...0.999_999)
        let clip = fields.decimal("gradient_clip", default: 1, in: 1e-6...1e6)
        let fraction = fields.decimal("validation_fraction", default: 0.1, in: 0.001...0.5)
        let windows = fields.integer("validation_windows", default: 128, in: 1...1_000_000)
        let seed = fields.seed("seed", default: 1)
        let buckets = fields.integer("real_buckets", default: 8, in: 1...16)

        var isConsistent = true
        if let heads, let width { isConsistent = fields.checkHeads(heads, divide: width) }
        if let learningRate, let minimum, minimum > learningRate {
            log.error(
                (fields.optional("minimum_learning_rate") ?? fields.value).location,
                "workload.trained: minimum_learning_rate \(minimum) is above learning_rate \(learningRate)",
                remedy: "the rate falls from the latter to the former")
            isConsistent = false
        }
        if let optimizer {
            let foreign = optimizer == .sgd ? ["beta1", "beta2"] : ["momentum"]
            for key in foreign {
                guard let value = fields.optional(key) else { continue }
                log.warning(value.location, "workload.trained.\(key) has no effect with \(optimizer.rawValue)")
            }
        }
        guard isConsistent, let layers, let width, let heads, let context, let microBatch, let steps, let optimizer,
            let learningRate, let minimum, let warmup, let decay, let momentum, let beta1, let beta2, let clip,
            let fraction, let windows, let seed, let buckets
        else { return nil }
        return TrainedWorkload(
            layers: layers, width: width, heads: heads, context: context, microBatch: microBatch, steps: steps,
            optimizer: optimizer, learningRate: learningRate, minimumLearningRate: minimum, warmupSteps: warmup,
            weightDecay: decay, momentum: momentum, beta1: beta1, beta2: beta2, gradientClip: clip,
            validationFraction: fraction, validationWindows: windows, seed: seed, realBuckets: buckets)
    }
}
