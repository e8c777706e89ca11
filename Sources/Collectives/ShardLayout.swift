/// Which parts of a flat buffer each rank owns once every bucket has been ring reduce-scattered: of each bucket one
/// chunk, that whose sum the rank ends with.
package struct ShardLayout: Sendable, Hashable {
    /// Ranks that share the buffer: one shard each.
    package let shards: Int
    private let buckets: BucketPlan

    /// - Parameters:
    ///   - buckets: the buckets of the whole buffer.
    ///   - shards: at least one; more than a bucket has elements leave some ranks without a part of it.
    package init(buckets: BucketPlan, shards: Int) {
        precondition(shards > 0, "a buffer in \(shards) shards")
        self.buckets = buckets
        self.shards = shards
    }

    /// The parts of one shard, none of them empty, in the order of the buckets: from the buffer's end to its start.
    /// All shards together are the whole buffer, each element once.
    package func ranges(of shard: Int) -> [Range<Int>] {
        precondition(shard >= 0 && shard < shards, "shard \(shard) of \(shards)")
        let chunk = RingReduceScatter(worldSize: shards).ownedChunk(rank: shard)
        return buckets.ranges.compactMap { bucket in
            let part = ChunkCut(elements: bucket.count, parts: shards).range(of: chunk..<chunk + 1)
            return part.isEmpty ? nil : bucket.lowerBound + part.lowerBound..<bucket.lowerBound + part.upperBound
        }
    }
}
