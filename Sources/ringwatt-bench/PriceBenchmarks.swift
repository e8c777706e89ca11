import Accounting
import ClusterModel
import Collectives
import Emulation
import Units

/// `price`: what evaluating virtual time costs, without tensors or messages.
func benchmarkPrice() {
    do { try measurePrices() } catch { print("price: \(error)") }
}

private func measurePrices() throws {
    let overrides = ClusterOverrides(nodes: 8)
    let job = EmulatedJob(cluster: try ClusterFile.load(path: "default", overrides: overrides).cluster)
    var clock = ClusterClock(job: job)
    _ = clock.evaluate()
    let step = medianSeconds(repeats: 21) { _ = clock.train() }
    print("step of the default cluster (8 nodes, \(job.buckets.count) buckets, all lanes): \(milliseconds(step))")
    let run = medianSeconds(repeats: 3) { _ = RunAccount.simulated(job: job, steps: 200) }
    print("its whole account, 200 steps: \(milliseconds(run))")
    for (name, ranks) in [("default", 1024), ("leaf-spine-3to1", 1024)] {
        for algorithm in [Algorithm.ring, .halvingDoubling, .doubleBinaryTree] {
            try benchmarkScale(config: name, ranks: ranks, algorithm: algorithm)
        }
    }
    let cluster = try ClusterFile.load(path: "default", overrides: ClusterOverrides(nodes: 64)).cluster
    var huge = cluster
    huge.nodes[0].count = 100_000
    let setting = CollectiveSetting(
        schedule: RingAllReduce(worldSize: 100_000),
        network: NetworkModel(cluster: huge, constants: CentralValues()), disturbances: .none)
    let symmetric = medianSeconds(repeats: 5) {
        _ = CollectiveTime(setting: setting, elements: 6_553_600, width: 4, evaluation: .symmetric)
    }
    print("100,000 equal ranks, ring, by symmetry: \(milliseconds(symmetric))")
}

/// Four buckets of 25 MiB on `ranks` nodes, the ports and links alone.
private func benchmarkScale(config: String, ranks: Int, algorithm: Algorithm) throws {
    var cluster = try ClusterFile.load(path: config, overrides: ClusterOverrides(nodes: 8)).cluster
    cluster.nodes[0].count = ranks
    let setting = CollectiveSetting(
        schedule: algorithm.schedule(worldSize: ranks, groupSize: 1, segments: 16),
        network: NetworkModel(cluster: cluster, constants: CentralValues()), disturbances: .none)
    let seconds = medianSeconds(repeats: 1) {
        for _ in 0..<4 { _ = CollectiveTime(setting: setting, elements: 6_553_600, width: 4) }
    }
    let kind = setting.sharesLinks ? "shared links, event by event" : "no shared links"
    print("4 buckets over \(ranks) ranks of \(config), \(algorithm.rawValue) (\(kind)): \(milliseconds(seconds))")
}

private func milliseconds(_ seconds: Double) -> String { "\(fixed(seconds * 1e3, 2)) ms" }
