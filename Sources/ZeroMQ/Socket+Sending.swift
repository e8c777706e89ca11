internal import CZeroMQ

extension Socket {
    /// Sends one part; waits for room in the queue, for at most the socket's send time limit.
    ///
    /// - Parameter more: Another part of the same message follows.
    /// - Throws: a timeout, an unroutable peer (ROUTER), termination. The message is then lost with this call.
    package func send(_ message: consuming Message, more: Bool = false) throws(ZeroMQError) {
        try call("zmq_msg_send") { zmq_msg_send(&message.raw, handle.pointer, more ? ZMQ_SNDMORE : 0) }
    }

    /// Sends a copy of `bytes` as one part.
    package func send(_ bytes: [UInt8], more: Bool = false) throws(ZeroMQError) {
        try send(Message(copying: bytes), more: more)
    }

    /// Sends a message of one part if that needs no waiting.
    ///
    /// - Returns: whether it was sent; it is then empty. Otherwise it is unchanged.
    package func trySend(_ message: inout Message) throws(ZeroMQError) -> Bool {
        try callUnlessBlocked("zmq_msg_send") { zmq_msg_send(&message.raw, handle.pointer, ZMQ_DONTWAIT) } != nil
    }

    /// Sends all parts as one message, and empties `parts`; waits for room for at most the send time limit.
    ///
    /// - Throws: as `send`, with `parts` unchanged.
    /// - Precondition: there is at least one part.
    package func send(_ parts: inout MessageParts) throws(ZeroMQError) {
        precondition(parts.count > 0, "a message has at least one part")
        try call("zmq_msg_send") { zmq_msg_send(parts.part(0), handle.pointer, parts.count > 1 ? ZMQ_SNDMORE : 0) }
        try sendRest(of: &parts)
    }

    /// Sends all parts as one message if that needs no waiting.
    ///
    /// - Returns: whether it was sent; `parts` is then empty. Otherwise it is unchanged.
    /// - Precondition: there is at least one part.
    package func trySend(_ parts: inout MessageParts) throws(ZeroMQError) -> Bool {
        precondition(parts.count > 0, "a message has at least one part")
        let flags = ZMQ_DONTWAIT | (parts.count > 1 ? ZMQ_SNDMORE : 0)
        guard try callUnlessBlocked("zmq_msg_send", { zmq_msg_send(parts.part(0), handle.pointer, flags) }) != nil
        else { return false }
        try sendRest(of: &parts)
        return true
    }

    /// Sends what follows an accepted first part. libzmq never waits here: high-water marks count whole messages, and if
    /// the peer has gone meanwhile it drops the rest.
    private func sendRest(of parts: inout MessageParts) throws(ZeroMQError) {
        for index in 1..<max(1, parts.count) {
            let flags = index + 1 < parts.count ? ZMQ_SNDMORE : 0
            try call("zmq_msg_send") { zmq_msg_send(parts.part(index), handle.pointer, flags) }
        }
        parts.removeAll()
    }
}
