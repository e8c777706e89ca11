internal import CZeroMQ

extension SocketOptions {
    /// Writes every option to a new socket, before it is bound or connected.
    ///
    /// - Precondition: values are in the ranges their documentation states.
    func write(to socket: UnsafeMutableRawPointer, kind: SocketKind) throws(ZeroMQError) {
        try writeQueues(to: socket)
        try writeConnections(to: socket)
        try writeTCP(to: socket)
        if kind == .router {
            try set(ZMQ_ROUTER_MANDATORY, routerMandatory ? 1 : 0, on: socket)
            try set(ZMQ_ROUTER_HANDOVER, 0, on: socket)
        }
        if kind == .router || kind == .dealer { try set(ZMQ_PROBE_ROUTER, 0, on: socket) }
        if let routingID {
            precondition(
                (1...255).contains(routingID.count) && routingID[0] != 0,
                "a routing id has 1 to 255 bytes and does not begin with zero")
            try call("zmq_setsockopt(routing id)") {
                zmq_setsockopt(socket, ZMQ_ROUTING_ID, routingID, routingID.count)
            }
        }
    }

    private func writeQueues(to socket: UnsafeMutableRawPointer) throws(ZeroMQError) {
        precondition(sendHighWaterMark >= 0 && receiveHighWaterMark >= 0, "a high-water mark is not negative")
        precondition(maximumMessageBytes > 0, "a message may have at least one byte")
        try set(ZMQ_LINGER, milliseconds(linger), on: socket)
        try set(ZMQ_SNDHWM, Int32(clamping: sendHighWaterMark), on: socket)
        try set(ZMQ_RCVHWM, Int32(clamping: receiveHighWaterMark), on: socket)
        var limit = Int64(maximumMessageBytes)
        try call("zmq_setsockopt(maximum message size)") { zmq_setsockopt(socket, ZMQ_MAXMSGSIZE, &limit, 8) }
        try set(ZMQ_SNDTIMEO, sendTimeout.map(milliseconds) ?? -1, on: socket)
        try set(ZMQ_RCVTIMEO, receiveTimeout.map(milliseconds) ?? -1, on: socket)
        try set(ZMQ_IMMEDIATE, immediate ? 1 : 0, on: socket)
    }

    private func writeConnections(to socket: UnsafeMutableRawPointer) throws(ZeroMQError) {
        try set(ZMQ_HANDSHAKE_IVL, milliseconds(handshakeInterval), on: socket)
        try set(ZMQ_RECONNECT_IVL, reconnectInterval.map(milliseconds) ?? -1, on: socket)
        try set(ZMQ_RECONNECT_IVL_MAX, milliseconds(maximumReconnectInterval), on: socket)
        try set(ZMQ_HEARTBEAT_IVL, 0, on: socket)
        try set(ZMQ_BACKLOG, Int32(clamping: backlog), on: socket)
        try set(ZMQ_IPV6, ipv6 ? 1 : 0, on: socket)
        try set(ZMQ_SNDBUF, kernelSendBufferBytes.map { Int32(clamping: $0) } ?? -1, on: socket)
        try set(ZMQ_RCVBUF, kernelReceiveBufferBytes.map { Int32(clamping: $0) } ?? -1, on: socket)
    }

    private func writeTCP(to socket: UnsafeMutableRawPointer) throws(ZeroMQError) {
        try set(ZMQ_CONNECT_TIMEOUT, milliseconds(connectTimeout), on: socket)
        try set(ZMQ_TCP_MAXRT, tcpRetransmissionLimit.map(milliseconds) ?? 0, on: socket)
        try set(ZMQ_TCP_KEEPALIVE, tcpKeepalive == nil ? 0 : 1, on: socket)
        guard let tcpKeepalive else { return }
        precondition(tcpKeepalive.probes >= 1, "keepalive needs at least one probe")
        try set(ZMQ_TCP_KEEPALIVE_IDLE, max(1, milliseconds(tcpKeepalive.idle) / 1000), on: socket)
        try set(ZMQ_TCP_KEEPALIVE_INTVL, max(1, milliseconds(tcpKeepalive.interval) / 1000), on: socket)
        try set(ZMQ_TCP_KEEPALIVE_CNT, Int32(clamping: tcpKeepalive.probes), on: socket)
    }

    private func set(_ option: Int32, _ value: Int32, on socket: UnsafeMutableRawPointer) throws(ZeroMQError) {
        var value = value
        let result = zmq_setsockopt(socket, option, &value, MemoryLayout<Int32>.size)
        if result == 0 { return }
        let code = zmq_errno()
        if code == errnoTerminated { throw ZeroMQError(code: code, call: "zmq_setsockopt", endpoint: nil) }
        fatalError("socket option \(option) = \(value): \(String(cString: zmq_strerror(code)))")
    }
}

/// Whole milliseconds, rounded up so that a positive time never becomes zero; at most 24 days.
///
/// - Precondition: not negative.
func milliseconds(_ duration: Duration) -> Int32 {
    precondition(duration >= .zero, "a time limit is not negative: \(duration)")
    let (seconds, attoseconds) = duration.components
    guard seconds < Int64(Int32.max) / 1000 else { return .max }
    let attosecondsPerMillisecond: Int64 = 1_000_000_000_000_000
    return Int32(seconds * 1000 + (attoseconds + attosecondsPerMillisecond - 1) / attosecondsPerMillisecond)
}
