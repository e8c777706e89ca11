package import Coordination

/// Numbers the frames of one rank: a sequence for each peer.
package struct FrameNumbers: Sendable {
    private var next: [UInt64] = []

    package init() {}

    /// The frame of the next message to `peer`.
    package mutating func next(
        expectation: FrameExpectation, peer: Int, step: Int, key: MessageKey, bucket: Int, elements: Range<Int>
    ) -> GradientFrame {
        if next.isEmpty { next = [UInt64](repeating: 0, count: expectation.worldSize) }
        defer { next[peer] += 1 }
        return GradientFrame(
            runID: expectation.runID, generation: expectation.generation, sender: expectation.rank, receiver: peer,
            step: step, bucket: bucket, virtualBucket: key.virtualBucket, round: key.round, sequence: next[peer],
            elements: elements, content: elements.isEmpty ? .clocksOnly : .gradient)
    }
}
