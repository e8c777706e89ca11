internal import CZeroMQ
internal import Glibc

/// Wakes the thread that owns the sockets from any other thread: an eventfd that its `Poller` waits on.
package final class Wakeup: Sendable {
    /// Readable while a signal is pending. Owned by this object.
    package let fileDescriptor: Int32

    /// - Throws: `EMFILE` when the process has no file descriptors left.
    package init() throws(ZeroMQError) {
        let descriptor = eventfd(0, Int32(EFD_NONBLOCK | EFD_CLOEXEC))
        guard descriptor >= 0 else { throw ZeroMQError(code: errno, call: "eventfd", endpoint: nil) }
        fileDescriptor = descriptor
    }

    deinit { close(fileDescriptor) }

    /// Wakes the owner, now or at its next wait; several signals may become one. Any thread; never waits.
    package func signal() {
        var one: UInt64 = 1
        while write(fileDescriptor, &one, 8) < 0 && errno == EINTR {}
    }

    /// Takes the pending signals; `false` if there was none. Drain first, then look for what was signalled.
    @discardableResult
    package func drain() -> Bool {
        var count: UInt64 = 0
        while true {
            let read = read(fileDescriptor, &count, 8)
            if read >= 0 || errno != EINTR { return read == 8 }
        }
    }
}
