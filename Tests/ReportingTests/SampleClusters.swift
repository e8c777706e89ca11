/// Cluster files of the tests.
enum SampleClusters {
    /// Without a represented model.
    static let leafSpine = """
        name: six T4 nodes on two tiers
        nodes:
          - count: 6
            accelerators: { model: t4 }
            host: { cpu: epyc-7742, memory: 64 GB }
            nic: { model: 10g }
            storage: { model: sata-ssd }
            site: fr
        fabric:
          topology: leaf-spine
          hosts_per_leaf: 2
          oversubscription: "2:1"
          link: 10 Gb/s
          latency: 5 us
          switch: 10gbe-48
        workload: { trained: { steps: 3, momentum: 0.5 } }
        """

    /// The same, trained with SGD on one switch.
    static let plainSGD =
        leafSpine.replacing("topology: leaf-spine", with: "topology: star")
        .replacing("  hosts_per_leaf: 2\n  oversubscription: \"2:1\"\n", with: "")
        .replacing("steps: 3", with: "steps: 3, optimizer: sgd")
}
