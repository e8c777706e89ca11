internal import CZeroMQ
internal import Glibc

/// An error of the world met by a libzmq call: which, in which call, at which endpoint, and what to do about it.
package struct ZeroMQError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The errno, libzmq's own ones included.
    package let code: Int32
    /// The C function that failed.
    package let call: String
    /// Where, as it was given; `nil` where the call names no endpoint.
    package let endpoint: String?

    /// An error as a C call left it in `errno`.
    package init(code: Int32, call: String, endpoint: String?) {
        self.code = code
        self.call = call
        self.endpoint = endpoint
    }

    /// The context was shut down while a call waited, or before it: the thread should close its sockets and end.
    package var isTermination: Bool { code == errnoTerminated }

    /// A ROUTER knows no peer of this routing id (any more).
    package var isUnroutable: Bool { code == EHOSTUNREACH }

    /// A wait ended at the socket's send or receive time limit.
    package var isTimeout: Bool { code == EAGAIN }

    /// One line: what failed, where, why, and the remedy where there is one.
    package var description: String {
        let place = endpoint.map { " at \($0)" } ?? ""
        let line = "\(call)\(place): \(reason)"
        return remedy.map { "\(line); \($0)" } ?? line
    }

    private var reason: String {
        code == EAGAIN ? "no progress within the time limit" : String(cString: zmq_strerror(code))
    }

    private var remedy: String? {
        switch code {
        case EADDRINUSE: "another process has this port: stop it, or let the system choose one with tcp://127.0.0.1:*"
        case EACCES: "not permitted: use a port above 1023, or an ipc path in a folder of your own"
        case EADDRNOTAVAIL, ENODEV: "this host has no such address: bind to 127.0.0.1, * or one of its own addresses"
        case EINVAL: "not a usable endpoint (to connect, `*` is none): write tcp://host:port or ipc:///path"
        case EPROTONOSUPPORT: "unknown transport: write tcp://host:port, ipc:///path or inproc://name"
        case errnoIncompatibleProtocol: "this kind of socket cannot use this transport"
        case ENAMETOOLONG: "an ipc path may have 107 bytes: choose a shorter folder, for example under /tmp"
        case ENOENT: "the folder of the ipc path does not exist: create it first"
        case EMFILE: "too many open files or sockets: raise `ulimit -n` or the context's socket limit"
        case EHOSTUNREACH: "no such peer is connected: it has left, or has not said hello yet"
        case EAGAIN: "the peer is absent, stuck or slower than the limit allows"
        case errnoTerminated: "the context was shut down"
        case errnoNoThread: "the context has no I/O thread: give it at least one"
        default: nil
        }
    }
}
