internal import Accounting
internal import ClusterModel
internal import Collectives
internal import Emulation
internal import Units

/// The part of `result.json` that says what was asked for.
enum ConfigurationObject {
    static func value(_ job: EmulatedJob) -> JSONValue {
        let cluster = job.cluster
        let represented = cluster.workload.represented
        let inventory = FabricInventory(cluster: cluster)
        return .object([
            "cluster_name": .string(cluster.name),
            "nodes": .count(cluster.nodeCount),
            "virtual_ranks": .count(job.virtualRanks),
            "node_groups": .array(cluster.nodes.map(group)),
            "fabric": .object([
                "topology": .string(cluster.fabric.topology.name),
                "link_bits_per_second": .integer(cluster.fabric.link.bitsPerSecond),
                "switches": .count(inventory.switches),
                "optics": .count(inventory.optics),
                "allocation": .string(cluster.fabric.allocation.rawValue),
            ]),
            "sites": .array(cluster.sites.map(site)),
            "trained": trained(cluster.workload.trained),
            "represented": .object([
                "model": .string(represented.model.name),
                "parameters": .count(represented.model.parameterCount),
                "context_tokens": .count(represented.model.context),
                "micro_batch_sequences_per_accelerator": .count(represented.microBatchPerAccelerator),
                "gradient_type": .string(represented.gradientType.rawValue),
                "gradient_bytes": .integer(represented.gradientBytes.bytes),
                "buckets": .count(job.buckets.count),
                "bucket_bytes": .integer(represented.bucketSize.bytes),
                "first_bucket_bytes": .integer(represented.firstBucketSize.bytes),
                "checkpoint_interval_steps": .count(represented.checkpointInterval),
                "tokens_per_step": .count(job.tokensPerStep),
            ]),
            "collective": .string(job.algorithm.rawValue),
            "collective_chosen_by": .string(cluster.collective.algorithm == .auto ? "auto" : "configuration"),
            "start_time": .string(cluster.start.description),
            "sharding": .string(cluster.workload.represented.sharding.rawValue),
            "gradient_accumulation_micro_batches": .count(cluster.workload.represented.gradientAccumulation),
            "overlap": .bool(cluster.workload.represented.overlap),
            "overlap_slowdown_ratio": .number(cluster.workload.represented.overlapSlowdown.central.value),
            "disturbances": DisturbancesObject.value(cluster.disturbances),
            "compute_jitter_ratio": .number(cluster.assumptions.computeJitter.value),
            "cpu_power": .string(cluster.assumptions.cpuPower.method.rawValue),
        ])
    }

    /// The model that is really trained and how; what the optimizer does not use is null.
    private static func trained(_ trained: TrainedWorkload) -> JSONValue {
        let isAdamW = trained.optimizer == .adamw
        return .object([
            "layers": .count(trained.layers), "width": .count(trained.width), "heads": .count(trained.heads),
            "context_tokens": .count(trained.context),
            "micro_batch_sequences": .count(trained.microBatch),
            "steps": .count(trained.steps),
            "optimizer": .string(trained.optimizer.rawValue),
            "learning_rate": .number(trained.learningRate),
            "minimum_learning_rate": .number(trained.minimumLearningRate),
            "warmup_steps": .count(trained.warmupSteps),
            "weight_decay": .number(trained.weightDecay),
            "betas": isAdamW ? .array([.number(trained.beta1), .number(trained.beta2)]) : .null,
            "momentum": isAdamW ? .null : .number(trained.momentum),
            "gradient_clip": .number(trained.gradientClip),
            "validation_fraction": .number(trained.validationFraction),
            "validation_windows": .count(trained.validationWindows),
            "real_buckets": .count(trained.realBuckets),
        ])
    }

    /// Central values in force; their ranges and sources are among the constants.
    private static func site(_ site: Site) -> JSONValue {
        .object([
            "name": .string(site.name), "pue": .number(site.pue.central.value),
            "intensity_gco2e_per_kwh": .number(site.intensity.central.gramsPerKilowattHour),
            "has_hourly_series": .bool(site.series != nil),
            "market_intensity_gco2e_per_kwh": .optional(site.marketIntensity?.central.gramsPerKilowattHour),
            "marginal_intensity_gco2e_per_kwh": .optional(site.marginalIntensity?.central.gramsPerKilowattHour),
            "wue_litres_per_kwh": .optional(site.waterUse.map { Double($0.central.count) / 1e6 }),
        ])
    }

    /// A constant as used.
    static func constant(_ record: ConstantRecorder.Record) -> JSONValue {
        .object([
            "name": .string(record.name), "low": .string(record.low), "central": .string(record.central),
            "high": .string(record.high), "source": .string(record.source),
            "year": record.year == 0 ? .null : .count(record.year),
            "confidence": .string(record.confidence.rawValue),
        ])
    }

    private static func group(_ group: NodeGroup) -> JSONValue {
        .object([
            "nodes": .count(group.count), "accelerator": .string(group.accelerator.name),
            "accelerators_per_node": .count(group.acceleratorsPerNode), "nic": .string(group.nic.name),
            "nics_per_node": .count(group.nicsPerNode), "site": .string(group.site),
        ])
    }
}
