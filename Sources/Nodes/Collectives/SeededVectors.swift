internal import Collectives
internal import TensorKernels
internal import Units

/// What the ranks of an executed collective begin with and must end with: seeded whole numbers, whose sums are exact in
/// any order, so that every difference is a fault.
package struct SeededVectors: Sendable {
    /// What the collective does with them.
    package enum Kind: String, CaseIterable, Sendable, Hashable {
        /// All ranks end with the sum of all vectors.
        case allReduce = "all-reduce"
        /// Each rank ends with the sum of its own chunk.
        case reduceScatter = "reduce-scatter"
        /// Each rank begins with its own chunk, and all end with all chunks.
        case allGather = "all-gather"
    }

    package let kind: Kind
    package let ranks: Int
    /// Of one rank's vector.
    package let elements: Int
    private let seed: UInt64

    package init(kind: Kind, ranks: Int, elements: Int, seed: UInt64 = 1) {
        precondition(ranks > 0 && elements > 0, "\(ranks) vectors of \(elements) elements")
        self.kind = kind
        self.ranks = ranks
        self.elements = elements
        self.seed = seed
    }

    /// The part of the vector that the halves of the ring give to a rank.
    private func own(_ rank: Int) -> Range<Int> {
        let chunk = RingReduceScatter(worldSize: ranks).ownedChunk(rank: rank)
        return ChunkCut(elements: elements, parts: ranks).range(of: chunk..<chunk + 1)
    }

    /// Writes what the rank begins with; before an all-gather, all but its own chunk is no number.
    func fill(_ vector: FlatBuffer, rank: Int) {
        let range = kind == .allGather ? own(rank) : 0..<elements
        if range.count < elements { vector.withUnsafeMutableBuffer { $0.update(repeating: .nan) } }
        let key = key(rank)
        vector.withUnsafeMutableBuffer(range) { values in
            for index in values.indices { values[index] = Self.value(key, range.lowerBound + index) }
        }
    }

    /// Writes a part of the plain result: element by element the sum over the ranks in their order, or what the owner
    /// began with. The ranks' parts are the whole.
    func fillPlainResult(_ result: FlatBuffer, partOf rank: Int) {
        let range = own(rank)
        let keys = kind == .allGather ? [key(rank)] : (0..<ranks).map(key)
        result.withUnsafeMutableBuffer(range) { values in
            for index in values.indices {
                var sum: Float = 0
                for key in keys { sum += Self.value(key, range.lowerBound + index) }
                values[index] = sum
            }
        }
    }

    /// Elements of the rank's result that are not those of the plain result.
    func wrongElements(_ vector: FlatBuffer, rank: Int, plain: FlatBuffer) -> Int {
        let range = kind == .reduceScatter ? own(rank) : 0..<elements
        return vector.withUnsafeBuffer(range) { values in
            plain.withUnsafeBuffer(range) { expected in
                var wrong = 0
                for index in values.indices where values[index] != expected[index] { wrong += 1 }
                return wrong
            }
        }
    }

    private func key(_ rank: Int) -> UInt64 { SplitHash.bits(seed, UInt64(rank)) }

    /// A whole number from −512 to 511.
    private static func value(_ key: UInt64, _ index: Int) -> Float {
        Float(Int(SplitHash.mix(key &+ UInt64(index)) >> 54) - 512)
    }
}
