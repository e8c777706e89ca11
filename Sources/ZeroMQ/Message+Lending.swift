internal import CZeroMQ
internal import Synchronization

extension Message {
    /// Lends `bytes` to libzmq without a copy; `owner` is kept alive until libzmq has let go of them, and released
    /// exactly once, on any thread. If the message is never sent, it is released with the message.
    ///
    /// The bytes must not change, and must stay where they are, for as long as `owner` is retained.
    package init(lending bytes: UnsafeRawBufferPointer, owner: any AnyObject & Sendable) {
        self.init(lending: bytes, hint: Unmanaged.passRetained(owner as AnyObject).toOpaque(), release: releaseOwner)
    }

    /// Lends `bytes` to libzmq without a copy or an allocation of ours: `loans` counts them as outstanding until libzmq
    /// has let go of them.
    ///
    /// The bytes must not change, and must stay where they are, until then.
    package init(lending bytes: UnsafeRawBufferPointer, countedBy loans: LoanCounter) {
        loans.begin()
        self.init(lending: bytes, hint: Unmanaged.passRetained(loans).toOpaque(), release: endLoan)
    }

    private init(lending bytes: UnsafeRawBufferPointer, hint: UnsafeMutableRawPointer, release: @escaping FreeCallback)
    {
        guard let start = bytes.baseAddress, bytes.count > 0 else {
            release(nil, hint)
            self.init()
            return
        }
        var raw = zmq_msg_t()
        guard zmq_msg_init_data(&raw, UnsafeMutableRawPointer(mutating: start), bytes.count, release, hint) == 0
        else { fatalError("out of memory for a message") }
        self.init(taking: raw)
    }
}

/// How many lent messages libzmq still reads from: a buffer may be written again when the count is back at zero.
package final class LoanCounter: Sendable {
    private let count = Atomic<Int>(0)

    /// A counter with nothing outstanding.
    package init() {}

    /// Messages lent and not yet given back.
    package var outstanding: Int { count.load(ordering: .acquiring) }

    func begin() { count.add(1, ordering: .relaxed) }
    func end() { count.subtract(1, ordering: .releasing) }
}

// Called by libzmq, mostly on its I/O threads: they belong to no actor. First the lent bytes, then the hint.
private typealias FreeCallback = @convention(c) (UnsafeMutableRawPointer?, UnsafeMutableRawPointer?) -> Void

private let releaseOwner: FreeCallback = { _, hint in
    guard let hint else { return }
    Unmanaged<AnyObject>.fromOpaque(hint).release()
}

private let endLoan: FreeCallback = { _, hint in
    guard let hint else { return }
    Unmanaged<LoanCounter>.fromOpaque(hint).takeRetainedValue().end()
}
