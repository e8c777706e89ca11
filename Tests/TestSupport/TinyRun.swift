package import ClusterModel
package import Coordination
internal import Language

/// A run that is small enough for a test: a model of a few thousand parameters on a few kilobytes of text.
package enum TinyRun {
    /// A cluster file; lines can be replaced by the tests that need another.
    package static let clusterFile = """
        name: tiny
        nodes:
          - count: 2
            accelerators: { model: a100-sxm4-80gb, count: 8, interconnect: nvlink3 }
            host: { preset: dgx-a100, cpu: epyc-7742, sockets: 2, memory: 1 TB }
            nic: { model: connectx-6-100g }
            storage: { model: nvme-gen4, count: 2 }
            site: us-central1
        fabric: { topology: star, link: 100 Gb/s, latency: 2 us, switch: sn4600c, optics: qsfp28-sr4 }
        sites:
          us-central1: { pue: 1.10, intensity: 430 g/kWh }
        workload:
          trained:
            layers: 1
            width: 16
            heads: 2
            context: 16
            micro_batch: 2
            steps: 5
            learning_rate: 0.01
            minimum_learning_rate: 0.001
            warmup_steps: 1
            validation_windows: 12
            real_buckets: 4
            seed: 1
          represents: gpt2
          micro_batch_per_accelerator: 8
          gradient_dtype: fp32
          bucket_size: 25 MiB
          mfu: 0.4
          checkpoint_interval: 2

        """

    /// A plan of `nodes` workers, or of one worker that plays `virtualRanks` ranks.
    package static func plan(
        nodes: Int, virtualRanks: Int = 1, seed: UInt64 = 1, steps: Int? = nil, clusterFile: String = clusterFile,
        checkpoints: String = "", silenceLimit: Double = 30, waitLimit: Double = 60
    ) throws -> RunPlan {
        let overrides = ClusterOverrides(nodes: nodes, steps: steps, seed: seed)
        let loaded = try ClusterFile.parse(text: clusterFile, path: "tiny.yaml", overrides: overrides)
        let trained = loaded.cluster.workload.trained
        let tokens = text(bytes: 4096)
        let shards = try ShardPlan(
            tokenCount: tokens.count, worldSize: nodes * virtualRanks, contextLength: trained.context)
        return RunPlan(
            run: 7, generation: 1, cluster: loaded.cluster, virtualRanks: virtualRanks, clusterFilePath: "tiny.yaml",
            clusterFile: clusterFile, catalogOverride: "", overrides: overrides,
            trainingShards: virtualRanks > 1 ? [tokens] : shards.ranges.map { Array(tokens[$0]) },
            validation: text(bytes: 512), checkpointDirectory: checkpoints, silenceLimit: silenceLimit,
            waitLimit: waitLimit, softwareVersion: SoftwareVersion.current)
    }

    /// Text with enough pattern to be learned.
    package static func text(bytes: Int) -> [UInt8] {
        let words = ["the network ", "costs ", "carbon, ", "and the stall ", "costs more. ", "so measure it.\n"]
        var text: [UInt8] = []
        var index = 0
        while text.count < bytes {
            text += Array(words[(index * index + index / 3) % words.count].utf8)
            index += 1
        }
        return Array(text.prefix(bytes))
    }
}
