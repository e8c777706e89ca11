internal import Synchronization
package import ZeroMQ

/// Events from other threads for the thread that owns the sockets; each one wakes it.
package final class Mailbox<Event: Sendable>: Sendable {
    private let events = Mutex<[Event]>([])
    package let wakeup: Wakeup

    package init() throws(ZeroMQError) { wakeup = try Wakeup() }

    /// Leaves an event; from any thread.
    package func post(_ event: Event) {
        events.withLock { $0.append(event) }
        wakeup.signal()
    }

    /// Takes all events, in the order in which they were left.
    package func takeAll() -> [Event] {
        _ = wakeup.drain()
        return events.withLock { events in
            defer { events = [] }
            return events
        }
    }
}
