/// A flat gradient cut into buckets in the order in which the backward pass fills them: from its end to its start.
package struct BucketPlan: Sendable, Hashable {
    /// Ranges of elements of the flat gradient; bucket 0 is the last range, which is ready first.
    package let ranges: [Range<Int>]

    /// Buckets of a given size, the first one of its own (PyTorch DDP: 25 MiB, the first 1 MiB), the last what remains.
    ///
    /// - Parameters:
    ///   - elements: length of the flat gradient.
    ///   - bucketElements: elements of a bucket, at least one.
    ///   - firstBucketElements: elements of the first bucket, at least one.
    package init(elements: Int, bucketElements: Int, firstBucketElements: Int) {
        precondition(elements > 0 && bucketElements > 0 && firstBucketElements > 0, "sizes of buckets are positive")
        var ranges: [Range<Int>] = []
        var end = elements
        var size = firstBucketElements
        while end > 0 {
            let start = max(0, end - size)
            ranges.append(start..<end)
            end = start
            size = bucketElements
        }
        self.ranges = ranges
    }

    /// At most `count` buckets of equal size (±1 element).
    package init(elements: Int, count: Int) {
        precondition(elements > 0 && count > 0, "sizes of buckets are positive")
        let buckets = min(count, elements)
        ranges = (0..<buckets).map { index in
            let fromEnd = { (edge: Int) in elements - edge * elements / buckets }
            return fromEnd(index + 1)..<fromEnd(index)
        }
    }

    package var count: Int { ranges.count }
}

/// Which consecutive run of virtual buckets each real bucket stands for.
package struct BucketRuns: Sendable, Hashable {
    package let realCount: Int
    package let virtualCount: Int

    /// - Parameter limit: the most real buckets wanted; there are never more of them than virtual ones.
    package init(virtualCount: Int, limit: Int) {
        precondition(virtualCount > 0 && limit > 0, "there is at least one bucket")
        self.virtualCount = virtualCount
        realCount = min(virtualCount, limit)
    }

    /// The virtual buckets that real bucket `real` stands for; never empty, and together they are all of them.
    package func run(of real: Int) -> Range<Int> {
        real * virtualCount / realCount..<(real + 1) * virtualCount / realCount
    }

    /// The real bucket that stands for virtual bucket `virtual`.
    package func real(of virtual: Int) -> Int { ((virtual + 1) * realCount - 1) / virtualCount }
}
