internal import CZeroMQ

/// The parts of one message, in storage that is used again for the next: no allocation in the steady state.
package struct MessageParts: ~Copyable {
    private let storage: UnsafeMutablePointer<zmq_msg_t>

    /// Parts it can hold.
    package let capacity: Int
    /// Parts it holds.
    package private(set) var count = 0
    /// Parts of the last received message beyond `capacity`: they were read and thrown away.
    package private(set) var excess = 0

    /// - Precondition: capacity ≥ 1.
    package init(capacity: Int) {
        precondition(capacity >= 1, "a message has at least one part")
        self.capacity = capacity
        storage = .allocate(capacity: capacity)
    }

    deinit {
        for index in 0..<count { zmq_msg_close(storage + index) }
        storage.deallocate()
    }

    /// Adds a part at the end.
    ///
    /// - Precondition: count < capacity.
    package mutating func append(_ message: consuming Message) {
        precondition(count < capacity, "a message of more than \(capacity) parts")
        zmq_msg_init(storage + count)
        zmq_msg_move(storage + count, &message.raw)
        count += 1
    }

    /// Lends the bytes of a part for the time of `body`.
    ///
    /// - Precondition: 0 ≤ index < count.
    package borrowing func withUnsafeBytes<Result: ~Copyable, Failure: Error>(
        of index: Int, _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        precondition((0..<count).contains(index), "part \(index) of \(count)")
        return try body(messageBytes(storage + index))
    }

    /// A copy of a part's bytes; right for what is small.
    ///
    /// - Precondition: 0 ≤ index < count.
    package func bytes(at index: Int) -> [UInt8] { withUnsafeBytes(of: index) { Array($0) } }

    /// The file descriptor of the connection that the message came through, as `Message.sourceFileDescriptor`.
    package var sourceFileDescriptor: Int32? {
        guard count > 0 else { return nil }
        let descriptor = zmq_msg_get(storage, ZMQ_SRCFD)
        return descriptor >= 0 ? descriptor : nil
    }

    /// Takes a part out, bytes uncopied, and leaves an empty one in its place.
    ///
    /// - Precondition: 0 ≤ index < count.
    package mutating func take(_ index: Int) -> Message {
        precondition((0..<count).contains(index), "part \(index) of \(count)")
        var taken = Message()
        zmq_msg_move(&taken.raw, storage + index)
        return taken
    }

    /// Lets go of all parts, keeping the storage.
    package mutating func removeAll() {
        for index in 0..<count { zmq_msg_close(storage + index) }
        count = 0
        excess = 0
    }

    /// The C message of a part that it holds.
    func part(_ index: Int) -> UnsafeMutablePointer<zmq_msg_t> { storage + index }

    /// Notes that one more part was read and thrown away.
    mutating func noteExcess() { excess += 1 }
}

@available(*, unavailable)
extension MessageParts: Sendable {}
