extension CollectiveSchedule {
    /// Plays the whole collective in one memory, round by round.
    ///
    /// - Parameters:
    ///   - elements: the length of the bucket; ranges are relative to its start.
    ///   - read: a copy of what `rank` holds in `range`.
    ///   - combine: adds a payload to, or copies it over, what `rank` holds in `range`.
    package func play<Payload>(
        elements: Int, read: (_ rank: Int, _ range: Range<Int>) -> Payload,
        combine: (_ rank: Int, _ range: Range<Int>, Combine, Payload) -> Void
    ) {
        let cut = ChunkCut(elements: elements, parts: chunkCount)
        for round in 0..<rounds {
            var payloads: [Int: [Int: Payload]] = [:]
            for rank in 0..<worldSize {
                for send in step(rank: rank, round: round).sends {
                    payloads[send.peer, default: [:]][rank] = read(rank, cut.range(of: send.chunks))
                }
            }
            for rank in 0..<worldSize {
                for receive in step(rank: rank, round: round).receives {
                    guard let payload = payloads[rank]?[receive.peer] else {
                        preconditionFailure("\(name): rank \(rank) expects what rank \(receive.peer) does not send")
                    }
                    combine(rank, cut.range(of: receive.chunks), receive.combine, payload)
                }
            }
        }
    }

    /// Plays the whole collective in one memory without copies: for each transfer the receiver's elements become their
    /// sum with, or a copy of, the sender's.
    ///
    /// - Precondition: `!overwritesSent`: no rank receives in a round what it sends in it.
    package func play(
        elements: Int, transfer: (_ sender: Int, _ receiver: Int, _ range: Range<Int>, _ combine: Combine) -> Void
    ) {
        precondition(!overwritesSent, "\(name) exchanges the same elements in one round: they must be copied")
        let cut = ChunkCut(elements: elements, parts: chunkCount)
        for round in 0..<rounds {
            for rank in 0..<worldSize {
                for receive in step(rank: rank, round: round).receives {
                    let range = cut.range(of: receive.chunks)
                    if !range.isEmpty { transfer(receive.peer, rank, range, receive.combine) }
                }
            }
        }
    }

    /// True if in some round a rank receives what it sends in it.
    package var overwritesSent: Bool {
        (0..<rounds).contains { round in
            (0..<worldSize).contains { overwritesSent(rank: $0, round: round) }
        }
    }
}
