internal import Units

/// Reads `workload`: what is trained, and what it stands for.
struct WorkloadReading {
    let catalog: Catalog
    let log: ProblemLog

    private static let keys = [
        "trained", "represents", "micro_batch_per_accelerator", "gradient_dtype", "bucket_size", "first_bucket_size",
        "mfu", "optimizer_bytes_per_parameter", "resident_bytes_per_parameter", "checkpoint_bytes_per_parameter",
        "checkpoint_interval", "bytes_per_token", "evaluation_sequences", "gradient_accumulation", "overlap",
        "overlap_slowdown", "sharding",
    ]
    /// Tokens of the trained model are bytes.
    private static let trainedVocabulary = 256

    /// The workload, or `nil` after logging. An absent section has all defaults and represents the trained model.
    func workload(_ value: YAMLValue?, document: YAMLValue) -> Workload? {
        let empty = YAMLValue(location: document.location, content: .mapping([]), isBuiltIn: false)
        guard let fields = MappingReader(value ?? empty, path: "workload", keys: Self.keys, log: log) else {
            return nil
        }
        let trained = TrainedReading.trained(fields.optional("trained"), place: fields.value, log: log)
        let represented = represented(fields, trained: trained)
        guard let trained, let represented else { return nil }
        return Workload(trained: trained, represented: represented)
    }

    private func represented(_ fields: MappingReader, trained: TrainedWorkload?) -> RepresentedWorkload? {
        let standsForItself = fields.optional("represents") == nil
        let model = model(fields, trained: trained)
        let microBatch = fields.integer(
            "micro_batch_per_accelerator", default: standsForItself ? trained?.microBatch ?? 8 : 8,
            in: Limits.microBatch)
        let gradientType = fields.choice("gradient_dtype", default: RepresentedWorkload.GradientType.fp32)
        let bucket: ByteCount? = fields.quantity(
            "bucket_size", default: ByteCount(count: 25 << 20), in: Limits.bucket)
        let first: ByteCount? = fields.quantity(
            "first_bucket_size", default: min(ByteCount(count: 1 << 20), bucket ?? ByteCount(count: 1 << 20)),
            in: Limits.bucket)
        let mfu = fields.estimate("mfu", default: catalog.assumptions?.mfu, in: .positiveShare)
        let optimizerBytes = fields.integer("optimizer_bytes_per_parameter", default: 28, in: 1...1024)
        let residentBytes = fields.integer("resident_bytes_per_parameter", default: 16, in: 1...1024)
        let checkpointBytes = fields.integer("checkpoint_bytes_per_parameter", default: 12, in: 1...1024)
        let interval = fields.integer("checkpoint_interval", default: 100, in: 0...Limits.steps.upperBound)
        let bytesPerToken = fields.integer("bytes_per_token", default: 2, in: 1...64)
        let evaluation = fields.integer("evaluation_sequences", default: 256, in: 0...100_000_000)
        let accumulation = fields.integer("gradient_accumulation", default: 1, in: Limits.gradientAccumulation)
        let overlap = fields.flag("overlap", default: true)
        let slowdown = fields.estimate(
            "overlap_slowdown", default: RepresentedWorkload.noSlowdown, in: .zero ... .belowOne)
        let sharding = fields.choice("sharding", default: RepresentedWorkload.Sharding.none)
        guard let model, let microBatch, let gradientType, let bucket, let first, let mfu, let optimizerBytes,
            let residentBytes, let checkpointBytes, let interval, let bytesPerToken, let evaluation, let accumulation,
            let overlap, let slowdown, let sharding
        else { return nil }
        return RepresentedWorkload(
            model: model, microBatchPerAccelerator: microBatch, gradientType: gradientType, bucketSize: bucket,
            firstBucketSize: first, mfu: mfu, optimizerBytesPerParameter: optimizerBytes,
            residentBytesPerParameter: residentBytes, checkpointBytesPerParameter: checkpointBytes,
            checkpointInterval: interval, bytesPerToken: bytesPerToken, evaluationSequences: evaluation,
            gradientAccumulation: accumulation, overlap: overlap, overlapSlowdown: slowdown, sharding: sharding)
    }

    private func model(_ fields: MappingReader, trained: TrainedWorkload?) -> RepresentedModel? {
        guard let value = fields.optional("represents") else {
            return trained.map {
                RepresentedModel(
                    name: "trained", layers: $0.layers, width: $0.width, heads: $0.heads,
                    vocabulary: Self.trainedVocabulary, context: $0.context)
            }
        }
        if case .mapping = value.content {
            let keys = ["name", "layers", "width", "heads", "vocabulary", "context"]
            guard let shape = MappingReader(value, path: "workload.represents", keys: keys, log: log) else {
                return nil
            }
            let name = shape.optional("name").map { shape.text($0, "workload.represents.name") } ?? "custom"
            guard let model = RepresentedModel(name: name ?? "", fields: shape), name != nil else { return nil }
            return model
        }
        return fields.lookUp(value, "workload.represents", in: catalog.models, section: "models")
    }
}
