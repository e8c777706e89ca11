import ClusterModel
import Testing
import Units

@Suite("Sharding in cluster files")
struct ShardingTests {
    private static func cluster(
        _ sections: String, nodes: Int = 4, overrides: ClusterOverrides = ClusterOverrides()
    ) throws -> Cluster {
        let text = TestNetwork.text(TestNetwork.star, groups: [(nodes, 1, "fr")]) + sections
        return try ClusterFile.parse(text: text, path: "a.yaml", overrides: overrides).cluster
    }

    @Test("Every mode is read by its name, and an option wins", arguments: RepresentedWorkload.Sharding.allCases)
    func modes(sharding: RepresentedWorkload.Sharding) throws {
        let read = try Self.cluster("workload: { sharding: \(sharding.rawValue) }")
        #expect(read.workload.represented.sharding == sharding && read.shardingOverNodes == sharding)
        let option = try Self.cluster("workload: { sharding: zero-1 }", overrides: ClusterOverrides(sharding: sharding))
        #expect(option.workload.represented.sharding == sharding)
        // One node has nobody to share with.
        #expect(try Self.cluster("workload: { sharding: fsdp }", nodes: 1).shardingOverNodes == .none)
    }

    @Test(
        "Shards are made by the ring's halves: another algorithm is refused where it is asked for",
        arguments: CollectiveChoice.Algorithm.allCases)
    func algorithms(algorithm: CollectiveChoice.Algorithm) throws {
        let sections = "workload: { sharding: zero-2 }\ncollective: { algorithm: \(algorithm.rawValue) }"
        guard algorithm != .ring, algorithm != .auto else {
            #expect(try Self.cluster(sections).collective.algorithm == algorithm)
            return
        }
        let error = #expect(throws: ClusterFileError.self) { try Self.cluster(sections) }
        #expect(error?.problems.count == 1)
        #expect(
            error?.description.contains("a.yaml:") == true && error?.description.contains("use ring or auto") == true)
        let option = #expect(throws: ClusterFileError.self) {
            try Self.cluster("workload: { sharding: fsdp }", overrides: ClusterOverrides(algorithm: algorithm))
        }
        #expect(option?.description.contains("--algorithm \(algorithm.rawValue)") == true)
        #expect(
            try Self.cluster("", overrides: ClusterOverrides(algorithm: algorithm)).workload.represented.sharding
                == .none)
    }

    /// Rajbhandari et al. 2020, figure 1: 7.5 B parameters, 64 devices, mixed precision with Adam (16 B a parameter).
    @Test(
        "The memory of the model's state is that of ZeRO's table",
        arguments: [
            (RepresentedWorkload.Sharding.none, 120.0), (.zero1, 31.4), (.zero2, 16.6), (.fsdp, 1.9),
        ])
    func memory(sharding: RepresentedWorkload.Sharding, gigabytes: Double) throws {
        let width = 2
        let model = RepresentedModel(
            name: "7.5 B", layers: 0, width: width, heads: 1, vocabulary: 7_500_000_000 / width - 3, context: 1)
        #expect(model.parameterCount == 7_500_000_000)
        let read = try Self.cluster("workload: { gradient_dtype: bf16, bucket_size: 4 MiB }").workload.represented
        let workload = RepresentedWorkload(
            model: model, microBatchPerAccelerator: 1, gradientType: read.gradientType, bucketSize: read.bucketSize,
            firstBucketSize: read.firstBucketSize, mfu: read.mfu, optimizerBytesPerParameter: 28,
            residentBytesPerParameter: read.residentBytesPerParameter, checkpointBytesPerParameter: 12,
            checkpointInterval: 0, bytesPerToken: 2, evaluationSequences: 0, sharding: sharding)
        let bytes = Double(workload.residentBytes(shards: 64).bytes)
        #expect(abs(bytes / 1e9 - gigabytes) <= 0.05)
        // Nothing is smaller than an even share of everything, and one device has it all.
        #expect(bytes >= 16 * 7.5e9 / 64)
        #expect(sharding == .fsdp || workload.residentBytes(shards: 1).bytes == 120_000_000_000)
    }
}
