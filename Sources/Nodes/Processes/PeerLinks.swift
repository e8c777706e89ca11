internal import Coordination
internal import TensorKernels
internal import ZeroMQ

/// The sockets on which one rank sends gradients and weights, one for each peer it has something for.
struct PeerLinks: ~Copyable {
    /// By rank.
    var endpoints: [String] = []
    private var sockets: [Int: SocketBox] = [:]
    private var encoder = GradientFrameEncoder()
    private var numbers = FrameNumbers()
    private var parts = MessageParts(capacity: GradientFrameLayout.partCount)

    /// A dictionary cannot hold what is not copyable.
    private final class SocketBox {
        let socket: Socket
        init(_ socket: consuming Socket) { self.socket = socket }
    }

    /// Sends a frame; the elements are lent, not copied, where the schedule allows it.
    ///
    /// They may be lent where nothing writes to them before the receiver has them. In an all-reduce a rank overwrites what
    /// it has sent only with a sum that holds it; after a reduce-scatter what was sent stays until the next step, and
    /// updated weights stay until the next commit, neither of which comes before every rank has acknowledged. Ranks that
    /// exchange the same elements in one round, and weights that are wiped after use, are copied.
    ///
    /// - Throws: `PeerLinkError` naming the peer.
    mutating func send(
        _ message: OutgoingMessage, step: Int, buffer: FlatBuffer, expectation: FrameExpectation,
        context: borrowing Context
    ) throws(PeerLinkError) {
        do {
            let link = try link(to: message.peer, context: context)
            let frame = numbers.next(message, step: step, expectation: expectation)
            parts.removeAll()
            buffer.withUnsafeBytes(message.elements) { bytes in
                encoder.encode(frame, stamps: message.stamps, payload: bytes)
                parts.append(Message(copying: encoder.header))
                parts.append(Message(copying: encoder.stamps))
                parts.append(
                    message.mayLend ? Message(lending: bytes, owner: buffer) : Message(copying: Array(bytes)))
            }
            guard try link.socket.trySend(&parts) else {
                throw PeerLinkError(peer: message.peer, reason: "it does not take what is sent to it")
            }
        } catch let error as PeerLinkError {
            throw error
        } catch {
            throw PeerLinkError(peer: message.peer, reason: "\(error)")
        }
    }

    private mutating func link(to peer: Int, context: borrowing Context) throws -> SocketBox {
        if let link = sockets[peer] { return link }
        let socket = try Socket(.push, in: context, options: SocketSettings.gradients)
        try socket.connect(try Endpoint(endpoints[peer]))
        let box = SocketBox(socket)
        sockets[peer] = box
        return box
    }
}

/// A peer that nothing can be sent to.
struct PeerLinkError: Error, CustomStringConvertible {
    let peer: Int
    let reason: String
    var description: String { "cannot send to rank \(peer): \(reason)" }
}
