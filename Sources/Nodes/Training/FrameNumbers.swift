package import Coordination

/// Numbers the frames of one rank: a sequence for each peer.
package struct FrameNumbers: Sendable {
    private var next: [UInt64] = []

    package init() {}

    /// The frame of the next message to the peer.
    package mutating func next(
        _ message: OutgoingMessage, step: Int, expectation: FrameExpectation
    ) -> GradientFrame {
        if next.isEmpty { next = [UInt64](repeating: 0, count: expectation.worldSize) }
        defer { next[message.peer] += 1 }
        return GradientFrame(
            runID: expectation.runID, generation: expectation.generation, sender: expectation.rank,
            receiver: message.peer, step: step, bucket: message.bucket, operation: message.key.operation,
            round: message.key.round, sequence: next[message.peer], elements: message.elements,
            content: message.elements.isEmpty ? .clocksOnly : .gradient)
    }
}
