internal import CZeroMQ
internal import Glibc

/// libzmq's I/O threads and the space of its inproc names; a process needs one.
///
/// The C context is terminated when this value and every socket made from it are gone, in whichever order: termination
/// waits for each socket's linger time and for nothing else. Never fork while a context exists. Any thread may use a context.
package struct Context: ~Copyable, Sendable {
    let handle: ContextHandle

    /// - Parameters:
    ///   - ioThreads: Threads that move bytes; one serves about 4 GB/s.
    ///   - maximumSockets: Sockets open at once, closing ones included.
    /// - Throws: `EMFILE` when the process has no file descriptors left.
    package init(ioThreads: Int = 1, maximumSockets: Int = 1023) throws(ZeroMQError) {
        precondition(ioThreads >= 1 && maximumSockets >= 1, "\(ioThreads) I/O threads, \(maximumSockets) sockets")
        handle = try ContextHandle(
            ioThreads: Int32(clamping: ioThreads), maximumSockets: Int32(clamping: maximumSockets))
    }

    /// Makes every waiting or later call on this context's sockets throw an error whose `isTermination` is true.
    package func shutDown() { handle.shutDown() }
}

/// Owns the C context: terminates it with its last reference.
///
/// Sendable because libzmq's contexts may be used from any thread.
final class ContextHandle: @unchecked Sendable {
    let pointer: UnsafeMutableRawPointer

    init(ioThreads: Int32, maximumSockets: Int32) throws(ZeroMQError) {
        guard let created = zmq_ctx_new() else {
            throw ZeroMQError(code: zmq_errno(), call: "zmq_ctx_new", endpoint: nil)
        }
        pointer = created
        try call("zmq_ctx_set(io threads)") { zmq_ctx_set(created, ZMQ_IO_THREADS, ioThreads) }
        try call("zmq_ctx_set(sockets)") { zmq_ctx_set(created, ZMQ_MAX_SOCKETS, maximumSockets) }
        try call("zmq_ctx_set(blocky)") { zmq_ctx_set(created, ZMQ_BLOCKY, 0) }
        try call("zmq_ctx_set(ipv6)") { zmq_ctx_set(created, ZMQ_IPV6, 0) }
    }

    deinit {
        while zmq_ctx_term(pointer) != 0 && zmq_errno() == EINTR {}
    }

    func shutDown() { zmq_ctx_shutdown(pointer) }
}
