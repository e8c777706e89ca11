import Accounting
import Advice
import ClusterModel
import Emulation
import Units

/// Runs of some steps on small clusters, as they would be opened again.
enum SampleRuns {
    /// A cluster file; what a test cares about is put in.
    static func text(
        nodes: Int = 4, site: String = "us-central1",
        sites: String = "us-central1: { pue: 1.10, intensity: 430 g/kWh }",
        workload: String = "represents: gpt2", more: String = ""
    ) -> String {
        """
        name: sample
        nodes:
          - count: \(nodes)
            accelerators: { model: a100-sxm4-80gb, count: 2, interconnect: nvlink3 }
            host: { cpu: epyc-7742, memory: 256 GB }
            nic: { model: connectx-6-100g }
            storage: { model: nvme-gen4 }
            site: \(site)
        fabric: { topology: star, link: 100 Gb/s, latency: 2 us, switch: sn4600c, optics: qsfp28-sr4 }
        sites:
          \(sites)
        workload:
          trained: { seed: 1, steps: 5 }
          \(workload)
          micro_batch_per_accelerator: 8
          gradient_dtype: fp32
          mfu: 0.4
        \(more)
        """
    }

    /// A site with a series from 2024-03-01T00:00:00Z on, an hour a value.
    static func hourly(_ values: [Int]) -> String {
        let list = values.map(String.init).joined(separator: " ")
        return "us-central1: { pue: 1.10, hourly: { first: \"2024-03-01T00:00:00Z\", g_per_kwh: \"\(list)\" } }"
    }

    static func make(
        _ text: String = text(), steps: Int = 5, overrides: ClusterOverrides = ClusterOverrides(), virtualRanks: Int = 1
    ) throws -> AdvisedRun {
        let loaded = try ClusterFile.parse(text: text, path: "sample.yaml", overrides: overrides)
        let job = EmulatedJob(cluster: loaded.cluster, virtualRanks: virtualRanks)
        return AdvisedRun(
            name: "sample", loaded: loaded,
            account: RunAccount.simulated(job: job, steps: steps))
    }
}

extension AdviceSurvey {
    /// All that was priced.
    var priced: [PricedMove] { ranked + saveNothing }

    func priced(_ name: String) -> PricedMove? { priced.first { $0.move.name == name } }
}
