/// Elements of payload that one rank sends and receives in one collective: no framing, and nothing is sent twice.
package struct Traffic: Sendable, Hashable {
    package let sent: Int
    package let received: Int

    package init(sent: Int, received: Int) {
        self.sent = sent
        self.received = received
    }
}

extension CollectiveSchedule {
    /// What the schedule has `rank` send and receive of a bucket.
    ///
    /// Sent and received are counted apart; over all ranks their sums are equal. Takes `rounds` steps.
    package func traffic(rank: Int, elements: Int) -> Traffic {
        let cut = ChunkCut(elements: elements, parts: chunkCount)
        var (sent, received) = (0, 0)
        for round in 0..<rounds {
            let step = step(rank: rank, round: round)
            for send in step.sends { sent += cut.range(of: send.chunks).count }
            for receive in step.receives { received += cut.range(of: receive.chunks).count }
        }
        return Traffic(sent: sent, received: received)
    }

    /// What the schedule has every rank send and receive of a bucket, by rank.
    package func traffic(elements: Int) -> [Traffic] {
        (0..<worldSize).map { traffic(rank: $0, elements: elements) }
    }
}
