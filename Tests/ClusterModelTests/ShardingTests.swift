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
        let model = RepresentedModel(
            name: "7.5 B", layers: 36, width: 4096, heads: 32, vocabulary: 50_257, context: 1024)
        let billions = Double(model.parameterCount) / 1e9
        #expect(abs(billions - 7.5) < 0.05)
        let bytes = { (accumulation: Int, shards: Int) in
            let read = try Self.cluster("workload: { gradient_dtype: bf16, bucket_size: 4 MiB }").workload.represented
            let workload = RepresentedWorkload(
                model: model, microBatchPerAccelerator: 1, gradientType: read.gradientType, bucketSize: read.bucketSize,
                firstBucketSize: read.firstBucketSize, mfu: read.mfu, optimizerBytesPerParameter: 28,
                residentBytesPerParameter: read.residentBytesPerParameter, checkpointBytesPerParameter: 12,
                checkpointInterval: 0, bytesPerToken: 2, evaluationSequences: 0, gradientAccumulation: accumulation,
                sharding: sharding)
            return Double(workload.residentBytes(shards: shards).bytes)
        }
        // What the table leaves out: two units of weights, one of gradients, and the token embedding.
        let whole = sharding == .fsdp ? 3 * Double(4 << 20) + 2 * 50_257 * 4096 : 0
        #expect(abs((try bytes(1, 64) - whole) / 1e9 - gigabytes * billions / 7.5) <= 0.05)
        let alone = try bytes(1, 1)
        #expect(sharding == .fsdp || alone == 16 * Double(model.parameterCount))
        // Accumulated gradients are whole.
        let gradients = 2 * Double(model.parameterCount) * 63 / 64
        let isDivided = sharding == .zero2 || sharding == .fsdp
        #expect(abs(try bytes(2, 64) - (try bytes(1, 64)) - (isDivided ? gradients : 0)) < 64)
    }
}
