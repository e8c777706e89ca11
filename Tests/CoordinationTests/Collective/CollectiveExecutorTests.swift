import ClusterModel
import Collectives
import Coordination
import Emulation
import Testing

@Suite struct CollectiveExecutorTests {
    @Test(
        "whatever the order of buckets and messages, every rank ends with the schedule's sum, to the bit",
        arguments: CollectiveChoice.Algorithm.allCases, [1, 2, 3, 5, 8])
    func anyOrder(algorithm: CollectiveChoice.Algorithm, nodes: Int) throws {
        var ring = Ring(nodes: nodes, elements: 101, algorithm: algorithm)
        let expected = ring.reference
        let seed = UInt64(nodes)
        var source = SeededBytes(state: seed)
        ring.start(step: 1)
        try ring.play(in: &source)
        #expect(ring.gradients == expected, "seed \(seed)")
        #expect(ring.gradients.allSatisfy { $0 == ring.gradients[0] })
        #expect(ring.completions == [Int](repeating: 1, count: nodes))
        #expect(ring.mismatches == 0)
        // The next step, between audits, has fewer messages and works as well.
        let again = ring.reference
        ring.start(step: 2)
        try ring.play(in: &source)
        #expect(ring.gradients == again && ring.mismatches == 0)
        #expect(ring.completions == [Int](repeating: 2, count: nodes))
    }

    @Test("an audited step carries every emulated bucket's clocks, another one those of the real buckets' last")
    func audits() throws {
        var ring = Ring(nodes: 3, elements: 101)
        #expect(ring.operations.runs.virtualCount > ring.operations.runs.realCount)
        var letters: [Int] = []
        for step in 1...2 {
            ring.start(step: step)
            var sent = 0
            for bucket in 0..<ring.operations.realBuckets.count {
                for rank in 0..<3 { ring.fill(bucket: bucket, rank: rank) }
            }
            while !ring.letters.isEmpty {
                sent += 1
                try ring.deliver(ring.letters.removeFirst())
            }
            letters.append(sent)
        }
        #expect(letters == [ring.operations.runs.virtualCount * 3 * 4, ring.operations.runs.realCount * 3 * 4])
    }

    @Test("a message that comes twice is taken once, at once or after the step", arguments: [true, false])
    func duplicates(isLate: Bool) throws {
        var ring = Ring(nodes: 2, elements: 101)
        let expected = ring.reference
        ring.start(step: 1)
        for rank in 0..<2 { ring.fill(bucket: 0, rank: rank) }
        let letter = ring.letters.removeFirst()
        try ring.deliver(letter)
        if !isLate { #expect(throws: Ring.Executor.Rejection.duplicate) { try ring.deliver(letter) } }
        for bucket in 1..<ring.operations.realBuckets.count {
            for rank in 0..<2 { ring.fill(bucket: bucket, rank: rank) }
        }
        while !ring.letters.isEmpty { try ring.deliver(ring.letters.removeFirst()) }
        if isLate { #expect(throws: Ring.Executor.Rejection.duplicate) { try ring.deliver(letter) } }
        #expect(ring.gradients == expected && ring.completions == [1, 1])
    }

    @Test("what is not the message that is due is refused, and the right one is still taken")
    func refusals() throws {
        var ring = Ring(nodes: 3, elements: 101)
        ring.start(step: 1)
        for rank in 0..<3 { ring.fill(bucket: 0, rank: rank) }
        let right = ring.letters.removeFirst()
        func altered(
            from: Int? = nil, bucket: Int? = nil, round: Int? = nil, elements: Range<Int>? = nil,
            stamps: [Int128]? = nil
        ) -> Ring.Letter {
            Ring.Letter(
                from: from ?? right.from, to: right.to,
                key: MessageKey(operation: bucket ?? right.key.operation, round: round ?? right.key.round),
                elements: elements ?? right.elements, stamps: stamps ?? right.stamps, payload: right.payload)
        }
        let wrong: [(Ring.Letter, Ring.Executor.Rejection)] = [
            (altered(from: right.to), .notExpected), (altered(from: 99), .notExpected),
            (altered(bucket: 9999), .notExpected), (altered(round: 4), .notExpected),
            (altered(round: -1), .notExpected),
            (altered(elements: right.elements.lowerBound..<right.elements.upperBound + 1), .wrongElements),
            (altered(elements: 100..<101), .wrongElements), (altered(stamps: []), .wrongStamps),
            (altered(stamps: right.stamps + [0]), .wrongStamps),
            (altered(stamps: right.stamps.map { _ in .max }), .wrongStamps),
            (altered(stamps: right.stamps.map { _ in -1 }), .wrongStamps),
        ]
        for (letter, rejection) in wrong { #expect(throws: rejection) { try ring.deliver(letter) } }
        try ring.deliver(right)
        #expect(ring.mismatches == 0)
    }

    @Test("before its first step and between steps an executor expects nothing")
    func idle() {
        let ring = Ring(nodes: 2, elements: 101)
        var executor = ring.executors[0]
        #expect(!executor.isActive && executor.waitingFor == nil)
        #expect(throws: Ring.Executor.Rejection.notExpected) {
            _ = try executor.receive(
                MessageKey(operation: 0, round: 0), sender: 1, elements: 0..<0, stamps: [0], payload: [])
        }
    }

    @Test(
        "a stamp that is off by as little as an attosecond is noticed at the end of the collective",
        arguments: [Int128(1), 1 << 90])
    func wrongClock(by offset: Int128) throws {
        var ring = Ring(nodes: 2, elements: 101)
        ring.start(step: 1)
        for rank in 0..<2 { ring.fill(bucket: 0, rank: rank) }
        var isFirst = true
        while !ring.letters.isEmpty {
            let letter = ring.letters.removeFirst()
            let stamps = isFirst ? letter.stamps.map { $0 + offset } : letter.stamps
            isFirst = false
            try ring.deliver(
                Ring.Letter(
                    from: letter.from, to: letter.to, key: letter.key, elements: letter.elements, stamps: stamps,
                    payload: letter.payload))
        }
        #expect(ring.mismatches > 0)
    }

    @Test("an executor says in words what it waits for")
    func waiting() throws {
        var ring = Ring(nodes: 3, elements: 101)
        ring.start(step: 1)
        #expect(ring.executors[0].waitingFor == "its own bucket 0")
        ring.fill(bucket: 0, rank: 0)
        #expect(ring.executors[0].waitingFor == "rank 2 (gradients, bucket 0, round 0)")
    }
}
