package import ClusterModel
package import Units

/// An exactly known figure.
package func exactly<Q: Quantity>(_ name: String, _ value: Q) -> Estimate<Q> {
    Estimate(
        name: name, low: value, central: value, high: value, source: "a test", year: 2026, confidence: .configured)
}

/// A quantity as written, such as `100 Gb/s`; a spelling mistake in a test traps.
package func quantity<Q: Quantity>(_ text: String) -> Q {
    do { return try Q(parsing: text) } catch { preconditionFailure("\(error)") }
}

/// A cluster on one switch whose every figure a test can choose; one accelerator per node unless told otherwise.
package struct Fixture {
    package var nodes = 4
    package var accelerators = 1
    package var link: Bandwidth = quantity("100 Gb/s")
    package var latency: TimeSpan = quantity("2 us")
    package var layers = 2
    package var width = 64
    package var bucketSize: ByteCount = quantity("1 GB")
    package var firstBucketSize: ByteCount = quantity("1 GB")
    package var jitter: Ratio = .zero
    package var checkpointInterval = 0
    package var seed: UInt64 = 1
    package var peakRate: FLOPRate = quantity("1 TFLOP/s")
    package var topology = Fabric.Topology.star
    package var steps = 10
    package var collective = CollectiveChoice()
    package var disturbances = DisturbanceModel.none
    package var accumulation = 1
    package var overlap = true
    package var overlapSlowdown: Ratio = .zero
    package var switchPorts = 64
    package var sharding = RepresentedWorkload.Sharding.none
    package var cpuPower = CPUPower.activePower
    package var stallPowerFraction: Estimate<Ratio> = exactly("stall", quantity("0.4"))
    package var acceleratorKind = AcceleratorModel.Kind.device

    package init(nodes: Int = 4, accelerators: Int = 1) {
        self.nodes = nodes
        self.accelerators = accelerators
    }

    package var cluster: Cluster {
        let group = NodeGroup(
            count: nodes,
            accelerator: AcceleratorModel(
                name: "test", peakRate: exactly("rate", peakRate), memoryCapacity: quantity("80 GB"),
                memoryBandwidth: exactly("hbm", quantity("2 TB/s")), activePower: exactly("active", .watts(360)),
                idlePower: exactly("idle", .watts(60)), embodied: exactly("embodied", quantity("150 kg")),
                kind: acceleratorKind),
            acceleratorsPerNode: accelerators,
            interconnect: accelerators == 1
                ? nil
                : InterconnectModel(
                    name: "link", bandwidth: exactly("inner", quantity("300 GB/s")),
                    latency: exactly("inner latency", quantity("1 us"))),
            cpu: CPUModel(
                name: "cpu", activePower: exactly("cpu", .watts(90)), idlePower: exactly("cpu idle", .watts(40)),
                embodied: exactly("cpu embodied", quantity("20 kg")), tdp: exactly("cpu tdp", .watts(200))),
            sockets: 2, memory: quantity("1 TB"), memoryPower: exactly("memory", .watts(80)),
            memoryEmbodied: exactly("memory embodied", quantity("400 kg")), basePower: exactly("base", .watts(1000)),
            baseEmbodied: exactly("base embodied", quantity("1000 kg")),
            nic: NICModel(
                name: "nic", bandwidth: quantity("1000000 Tb/s"), power: exactly("nic", .watts(20)),
                embodied: exactly("nic embodied", quantity("10 kg"))),
            nicsPerNode: 1,
            storage: StorageModel(
                name: "disk", readBandwidth: exactly("read", quantity("7 GB/s")),
                writeBandwidth: exactly("write", quantity("5 GB/s")), idlePower: exactly("disk idle", .watts(2)),
                activePower: exactly("disk busy", .watts(8)), embodied: exactly("disk embodied", quantity("20 kg"))),
            storagePerNode: 2, site: "here", ratedPower: nil)
        let trained = TrainedWorkload(
            layers: 1, width: 8, heads: 1, context: 8, microBatch: 1, steps: steps, optimizer: .adamw,
            learningRate: 0.001, minimumLearningRate: 0.0001, warmupSteps: 1, weightDecay: 0, momentum: 0.9,
            beta1: 0.9, beta2: 0.95, gradientClip: 1, validationFraction: 0.1, validationWindows: 8, seed: seed,
            realBuckets: 8)
        let represented = RepresentedWorkload(
            model: RepresentedModel(
                name: "tiny", layers: layers, width: width, heads: 1, vocabulary: 256, context: 64),
            microBatchPerAccelerator: 4, gradientType: .fp32, bucketSize: bucketSize,
            firstBucketSize: firstBucketSize, mfu: exactly("mfu", quantity("0.5")), optimizerBytesPerParameter: 28,
            residentBytesPerParameter: 16, checkpointBytesPerParameter: 12, checkpointInterval: checkpointInterval,
            bytesPerToken: 2, evaluationSequences: 8, gradientAccumulation: accumulation, overlap: overlap,
            overlapSlowdown: exactly("overlap_slowdown", overlapSlowdown), sharding: sharding)
        return Cluster(
            name: "fixture", nodes: [group],
            fabric: Fabric(
                topology: topology, link: link, latency: exactly("latency", latency),
                linkEfficiency: exactly("efficiency", .one),
                switchModel: SwitchModel(
                    name: "switch", ports: switchPorts, portBandwidth: quantity("100000 Tb/s"),
                    power: exactly("switch", .watts(466)), embodied: exactly("switch embodied", quantity("300 kg"))),
                optics: OpticsModel(
                    name: "optics", power: exactly("optics", quantity("3.5 W")),
                    embodied: exactly("optics embodied", quantity("5 kg"))),
                allocation: .dedicated),
            sites: [
                Site(
                    name: "here", pue: exactly("pue", quantity("1.1")),
                    intensity: exactly("grid", quantity("430 g/kWh")))
            ],
            workload: Workload(trained: trained, represented: represented),
            assumptions: Assumptions(
                stallPowerFraction: stallPowerFraction,
                networkProportionality: exactly("proportionality", quantity("0.1")),
                hardwareLifetime: exactly("lifetime", quantity("4 years")), computeJitter: jitter,
                cpuPower: cpuPower),
            collective: collective, disturbances: disturbances)
    }
}
