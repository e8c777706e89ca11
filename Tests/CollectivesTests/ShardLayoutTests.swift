import Collectives
import Testing

private let worldSizes = [1, 2, 3, 4, 7, 16, 33]

/// Plans of one bucket and of several, of equal buckets and of a first one of its own, some shorter than the ring.
private func plans(_ elements: Int) -> [BucketPlan] {
    [1, 3, 8].map { BucketPlan(elements: elements, count: $0) }
        + [BucketPlan(elements: elements, bucketElements: 10, firstBucketElements: 3)]
}

@Suite struct ShardLayoutTests {
    @Test(
        "shards are the whole buffer, each element once, and no range is empty", arguments: worldSizes,
        [1, 2, 5, 16, 97, 1000])
    func partition(shards: Int, elements: Int) {
        for plan in plans(elements) {
            let layout = ShardLayout(buckets: plan, shards: shards)
            var owners = [Int](repeating: 0, count: elements)
            for shard in 0..<layout.shards {
                for range in layout.ranges(of: shard) {
                    #expect(!range.isEmpty)
                    for index in range { owners[index] += 1 }
                }
            }
            #expect(owners.allSatisfy { $0 == 1 }, "\(plan.ranges)")
        }
    }

    @Test("a shard's ranges stand in the order of the buckets, at most one in each", arguments: worldSizes)
    func order(shards: Int) {
        let plan = BucketPlan(elements: 101, count: 8)
        let layout = ShardLayout(buckets: plan, shards: shards)
        for shard in 0..<shards {
            let buckets = layout.ranges(of: shard).compactMap { range in
                plan.ranges.firstIndex { $0.contains(range.lowerBound) && range.upperBound <= $0.upperBound }
            }
            #expect(buckets.count == layout.ranges(of: shard).count)
            for (earlier, later) in zip(buckets, buckets.dropFirst()) { #expect(earlier < later) }
        }
    }

    @Test(
        "a shard is what the ring reduce-scatter leaves summed at its rank, and nothing else", arguments: worldSizes,
        [1, 2, 16, 97])
    func reduceScatter(worldSize: Int, elements: Int) {
        let schedule = RingReduceScatter(worldSize: worldSize)
        // Which ranks' contributions have been added to each element, and how often.
        let whole = [Int](repeating: 1, count: worldSize)
        for plan in plans(elements) {
            var held = (0..<worldSize).map { rank in
                [[Int]](repeating: whole.indices.map { $0 == rank ? 1 : 0 }, count: elements)
            }
            for bucket in plan.ranges {
                schedule.play(
                    elements: bucket.count,
                    read: { rank, range in range.map { held[rank][bucket.lowerBound + $0] } },
                    combine: { rank, range, combine, payload in
                        #expect(combine == .add)
                        for (index, counts) in zip(range, payload) {
                            for (source, count) in counts.enumerated() {
                                held[rank][bucket.lowerBound + index][source] += count
                            }
                        }
                    })
            }
            let layout = ShardLayout(buckets: plan, shards: worldSize)
            for rank in 0..<worldSize {
                let owned = layout.ranges(of: rank).flatMap { Array($0) }.sorted()
                #expect(held[rank].indices.filter { held[rank][$0] == whole } == owned, "rank \(rank), \(plan.ranges)")
            }
        }
    }
}
