internal import Units

/// The collectives that data-parallel training is made of, by the names that users write.
package enum CollectiveOperation: String, CaseIterable, Sendable, Hashable {
    case allReduce = "all-reduce"
    case reduceScatter = "reduce-scatter"
    case allGather = "all-gather"

    /// Times that the whole vector passes every port, (n−1)/n of it each: 2 for all-reduce, 1 for its halves.
    package var passes: Int { self == .allReduce ? 2 : 1 }

    /// What nccl-tests calls the reduction: `sum`, or `none` where nothing is added.
    package var reduction: String { self == .allGather ? "none" : "sum" }

    /// Bus bandwidth over algorithm bandwidth, as nccl-tests defines it: 2(n−1)/n for all-reduce, (n−1)/n for its halves.
    package func busFactor(ranks: Int) -> Double { Double(passes * (ranks - 1)) / Double(ranks) }
}
