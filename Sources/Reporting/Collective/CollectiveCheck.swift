package import Collectives

/// Plays a schedule in memory on real `Float` vectors and compares what every rank ends with to a plain sum.
///
/// The elements are small whole numbers, so that every order of additions gives the same `Float` and any difference is a
/// fault of the schedule.
package struct CollectiveCheck: Sendable {
    private let operation: CollectiveOperation
    private let schedule: any CollectiveSchedule
    private let elements: Int
    private let cut: ChunkCut

    /// The most ranks for which sums stay exact: 2¹⁴ of at most 2⁹ each.
    package static let rankLimit = 1 << 14

    /// - Parameters:
    ///   - elements: of one rank's vector.
    ///   - schedule: of the given operation; with halves, that of the ring.
    /// - Precondition: at most `rankLimit` ranks.
    package init(operation: CollectiveOperation, schedule: any CollectiveSchedule, elements: Int) {
        precondition(schedule.worldSize <= Self.rankLimit, "sums of \(schedule.worldSize) ranks are not exact")
        self.operation = operation
        self.schedule = schedule
        self.elements = elements
        cut = ChunkCut(elements: elements, parts: schedule.chunkCount)
    }

    /// Elements over all ranks that differ from the plain result.
    package func wrongElements() -> Int {
        var vectors = (0..<schedule.worldSize).map(initial)
        schedule.play(
            elements: elements,
            read: { rank, range in Array(vectors[rank][range]) },
            combine: { rank, range, combine, payload in
                switch combine {
                case .add: for (index, value) in zip(range, payload) { vectors[rank][index] += value }
                case .copy: vectors[rank].replaceSubrange(range, with: payload)
                }
            })
        let expected = plainResult()
        return (0..<schedule.worldSize).reduce(0) { wrong, rank in
            result(of: rank).reduce(wrong) { vectors[rank][$1] == expected[$1] ? $0 : $0 + 1 }
        }
    }

    /// What a rank begins with: before an all-gather its own chunk, and what is no number elsewhere.
    private func initial(rank: Int) -> [Float] {
        guard operation == .allGather else { return (0..<elements).map { Self.value(rank: rank, index: $0) } }
        var vector = [Float](repeating: .nan, count: elements)
        for index in cut.range(of: own(rank)) { vector[index] = Self.value(rank: rank, index: index) }
        return vector
    }

    /// The elements that a rank must hold in the end.
    private func result(of rank: Int) -> Range<Int> {
        operation == .reduceScatter ? cut.range(of: own(rank)) : 0..<elements
    }

    /// Element by element, the sum over the ranks in their order, or what the owner began with.
    private func plainResult() -> [Float] {
        var expected = [Float](repeating: 0, count: elements)
        for rank in 0..<schedule.worldSize {
            let range = operation == .allGather ? cut.range(of: own(rank)) : 0..<elements
            for index in range { expected[index] += Self.value(rank: rank, index: index) }
        }
        return expected
    }

    private func own(_ rank: Int) -> Range<Int> {
        let chunk = RingReduceScatter(worldSize: schedule.worldSize).ownedChunk(rank: rank)
        return chunk..<chunk + 1
    }

    /// Whole numbers from −512 to 511 that differ from rank to rank and along the vector.
    private static func value(rank: Int, index: Int) -> Float {
        let mixed = (UInt64(index) &* 0x9E37_79B9_7F4A_7C15) ^ (UInt64(rank) &* 0xC2B2_AE3D_27D4_EB4F)
        return Float(Int((mixed ^ mixed >> 29) >> 7 & 1023) - 512)
    }
}
