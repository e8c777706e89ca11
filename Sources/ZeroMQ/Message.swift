internal import CZeroMQ

/// One part of a message: bytes that libzmq owns or has been lent.
///
/// Received bytes are used where they lie, without a copy. They may lie at any address: read numbers with
/// `loadUnaligned`.
package struct Message: ~Copyable {
    var raw: zmq_msg_t

    /// An empty part.
    package init() {
        raw = zmq_msg_t()
        zmq_msg_init(&raw)
    }

    /// Copies `bytes`; right for what is small. Traps when memory is exhausted.
    package init(copying bytes: UnsafeRawBufferPointer) {
        raw = zmq_msg_t()
        guard zmq_msg_init_size(&raw, bytes.count) == 0 else { fatalError("out of memory for \(bytes.count) bytes") }
        guard let source = bytes.baseAddress, bytes.count > 0 else { return }
        withUnsafeMutablePointer(to: &raw) { message in
            zmq_msg_data(message).copyMemory(from: source, byteCount: bytes.count)
        }
    }

    /// Copies an array's bytes.
    package init(copying bytes: [UInt8]) {
        self.init()
        bytes.withUnsafeBytes { self = Message(copying: $0) }
    }

    /// Takes over an initialised C message.
    init(taking raw: consuming zmq_msg_t) { self.raw = raw }

    deinit {
        var last = raw
        zmq_msg_close(&last)
    }

    /// Bytes in this part.
    package var count: Int {
        withUnsafePointer(to: raw) { zmq_msg_size($0) }
    }

    /// Another part of the same message follows this one.
    package var hasMore: Bool {
        withUnsafePointer(to: raw) { zmq_msg_more($0) != 0 }
    }

    /// The file descriptor of the tcp or ipc connection that a received part came through; `nil` for inproc and for
    /// parts made here. It is the one that the `Monitor` of the receiving socket names when that connection ends.
    package var sourceFileDescriptor: Int32? {
        withUnsafePointer(to: raw) { message in
            let descriptor = zmq_msg_get(message, ZMQ_SRCFD)
            return descriptor >= 0 ? descriptor : nil
        }
    }

    /// Lends the bytes for the time of `body`. The base address may be `nil` when there are none.
    package borrowing func withUnsafeBytes<Result: ~Copyable, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try withUnsafePointer(to: raw) { (message) throws(Failure) -> Result in
            try body(messageBytes(message))
        }
    }
}

/// The bytes of a C message; good until it is closed, moved or sent.
func messageBytes(_ message: UnsafePointer<zmq_msg_t>) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(
        start: zmq_msg_data(UnsafeMutablePointer(mutating: message)), count: zmq_msg_size(message))
}
