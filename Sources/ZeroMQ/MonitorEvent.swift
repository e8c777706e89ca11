internal import CZeroMQ

/// Something that happened to a connection of a monitored socket.
package struct MonitorEvent: Hashable, Sendable {
    /// What happened.
    package let kind: Kind
    /// The socket's own endpoint that it happened at, as libzmq writes it.
    package let endpoint: String

    /// What happened. A file descriptor is the one that `Message.sourceFileDescriptor` names.
    package enum Kind: Hashable, Sendable {
        /// A bound socket accepted a connection.
        case accepted(Int32)
        /// A connecting socket reached its peer.
        case connected(Int32)
        /// The ZMTP handshake is done: the peer is a ZeroMQ socket and messages can flow.
        case handshakeSucceeded
        /// The peer went away, or did not speak in time, before the handshake was done; the errno, 0 if there is none.
        case handshakeFailed(Int32)
        /// The peer does not speak ZMTP as it should; libzmq's protocol error.
        case handshakeFailedProtocol(UInt32)
        /// The peer did not prove who it is; the status code of the refusal.
        case handshakeFailedAuthentication(UInt32)
        /// The connection has ended, whoever ended it.
        case disconnected(Int32)
        /// An accept failed with this errno.
        case acceptFailed(Int32)
        /// Monitoring ended with the socket.
        case stopped
        /// Any other event: libzmq's number and value.
        case other(event: UInt16, value: UInt32)
    }

    /// Reads libzmq's two parts: a 16-bit event and a 32-bit value in the host's byte order, then the endpoint.
    init?(event bytes: UnsafeRawBufferPointer, endpoint: String) {
        guard bytes.count >= 6 else { return nil }
        let event = bytes.loadUnaligned(fromByteOffset: 0, as: UInt16.self)
        let value = bytes.loadUnaligned(fromByteOffset: 2, as: UInt32.self)
        let descriptor = Int32(bitPattern: value)
        self.endpoint = endpoint
        kind =
            switch Int32(event) {
            case ZMQ_EVENT_ACCEPTED: .accepted(descriptor)
            case ZMQ_EVENT_CONNECTED: .connected(descriptor)
            case ZMQ_EVENT_HANDSHAKE_SUCCEEDED: .handshakeSucceeded
            case ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL: .handshakeFailed(descriptor)
            case ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL: .handshakeFailedProtocol(value)
            case ZMQ_EVENT_HANDSHAKE_FAILED_AUTH: .handshakeFailedAuthentication(value)
            case ZMQ_EVENT_DISCONNECTED: .disconnected(descriptor)
            case ZMQ_EVENT_ACCEPT_FAILED: .acceptFailed(descriptor)
            case ZMQ_EVENT_MONITOR_STOPPED: .stopped
            default: .other(event: event, value: value)
            }
    }
}
