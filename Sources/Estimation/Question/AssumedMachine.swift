internal import ClusterModel
internal import Units

/// The machine of whoever names only the accelerators.
struct AssumedMachine {
    let accelerators: Int
    let host: String
    let cpu: String
    let sockets: Int
    let memory: ByteCount
    let nic: String
    let storage: String
    let drives: Int

    /// - A CPU that is its own accelerator: the laptop of the shipped cluster.
    /// - Eight of a kind for which the catalog has a DGX, such as `dgx-h100`: that one.
    /// - Else a chassis or a rack server, 128 GB an accelerator.
    init(hardware: String, count: Int, perNode: Int?, catalog: Catalog) {
        guard hardware != "cpu-only" else {
            accelerators = perNode ?? 1
            (host, cpu, sockets) = ("laptop", "laptop", 1)
            memory = ByteCount(count: 16_000_000_000)
            (nic, storage, drives) = ("1g", "sata-ssd", 1)
            return
        }
        accelerators = perNode ?? min(count, 8)
        let family = String(hardware.prefix { $0 != "-" })
        let system = family == "v100" ? "dgx-1-v100" : "dgx-" + family
        host =
            family == "tpu"
            ? "tpu-server"
            : accelerators == 8 && catalog.hosts[system] != nil
                ? system : HostModel.usualPreset(acceleratorsPerNode: accelerators)
        cpu = host == "dgx-h100" ? "xeon-8480+" : "epyc-7742"
        sockets = accelerators >= 4 ? 2 : 1
        memory = ByteCount(count: 128_000_000_000) * accelerators
        (nic, storage, drives) = ("connectx-6-100g", "nvme-gen4", 2)
    }
}
