/// A collective that nccl-tests measures and whose time gives latency and bandwidth.
package enum MeasuredCollective: String, CaseIterable, Hashable, Sendable {
    case allReduce = "all-reduce"
    case reduceScatter = "reduce-scatter"
    case allGather = "all-gather"

    /// The program of nccl-tests that measures it.
    package var program: String {
        switch self {
        case .allReduce: "all_reduce_perf"
        case .reduceScatter: "reduce_scatter_perf"
        case .allGather: "all_gather_perf"
        }
    }

    /// How often the data go round: an all-reduce is a reduce-scatter and an all-gather.
    package var passes: Int { self == .allReduce ? 2 : 1 }

    /// Bus bandwidth over algorithm bandwidth as nccl-tests defines it (its doc/PERFORMANCE.md): passes · (n − 1)/n.
    package func busFactor(ranks: Int) -> Double { Double(passes * (ranks - 1)) / Double(ranks) }
}
