internal import CZeroMQ
internal import Synchronization

/// Tells what happens to the connections of one socket, in the order in which it happened.
///
/// It belongs to the thread that owns the socket, and keeps that socket open: both go before it is closed.
///
/// To know whose connection ended, map `sourceFileDescriptor` of a peer's first message to that peer. The kernel gives a
/// number out again once its connection is closed, so before noting a descriptor read all pending events: the end of
/// its former owner stands before whatever the new one sent.
package struct Monitor: ~Copyable {
    private let monitored: SocketHandle
    private let events: Socket

    /// Begins to monitor `socket`; call it before `bind` or `connect` to miss nothing.
    ///
    /// - Throws: `EMFILE` at the socket limit; a termination error after `Context.shutDown()`.
    /// - Precondition: the socket has no other monitor.
    package init(of socket: borrowing Socket, in context: borrowing Context) throws(ZeroMQError) {
        let number = monitorsOpened.add(1, ordering: .relaxed).newValue
        let endpoint = Endpoint.inproc(name: "ringwatt-monitor-\(number)")
        var options = SocketOptions()
        // Without a limit: libzmq's I/O thread would wait, and all traffic with it, while this queue is full.
        options.receiveHighWaterMark = 0
        options.sendHighWaterMark = 0
        let events = try Socket(.pair, in: context, options: options)
        let address = endpoint.description
        let pointer = socket.handle.pointer
        try call("zmq_socket_monitor") { zmq_socket_monitor(pointer, address, ZMQ_EVENT_ALL) }
        do {
            try events.connect(endpoint)
        } catch {
            zmq_socket_monitor(pointer, nil, 0)
            throw error
        }
        self.events = events
        monitored = socket.handle
    }

    deinit {
        // Before the PAIR is closed: an event sent to a closed one would hang the whole context.
        zmq_socket_monitor(monitored.pointer, nil, 0)
    }

    /// The next event; `nil` when none is pending.
    package func next() throws(ZeroMQError) -> MonitorEvent? {
        guard let first = try events.tryReceive() else { return nil }
        var endpoint = ""
        var more = first.hasMore
        while more {
            let part = try events.receive()
            more = part.hasMore
            endpoint = part.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
        }
        guard let event = first.withUnsafeBytes({ MonitorEvent(event: $0, endpoint: endpoint) }) else {
            fatalError("libzmq sent a monitor event of \(first.count) bytes")
        }
        return event
    }

    /// What a `Poller` waits on.
    var handle: SocketHandle { events.handle }
}

@available(*, unavailable)
extension Monitor: Sendable {}

/// Numbers the inproc names of this process's monitors.
private let monitorsOpened = Atomic<Int>(0)
