import ClusterModel
import Units

/// Clusters that the tests pretend to have measured.
enum MeasuredCluster {
    /// 8 nodes with `accelerators` each, on one 100 Gb/s port each.
    static func cluster(accelerators: Int = 1, nics: Int = 1, base: String = "") throws -> Cluster {
        try ClusterFile.parse(
            text: text(accelerators: accelerators, nics: nics, base: base), path: "measured.yaml"
        ).cluster
    }

    /// Its file.
    static func text(accelerators: Int = 1, nics: Int = 1, base: String = "") -> String {
        let inner = accelerators > 1 ? ", interconnect: nvlink3" : ""
        return """
            name: measured
            nodes:
              - count: 8
                accelerators: { model: a100-sxm4-80gb, count: \(accelerators)\(inner) }
                host: { cpu: epyc-7742, sockets: 2, memory: 1 TB\(base) }
                nic: { model: connectx-6-100g, count: \(nics) }
                storage: { model: nvme-gen4, count: 2 }
                site: us-central1
            fabric: { topology: star, link: 100 Gb/s, latency: 2 us, switch: sn4600c }
            sites:
              us-central1: { pue: 1.10, intensity: 430 g/kWh }
            workload: { represents: gpt2-xl }

            """
    }
}

/// Seeded noise.
enum Noise {
    /// A factor of mean 1 and the given relative standard deviation.
    static func factor(_ deviation: Double, seed: UInt64, _ index: Int) -> Double {
        1 + deviation * Double(SplitHash.normal(SplitHash.bits(seed, UInt64(index)))) / 4_294_967_296
    }
}
