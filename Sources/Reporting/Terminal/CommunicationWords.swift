internal import ClusterModel
internal import Collectives
internal import Emulation

/// How reports speak of a step's collectives.
extension EmulatedJob {
    private var isSharded: Bool { cluster.workload.represented.sharding != .none }

    var communicationWord: String { isSharded ? "communication" : "all-reduce" }

    /// How many collectives of which kind a step has.
    var communicationCount: String {
        let counted = { (kind: CollectiveKind) in self.training.operations.filter { $0.kind == kind }.count }
        let plural = { (count: Int, name: String) in "\(count) \(name)\(count == 1 ? "" : "s")" }
        guard isSharded else { return plural(counted(.allReduce), "bucket") }
        return plural(counted(.reduceScatter), "reduce-scatter") + " and " + plural(counted(.allGather), "all-gather")
    }

    /// Bytes that a step's collectives move, an all-reduce twice: it is a reduce-scatter and an all-gather.
    var movedBytes: Int {
        let width = cluster.workload.represented.gradientType.width
        return training.operations.reduce(0) { sum, operation in
            sum + (operation.kind == .allReduce ? 2 : 1) * buckets.ranges[operation.bucket].count * width
        }
    }
}
