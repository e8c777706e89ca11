/// Everything that decides how a socket behaves, all of it written to every socket: no library default is left to luck.
///
/// What has no field here is set too, always the same: ZMTP heartbeats off (with a receiver that stops reading they
/// cause spurious disconnects and silent loss), probing, handover and conflation off.
package struct SocketOptions: Hashable, Sendable {
    /// How long unsent messages keep a closing socket, and with it the end of the process, waiting.
    package var linger: Duration = .zero
    /// Messages (not bytes) queued for one peer before a send waits; 0 is no limit.
    package var sendHighWaterMark = 1000
    /// Messages queued from one peer before it is no longer read; 0 is no limit.
    package var receiveHighWaterMark = 1000
    /// Bytes one part may have; a peer that sends more is disconnected. A message of several parts is not bounded by it.
    package var maximumMessageBytes = 64 << 20
    /// A connection that has not finished its handshake by then is dropped.
    package var handshakeInterval: Duration = .seconds(5)
    /// A TCP connection attempt that has not succeeded by then is given up (and repeated).
    package var connectTimeout: Duration = .seconds(5)
    /// Pause before a lost or refused connection is tried again; `nil` never tries again.
    package var reconnectInterval: Duration? = .milliseconds(50)
    /// The pause doubles up to this; zero keeps it constant.
    package var maximumReconnectInterval: Duration = .seconds(1)
    /// Sends only over finished connections: a send waits where it would otherwise queue for a peer that is not there yet.
    package var immediate = false
    /// A ROUTER throws on a message to a peer it does not know, or waits for a peer whose queue is full, instead of
    /// dropping the message. Ignored by other kinds.
    package var routerMandatory = true
    /// Allows IPv6 addresses beside IPv4.
    package var ipv6 = false
    /// Connections waiting to be accepted.
    package var backlog = 256
    /// Probes on a silent TCP connection; `nil` switches them off.
    package var tcpKeepalive: TCPKeepalive? = TCPKeepalive()
    /// A TCP connection with bytes unacknowledged for this long is closed; `nil` leaves it to the kernel.
    package var tcpRetransmissionLimit: Duration?
    /// The kernel's send buffer in bytes; `nil` leaves it to the kernel, which tunes it by itself.
    package var kernelSendBufferBytes: Int?
    /// The kernel's receive buffer in bytes; `nil` as above.
    package var kernelReceiveBufferBytes: Int?
    /// How long a blocking send may wait; `nil` waits for ever.
    package var sendTimeout: Duration?
    /// How long a blocking receive may wait; `nil` waits for ever.
    package var receiveTimeout: Duration?
    /// The name under which a ROUTER at the other end knows this socket: 1 to 255 bytes, the first not zero; `nil` lets
    /// the ROUTER choose. Two sockets of one name at one ROUTER: the second is ignored without an error.
    package var routingID: [UInt8]?

    /// The values above: a socket that never holds up the end of the process, and waits without limit.
    package init() {}

    /// When a silent TCP connection is probed and given up.
    package struct TCPKeepalive: Hashable, Sendable {
        /// Silence before the first probe; whole seconds.
        package var idle: Duration = .seconds(10)
        /// Pause between probes; whole seconds.
        package var interval: Duration = .seconds(5)
        /// Unanswered probes after which the connection is closed.
        package var probes = 3

        /// A peer is given up after 25 s of silence.
        package init() {}
    }
}
