package import ClusterModel
package import Collectives
internal import Units

/// Which collective a cluster uses, and its parameters.
package struct AlgorithmSelection: Sendable {
    /// What is settled, or what the cluster asks for; with `auto`, what the model's own price finds fastest for a full
    /// bucket. Shards are made by the ring's halves.
    package let algorithm: Algorithm
    private let worldSize: Int
    private let groupSize: Int
    private let segments: Int

    /// - Parameters:
    ///   - bucketBytes: of a full bucket.
    ///   - settled: an algorithm that is chosen already, so that `auto` need not price all of them again.
    package init(cluster: Cluster, network: NetworkModel, bucketBytes: Int64, settled: Algorithm? = nil) {
        worldSize = cluster.nodeCount
        groupSize = cluster.collective.groupSize ?? Self.locality(network.locality)
        segments = cluster.collective.segments ?? Self.segments(network: network, bytes: bucketBytes, ranks: worldSize)
        guard cluster.workload.represented.sharding == .none else {
            algorithm = .ring
            return
        }
        guard let named = settled ?? Algorithm(rawValue: cluster.collective.algorithm.rawValue) else {
            algorithm = Self.fastest(
                network: network, bytes: bucketBytes, worldSize: worldSize, groupSize: groupSize, segments: segments)
            return
        }
        algorithm = named
    }

    /// The schedule of an algorithm with these parameters.
    package func schedule(_ algorithm: Algorithm) -> any CollectiveSchedule {
        algorithm.schedule(worldSize: worldSize, groupSize: groupSize, segments: segments)
    }

    /// The ranks on one first-level switch or site, if all groups but the last are of that size; else 1.
    private static func locality(_ groups: [Int]) -> Int {
        guard let first = groups.first, let size = groups.firstIndex(where: { $0 != first }) else { return 1 }
        for rank in groups.indices where (groups[rank] == groups[rank - rank % size]) != true { return 1 }
        return size
    }

    /// Segments of a pipelined tree: the whole takes about (k + 2D)(α + 2S/(kB)) for k segments and a depth of D, least
    /// for k = √(4·D·S/(B·α)), here a whole number from 1 to 64.
    private static func segments(network: NetworkModel, bytes: Int64, ranks: Int) -> Int {
        guard ranks > 1 else { return 1 }
        let depth = Int128(Int.bitWidth - (ranks - 1).leadingZeroBitCount)
        // The farthest and the slowest way from the first rank stand for all.
        let others = 1..<ranks
        let slowest = others.map { network.bandwidth(from: 0, to: $0) }.min()!
        let transfer = slowest.duration(ofBytes: bytes).attoseconds
        let latency = max(1, others.map { network.latency(from: 0, to: $0).attoseconds }.max()!)
        let square = 4 * depth * transfer / latency
        return (1...64).last { Int128($0 * $0) <= square } ?? 1
    }

    /// The algorithm with the shortest undisturbed all-reduce of one bucket on an idle cluster; the first of equals.
    ///
    /// Servers are left out, as in the libraries whose choice this stands for: that they answer everyone at once is
    /// what the price of a port without an overhead per message flatters most.
    private static func fastest(
        network: NetworkModel, bytes: Int64, worldSize: Int, groupSize: Int, segments: Int
    ) -> Algorithm {
        guard worldSize > 1 else { return .ring }
        let prices = Algorithm.allCases.filter(\.isPeerToPeer).map { algorithm in
            let schedule = algorithm.schedule(worldSize: worldSize, groupSize: groupSize, segments: segments)
            return (
                algorithm,
                CollectiveTime(
                    setting: CollectiveSetting(schedule: schedule, network: network, disturbances: .none),
                    elements: max(1, Int(bytes / 4)), width: 4
                ).total
            )
        }
        return prices.min { $0.1 < $1.1 }!.0
    }
}
