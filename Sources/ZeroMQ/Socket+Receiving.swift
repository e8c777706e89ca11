internal import CZeroMQ

extension Socket {
    /// Receives one part; waits for it, for at most the socket's receive time limit.
    ///
    /// - Throws: a timeout, termination.
    package func receive() throws(ZeroMQError) -> Message {
        var message = Message()
        try call("zmq_msg_recv") { zmq_msg_recv(&message.raw, handle.pointer, 0) }
        return message
    }

    /// Receives one part if there is one; `nil` otherwise.
    package func tryReceive() throws(ZeroMQError) -> Message? {
        var message = Message()
        guard try callUnlessBlocked("zmq_msg_recv", { zmq_msg_recv(&message.raw, handle.pointer, ZMQ_DONTWAIT) }) != nil
        else { return nil }
        return message
    }

    /// Receives a whole message into `parts`, whose earlier content is let go; waits as `receive()` does. Parts that do
    /// not fit are thrown away and counted in `excess`.
    package func receive(into parts: inout MessageParts) throws(ZeroMQError) {
        parts.removeAll()
        let first = try receive()
        try receiveRest(after: first, into: &parts)
    }

    /// Receives a whole message into `parts` if there is one; `false` and empty parts otherwise.
    package func tryReceive(into parts: inout MessageParts) throws(ZeroMQError) -> Bool {
        parts.removeAll()
        guard let first = try tryReceive() else { return false }
        try receiveRest(after: first, into: &parts)
        return true
    }

    /// Reads on until the message is complete. libzmq delivers messages whole, so this never waits.
    private func receiveRest(after first: consuming Message, into parts: inout MessageParts) throws(ZeroMQError) {
        var more = first.hasMore
        parts.append(first)
        while more {
            let next = try receive()
            more = next.hasMore
            if parts.count < parts.capacity { parts.append(next) } else { parts.noteExcess() }
        }
    }
}
