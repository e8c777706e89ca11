/// What one message between two ranks says of itself: which run, which step, which round of which collective, and which
/// elements of the flat gradient, or of the flat weights.
///
/// On the wire it is a header of fixed size, the clock stamps, and the payload; `GradientFrameLayout` has the offsets.
package struct GradientFrame: Hashable, Sendable {
    /// The run, as drawn by the coordinator.
    package var runID: UInt64
    /// Counts the restarts of a run: what an older generation left in a queue is never taken for the present one's.
    package var generation: UInt32
    /// The rank it comes from.
    package var sender: Int
    /// The rank it goes to.
    package var receiver: Int
    /// The training step; 0 and one more than the last for the evaluations before and after them.
    package var step: Int
    /// The real bucket.
    package var bucket: Int
    /// The emulated collective of the step whose clocks travel here.
    package var operation: Int
    /// The round of the collective's schedule.
    package var round: Int
    /// Counts the frames from this sender to this receiver, from zero.
    package var sequence: UInt64
    /// The elements of the flat buffer that the frame stands for.
    package var elements: Range<Int>
    /// Whether the elements themselves follow.
    package var content: Content

    /// What follows the stamps.
    package enum Content: Hashable, Sendable {
        /// Every element as a Float32, 4 bytes each, little-endian.
        case gradient
        /// Nothing: the frame carries stamps only.
        case clocksOnly
    }

    /// A frame's fields, unchecked; the encoder requires that they fit 32 bits and are not negative.
    package init(
        runID: UInt64, generation: UInt32, sender: Int, receiver: Int, step: Int, bucket: Int, operation: Int,
        round: Int, sequence: UInt64, elements: Range<Int>, content: Content
    ) {
        self.runID = runID
        self.generation = generation
        self.sender = sender
        self.receiver = receiver
        self.step = step
        self.bucket = bucket
        self.operation = operation
        self.round = round
        self.sequence = sequence
        self.elements = elements
        self.content = content
    }

    /// Bytes of payload that belong to this frame.
    package var payloadBytes: Int { content == .gradient ? elements.count * GradientFrameLayout.elementBytes : 0 }
}
