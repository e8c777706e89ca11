import Collectives
import Testing

@Suite struct BucketTests {
    @Test("buckets cover the gradient from its end to its start")
    func cover() {
        let plan = BucketPlan(elements: 1003, bucketElements: 100, firstBucketElements: 30)
        #expect(plan.ranges.first == 973..<1003)
        #expect(plan.ranges.last == 0..<73)
        for (a, b) in zip(plan.ranges, plan.ranges.dropFirst()) { #expect(b.upperBound == a.lowerBound) }
    }

    @Test("GPT-2 XL in fp32 makes 239 buckets of 25 MiB, the first of 1 MiB")
    func gpt2XL() {
        let plan = BucketPlan(
            elements: 1_557_611_200, bucketElements: 25 * 1024 * 1024 / 4, firstBucketElements: 1024 * 1024 / 4)
        #expect(plan.count == 239)
    }

    @Test("equal buckets cover any length", arguments: [1, 2, 15, 16, 17, 1000], [1, 3, 16])
    func equal(elements: Int, count: Int) {
        let plan = BucketPlan(elements: elements, count: count)
        #expect(plan.count == min(elements, count))
        #expect(plan.ranges.reduce(0) { $0 + $1.count } == elements)
        #expect(plan.ranges.allSatisfy { !$0.isEmpty })
        #expect(plan.ranges.first?.upperBound == elements && plan.ranges.last?.lowerBound == 0)
    }

    @Test("runs of virtual buckets are consecutive, whole and never empty", arguments: [1, 2, 8, 16, 239], [1, 8, 16])
    func runs(virtual: Int, limit: Int) {
        let runs = BucketRuns(virtualCount: virtual, limit: limit)
        var next = 0
        for real in 0..<runs.realCount {
            #expect(runs.run(of: real).lowerBound == next && !runs.run(of: real).isEmpty)
            next = runs.run(of: real).upperBound
        }
        #expect(next == virtual)
    }
}
