internal import CZeroMQ
internal import Glibc

/// Waits for any of several sockets, monitors, file descriptors and wake-ups.
///
/// It belongs to the thread that owns the sockets, and keeps what was added open until it is removed.
package struct Poller: ~Copyable {
    private var items: [zmq_pollitem_t] = []
    private var keptOpen: [AnyObject?] = []

    /// A poller that waits for nothing yet.
    package init() {}

    /// Names one thing waited for, until it is removed.
    package struct Token: Hashable, Sendable {
        fileprivate let index: Int
    }

    /// What to wait for, and what was found.
    package struct Readiness: OptionSet, Hashable, Sendable {
        package let rawValue: Int16
        package init(rawValue: Int16) { self.rawValue = rawValue }

        /// A receive will not wait.
        package static let readable = Readiness(rawValue: Int16(ZMQ_POLLIN))
        /// A send will not wait.
        package static let writable = Readiness(rawValue: Int16(ZMQ_POLLOUT))
        /// A file descriptor was hung up or is in error; found without being asked for.
        package static let failed = Readiness(rawValue: Int16(ZMQ_POLLERR))
    }

    /// Waits for a socket too.
    package mutating func add(_ socket: borrowing Socket, for interest: Readiness = .readable) -> Token {
        add(zmq_pollitem_t(socket: socket.handle.pointer, fd: -1, events: interest.rawValue, revents: 0), socket.handle)
    }

    /// Waits for a monitor's events too.
    package mutating func add(_ monitor: borrowing Monitor) -> Token {
        let handle = monitor.handle
        return add(
            zmq_pollitem_t(socket: handle.pointer, fd: -1, events: Readiness.readable.rawValue, revents: 0), handle)
    }

    /// Waits for another thread's signal too.
    package mutating func add(_ wakeup: Wakeup) -> Token {
        add(
            zmq_pollitem_t(socket: nil, fd: wakeup.fileDescriptor, events: Readiness.readable.rawValue, revents: 0),
            wakeup)
    }

    /// Waits for a plain file descriptor too (a pipe, for example); whoever owns it keeps it open until it is removed.
    package mutating func add(fileDescriptor: Int32, for interest: Readiness = .readable) -> Token {
        precondition(fileDescriptor >= 0, "file descriptor \(fileDescriptor)")
        return add(zmq_pollitem_t(socket: nil, fd: fileDescriptor, events: interest.rawValue, revents: 0), nil)
    }

    /// Changes what is waited for; an empty set pauses a socket.
    package mutating func setInterest(_ interest: Readiness, of token: Token) {
        items[token.index].events = interest.rawValue
    }

    /// Waits no longer for it; its token is void from here on.
    package mutating func remove(_ token: Token) {
        items[token.index] = zmq_pollitem_t(socket: nil, fd: -1, events: 0, revents: 0)
        keptOpen[token.index] = nil
    }

    /// Waits until something is ready or the time is over, repeating interrupted waits for what remains of it.
    ///
    /// - Parameter timeout: zero only looks; `nil` waits for ever. Rounded up to milliseconds.
    /// - Returns: how many are ready; `readiness(of:)` says which.
    /// - Throws: termination.
    @discardableResult
    package mutating func wait(for timeout: Duration?) throws(ZeroMQError) -> Int {
        let deadline = timeout.map { ContinuousClock.now + $0 }
        while true {
            let remaining = deadline.map { max(.zero, $0 - .now) }
            let result = zmq_poll(&items, Int32(items.count), remaining.map { Int(milliseconds($0)) } ?? -1)
            if result >= 0 { return Int(result) }
            let code = zmq_errno()
            if code == EINTR { continue }
            if code == errnoTerminated { throw ZeroMQError(code: code, call: "zmq_poll", endpoint: nil) }
            fatalError("zmq_poll: \(String(cString: zmq_strerror(code))) (a mistake in this program)")
        }
    }

    /// What the last `wait` found.
    package func readiness(of token: Token) -> Readiness { Readiness(rawValue: items[token.index].revents) }

    private mutating func add(_ item: zmq_pollitem_t, _ object: AnyObject?) -> Token {
        if let free = items.firstIndex(where: { $0.socket == nil && $0.fd < 0 }) {
            items[free] = item
            keptOpen[free] = object
            return Token(index: free)
        }
        items.append(item)
        keptOpen.append(object)
        return Token(index: items.count - 1)
    }
}

@available(*, unavailable)
extension Poller: Sendable {}
