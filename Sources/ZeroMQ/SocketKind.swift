internal import CZeroMQ

/// The kinds of sockets this program uses, each with the rule by which it sends and receives.
package enum SocketKind: Hashable, Sendable, CaseIterable {
    /// Many peers, addressed: the first part of a message is the peer's routing id.
    case router
    /// Sends to its peers in turn and receives from them in turn; with one peer, an ordinary two-way pipe.
    case dealer
    /// Sends only, to its peers in turn.
    case push
    /// Receives only, from its peers in turn.
    case pull
    /// Exactly one peer.
    case pair

    var code: Int32 {
        switch self {
        case .router: ZMQ_ROUTER
        case .dealer: ZMQ_DEALER
        case .push: ZMQ_PUSH
        case .pull: ZMQ_PULL
        case .pair: ZMQ_PAIR
        }
    }
}
