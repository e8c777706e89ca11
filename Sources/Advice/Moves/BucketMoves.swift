internal import ClusterModel
internal import Units

/// Other sizes of the buckets that gradients are reduced in.
enum BucketMoves {
    private static let mebibytes = [1, 5, 25, 100, 400]

    static func proposal(for run: AdvisedRun) -> Proposal {
        guard run.cluster.nodeCount > 1 else { return .none(.bucket, "one node reduces nothing") }
        let represented = run.cluster.workload.represented
        let own = represented.bucketSize
        let sizes = mebibytes.map { (number: $0, size: ByteCount(count: Int64($0) << 20)) }
        let moves = sizes.filter { $0.size != own }.map { number, size in
            Move(
                .bucket, name: "bucket \(number) MiB",
                change: "gradients are reduced in buckets of \(number) MiB in place of \(words(own))",
                assumptions: ["a bucket costs no time beyond its messages"]
            ) { $0.overrides.bucketSize = size }
        }
        return Proposal(moves: moves)
    }

    private static func words(_ size: ByteCount) -> String {
        size.bytes % (1 << 20) == 0 ? "\(size.bytes >> 20) MiB" : size.formatted()
    }
}
