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

/// What one rank does in one round: it may send, and it may receive.
package struct RoundStep: Sendable, Hashable {
    package let send: Transfer?
    package let receive: Transfer?

    package init(send: Transfer?, receive: Transfer?) {
        self.send = send
        self.receive = receive
    }
}

/// A collective as data: a pure function from (rank, round) to what that rank does.
///
/// The same value is executed over a transport, priced on virtual clocks, and checked in memory against a plain sum. It
/// is never materialised whole. In round r a rank sends only what it held before the round.
package protocol CollectiveSchedule: Sendable {
    /// The name users know it by.
    var name: String { get }
    var worldSize: Int { get }
    /// Rounds until every rank holds the sum.
    var rounds: Int { get }
    /// How many chunks a bucket is cut into.
    var chunkCount: Int { get }
    /// What `rank` does in `round`. Pure; 0 ≤ rank < worldSize, 0 ≤ round < rounds.
    func step(rank: Int, round: Int) -> RoundStep
}

/// A flat run of elements cut into equal chunks; the last ones may be shorter, or empty.
package struct ChunkCut: Sendable, Hashable {
    package let elements: Int
    package let parts: Int

    package init(elements: Int, parts: Int) {
        precondition(elements >= 0 && parts > 0, "\(elements) elements in \(parts) chunks")
        self.elements = elements
        self.parts = parts
    }

    /// Elements of the longest chunk: ⌈elements / parts⌉.
    package var longest: Int { (elements + parts - 1) / parts }

    /// The elements that consecutive chunks cover, relative to the start of the run.
    package func range(of chunks: Range<Int>) -> Range<Int> {
        min(chunks.lowerBound * longest, elements)..<min(chunks.upperBound * longest, elements)
    }
}
