internal import CZeroMQ
internal import Glibc

// The one door to libzmq: every call that can fail goes through `call` or `callUnlessBlocked`. Interrupted calls are
// repeated here and nowhere else; mistakes in our own code trap here; errors of the world are thrown with what and where.

/// Runs a libzmq call until it is not interrupted; returns its non-negative result.
@discardableResult
func call(
    _ name: StaticString, endpoint: @autoclosure () -> String? = nil, _ body: () -> Int32
) throws(ZeroMQError) -> Int32 {
    while true {
        let result = body()
        if result >= 0 { return result }
        let code = zmq_errno()
        if code == EINTR { continue }
        trapIfOurMistake(code, in: name)
        throw ZeroMQError(code: code, call: name.description, endpoint: endpoint())
    }
}

/// Like `call`, but `nil` when the call would have had to wait.
func callUnlessBlocked(_ name: StaticString, _ body: () -> Int32) throws(ZeroMQError) -> Int32? {
    while true {
        let result = body()
        if result >= 0 { return result }
        let code = zmq_errno()
        if code == EINTR { continue }
        if code == EAGAIN { return nil }
        trapIfOurMistake(code, in: name)
        throw ZeroMQError(code: code, call: name.description, endpoint: nil)
    }
}

/// Codes that only a defect in this program can cause.
private func trapIfOurMistake(_ code: Int32, in name: StaticString) {
    switch code {
    case EFAULT, ENOTSOCK, ENOTSUP, errnoWrongState:
        fatalError("\(name): \(String(cString: zmq_strerror(code))) (a mistake in this program)")
    default: break
    }
}

// libzmq's own codes lie above every errno; the C macros are expressions that Swift does not import.
let errnoBase: Int32 = 156_384_712
let errnoWrongState: Int32 = errnoBase + 51
let errnoIncompatibleProtocol: Int32 = errnoBase + 52
let errnoTerminated: Int32 = errnoBase + 53
let errnoNoThread: Int32 = errnoBase + 54
