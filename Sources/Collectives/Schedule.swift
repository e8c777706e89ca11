/// What a received chunk does to the local one.
package enum Combine: Sendable, Hashable {
    /// Added element by element (the reduce half).
    case add
    /// Replaces it (the gather half).
    case copy
}

/// One direction of one round, seen from one rank: chunks that go to, or come from, a peer.
package struct Transfer: Sendable, Hashable {
    package let peer: Int
    /// Indices of consecutive chunks out of `chunkCount`.
    package let chunks: Range<Int>
    package let combine: Combine

    package init(peer: Int, chunks: Range<Int>, combine: Combine) {
        self.peer = peer
        self.chunks = chunks
        self.combine = combine
    }
}

/// What one rank does in one round: what it sends, in the order in which it leaves, and what it receives, in the order
/// in which it is combined.
package struct RoundStep: Sendable, Hashable {
    package let sends: Transfers
    package let receives: Transfers

    package init(sends: Transfers, receives: Transfers) {
        self.sends = sends
        self.receives = receives
    }

    package init(send: Transfer? = nil, receive: Transfer? = nil) {
        self.init(sends: Transfers(send), receives: Transfers(receive))
    }
}

/// What a send waits for.
package enum Dependence: Sendable, Hashable {
    /// All that the rank received in earlier rounds.
    case everythingReceived
    /// What the rank received of the chunks that it carries: pipelined schedules.
    case ownChunks
}

/// A collective as data: a pure function from (rank, round) to what that rank does.
///
/// The same value is executed over a transport, priced on virtual clocks, and checked in memory against a plain sum. It
/// is never materialised whole. In round r a rank sends only what it held before the round; from one rank to another
/// there is at most one message a round; what is sent to a rank is what that rank receives. All ranks end with the same
/// bits.
package protocol CollectiveSchedule: Sendable {
    /// The name users know it by.
    var name: String { get }
    var worldSize: Int { get }
    /// Rounds until every rank holds the result.
    var rounds: Int { get }
    /// How many chunks a bucket is cut into.
    var chunkCount: Int { get }
    var dependence: Dependence { get }
    /// True if all ranks do the same but for their names, with equal amounts up to the rounding of chunks: then one rank
    /// stands for all.
    var isRankSymmetric: Bool { get }
    /// What `rank` does in `round`. Pure; 0 ≤ rank < worldSize, 0 ≤ round < rounds.
    func step(rank: Int, round: Int) -> RoundStep
}

extension CollectiveSchedule {
    package var dependence: Dependence { .everythingReceived }
    package var isRankSymmetric: Bool { false }

    /// True if `rank` receives in `round` what it sends in it, so that it must send a copy.
    package func overwritesSent(rank: Int, round: Int) -> Bool {
        let step = step(rank: rank, round: round)
        guard let send = step.sends.first, let receive = step.receives.first else { return false }
        if step.sends.count == 1, step.receives.count == 1 { return send.chunks.overlaps(receive.chunks) }
        // In the order of their starts, whichever of two ranges ends first meets nothing that comes later.
        let sent = step.sends.map(\.chunks).sorted { $0.lowerBound < $1.lowerBound }
        let received = step.receives.map(\.chunks).sorted { $0.lowerBound < $1.lowerBound }
        var (i, j) = (0, 0)
        while i < sent.count, j < received.count {
            if sent[i].overlaps(received[j]) { return true }
            if sent[i].upperBound <= received[j].upperBound { i += 1 } else { j += 1 }
        }
        return false
    }
}
