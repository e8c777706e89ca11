extension CollectiveSchedule {
    /// Plays the whole collective in one memory: `transfer` is called once for each transfer, round by round and, within
    /// a round, in the order of the sending ranks.
    ///
    /// The receiver's elements `range` (relative to the bucket) become their sum with, or a copy of, the sender's. As no
    /// rank receives in a round what it sends in that round, the order within a round changes nothing.
    ///
    /// - Parameter elements: the length of the bucket.
    package func play(
        elements: Int, transfer: (_ sender: Int, _ receiver: Int, _ range: Range<Int>, _ combine: Combine) -> Void
    ) {
        let cut = ChunkCut(elements: elements, parts: chunkCount)
        for round in 0..<rounds {
            for rank in 0..<worldSize {
                guard let send = step(rank: rank, round: round).send else { continue }
                let range = cut.range(of: send.chunks)
                if !range.isEmpty { transfer(rank, send.peer, range, send.combine) }
            }
        }
    }
}
