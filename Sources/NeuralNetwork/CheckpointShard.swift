package import TensorKernels

/// The part of a checkpoint that one rank owns: the parameters and the optimizer's state of some ranges.
///
/// The file is that of a `Checkpoint` but for the magic, the ranges behind the header, and the values, all numbers
/// little-endian:
///
///     0    8 bytes   magic "RINGPART"
///     8    64 bytes  as in a checkpoint: version to values per whole buffer (P)
///     72   UInt32    shard, from 0
///     76   UInt32    number of shards
///     80   UInt64    number of ranges (R)
///     88   2R×UInt64 for each range the first value and the one behind the last; none empty, none overlapping
///     ...  Float32   the parameters of each range, then S times the state values of each range
///     end  UInt64    the checksum of a checkpoint, the values of every range a part of their own
package struct CheckpointShard {
    /// Size of the model.
    package let configuration: TransformerConfiguration
    /// Training steps done.
    package let step: Int
    /// `Optimizer.kind`.
    package let optimizerKind: String
    /// `Optimizer.stepCount`.
    package let optimizerStepCount: Int
    /// Which shard this is, from 0.
    package let shard: Int
    /// Shards of the checkpoint.
    package let shards: Int
    /// Where the values belong in the flat buffers.
    package let ranges: [Range<Int>]
    /// By range.
    package let parameters: [FloatSlice]
    /// `Optimizer.state`: by buffer and range.
    package let optimizerState: [[FloatSlice]]

    /// What a rank holds now of its shard; shares the buffers of the model and the optimizer.
    ///
    /// - Parameters:
    ///   - shard: below `shards`.
    ///   - ranges: the parts of the flat buffers that the rank owns, none empty, none overlapping; none if it owns none.
    package init(
        model: Transformer, optimizer: any Optimizer, step: Int, shard: Int, shards: Int, ranges: [Range<Int>]
    ) {
        precondition(shard >= 0 && shard < shards, "shard \(shard) of \(shards)")
        precondition(
            ranges.allSatisfy { !$0.isEmpty } && Self.firstOverlap(ranges) == nil,
            "ranges of a shard are neither empty nor do they overlap")
        configuration = model.configuration
        self.step = step
        optimizerKind = optimizer.kind
        optimizerStepCount = optimizer.stepCount
        self.shard = shard
        self.shards = shards
        self.ranges = ranges
        parameters = ranges.map { FloatSlice(model.parameters, $0) }
        optimizerState = optimizer.state.map { state in ranges.map { FloatSlice(state, $0) } }
    }

    init(header: CheckpointHeader, shard: Int, shards: Int, ranges: [Range<Int>], values: [[FloatSlice]]) {
        configuration = header.configuration
        step = header.step
        optimizerKind = header.optimizerKind
        optimizerStepCount = header.optimizerStepCount
        self.shard = shard
        self.shards = shards
        self.ranges = ranges
        parameters = values[0]
        optimizerState = Array(values.dropFirst())
    }

    /// The index of a range that begins inside another one; nil if none does.
    static func firstOverlap(_ ranges: [Range<Int>]) -> Int? {
        let order = ranges.indices.sorted { ranges[$0].lowerBound < ranges[$1].lowerBound }
        return zip(order, order.dropFirst()).first { ranges[$0].upperBound > ranges[$1].lowerBound }?.1
    }
}
