internal import CZeroMQ
internal import Glibc

/// A libzmq socket: closed when it goes, together with what still refers to it (its `Monitor`, a `Poller`).
///
/// One thread makes it, uses it and lets it go; libzmq aborts the process otherwise. It is therefore not Sendable, and
/// neither are monitors and pollers. Other threads wake the owner through a `Wakeup`.
package struct Socket: ~Copyable {
    let handle: SocketHandle

    /// Which kind of socket this is.
    package let kind: SocketKind

    /// Opens a socket with all its options set.
    ///
    /// - Throws: `EMFILE` at the socket limit; a termination error after `Context.shutDown()`.
    package init(_ kind: SocketKind, in context: borrowing Context, options: SocketOptions) throws(ZeroMQError) {
        let opened = try SocketHandle(kind, context: context.handle)
        try options.write(to: opened.pointer, kind: kind)
        handle = opened
        self.kind = kind
    }

    /// Listens at an endpoint and says where: with `tcp://127.0.0.1:*` the result has the port that the system chose.
    ///
    /// - Throws: `EADDRINUSE`, `EACCES`, `EADDRNOTAVAIL`, … with the endpoint and a remedy.
    @discardableResult
    package func bind(_ endpoint: Endpoint) throws(ZeroMQError) -> Endpoint {
        let text = endpoint.description
        try call("zmq_bind", endpoint: text) { zmq_bind(handle.pointer, text) }
        return try lastEndpoint()
    }

    /// Connects to an endpoint: in the background and again after every loss, so that the peer may start later.
    ///
    /// - Throws: `EINVAL` for a host that cannot be one, or for `*`. That nobody listens there is not an error.
    package func connect(_ endpoint: Endpoint) throws(ZeroMQError) {
        let text = endpoint.description
        guard !endpoint.hasWildcard else { throw ZeroMQError(code: EINVAL, call: "zmq_connect", endpoint: text) }
        try call("zmq_connect", endpoint: text) { zmq_connect(handle.pointer, text) }
    }

    /// Ends a connection made by `connect`; what is queued for it is dropped. Unknown endpoints are ignored.
    package func disconnect(_ endpoint: Endpoint) { zmq_disconnect(handle.pointer, endpoint.description) }

    /// Stops listening at an endpoint as `bind` returned it. Connections made through it stay. Unknown ones are ignored.
    package func unbind(_ endpoint: Endpoint) { zmq_unbind(handle.pointer, endpoint.description) }

    /// libzmq's own account of where it listens. It always writes an endpoint that we can read.
    private func lastEndpoint() throws(ZeroMQError) -> Endpoint {
        var text = [CChar](repeating: 0, count: 1024)
        var size = text.count
        try call("zmq_getsockopt(last endpoint)") { zmq_getsockopt(handle.pointer, ZMQ_LAST_ENDPOINT, &text, &size) }
        let name = String(decoding: text[..<max(0, size - 1)].map { UInt8(bitPattern: $0) }, as: UTF8.self)
        guard let endpoint = try? Endpoint(name) else { fatalError("libzmq bound to \(name), which is no endpoint") }
        return endpoint
    }
}

@available(*, unavailable)
extension Socket: Sendable {}

/// Owns the C socket: closes it with its last reference, and only then lets go of the context.
final class SocketHandle {
    let pointer: UnsafeMutableRawPointer
    let context: ContextHandle

    init(_ kind: SocketKind, context: ContextHandle) throws(ZeroMQError) {
        guard let opened = zmq_socket(context.pointer, kind.code) else {
            throw ZeroMQError(code: zmq_errno(), call: "zmq_socket", endpoint: nil)
        }
        pointer = opened
        self.context = context
    }

    deinit { zmq_close(pointer) }
}
