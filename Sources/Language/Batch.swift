/// Sequences to predict: buffers that are allocated once and filled again at every step.
package struct Batch: Sendable {
    /// Tokens per sequence.
    package let contextLength: Int
    /// The most sequences that the buffers hold.
    package let capacity: Int
    /// Tokens that the model sees, sequence by sequence: [sequences × contextLength].
    package private(set) var inputs: [Int32] = []
    /// The token that follows each input: [sequences × contextLength].
    package private(set) var targets: [Int32] = []
    private var window: [UInt8]

    /// Without sequences, but with room for `capacity`.
    package init(capacity: Int, contextLength: Int) {
        precondition(capacity > 0 && contextLength > 0, "a batch has room for a sequence, and a sequence for a token")
        self.capacity = capacity
        self.contextLength = contextLength
        window = [UInt8](repeating: 0, count: contextLength + 1)
        inputs.reserveCapacity(capacity * contextLength)
        targets.reserveCapacity(capacity * contextLength)
    }

    /// The sequences in the buffers.
    package var sequences: Int { inputs.count / contextLength }

    /// Without sequences again; the memory stays.
    package mutating func removeAll() {
        inputs.removeAll(keepingCapacity: true)
        targets.removeAll(keepingCapacity: true)
    }

    /// Appends the window of contextLength + 1 tokens from `start` on: all but the last are inputs, all but the first
    /// are targets. Allocates nothing.
    ///
    /// - Precondition: there is room, and the window lies within the source.
    package mutating func append(windowAt start: Int, of source: some TokenSource) throws(ShardError) {
        precondition(sequences < capacity, "the batch has room for another sequence")
        try source.read(at: start, into: &window)
        for position in 0..<contextLength {
            inputs.append(Int32(window[position]))
            targets.append(Int32(window[position + 1]))
        }
    }
}
