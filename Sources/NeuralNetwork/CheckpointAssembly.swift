internal import TensorKernels

/// Putting a checkpoint together from the shards that the ranks wrote.
extension Checkpoint {
    /// The whole that the shards are the parts of, in whatever order they come: written, it has the bytes of a checkpoint
    /// by a rank that holds everything.
    ///
    /// - Throws: `CheckpointError` when a shard is of another checkpoint, is missing or comes twice, or when the shards
    ///   do not hold each value once. Nothing has been allocated then.
    package init(assembling shards: [CheckpointShard]) throws(CheckpointError) {
        guard let first = shards.first else { throw .noShards }
        for shard in shards { try shard.checkBelongs(with: first) }
        try Self.checkComplete(shards)
        try Self.checkCover(shards, count: first.configuration.parameterCount)
        let buffers = (0...first.optimizerState.count).map { _ in FlatBuffer(count: first.configuration.parameterCount)
        }
        for shard in shards {
            for (buffer, values) in zip(buffers, [shard.parameters] + shard.optimizerState) {
                for (range, slice) in zip(shard.ranges, values) { FloatSlice(buffer, range).copy(from: slice) }
            }
        }
        self.init(
            configuration: first.configuration, step: first.step, parameters: buffers[0],
            optimizerKind: first.optimizerKind, optimizerStepCount: first.optimizerStepCount,
            optimizerState: Array(buffers.dropFirst()))
    }

    /// Every shard is there once.
    private static func checkComplete(_ shards: [CheckpointShard]) throws(CheckpointError) {
        let indices = shards.map(\.shard).sorted()
        for (index, next) in zip(indices, indices.dropFirst()) where index == next { throw .doubledShard(index) }
        let missing = indices.indices.first { indices[$0] != $0 } ?? indices.count
        if missing < shards[0].shards { throw .missingShard(missing, of: shards[0].shards) }
    }

    /// Every value is there once.
    private static func checkCover(_ shards: [CheckpointShard], count: Int) throws(CheckpointError) {
        let parts = shards.flatMap { shard in shard.ranges.map { (shard: shard.shard, range: $0) } }
            .sorted { ($0.range.lowerBound, $0.shard) < ($1.range.lowerBound, $1.shard) }
        var (end, last) = (0, 0)
        for (shard, range) in parts {
            if range.lowerBound > end { throw .uncoveredValues(end..<range.lowerBound) }
            if range.lowerBound < end {
                throw .overlappingShards(last, shard, values: range.clamped(to: range.lowerBound..<end))
            }
            (end, last) = (range.upperBound, shard)
        }
        if end < count { throw .uncoveredValues(end..<count) }
    }
}

extension CheckpointShard {
    /// What all shards of a checkpoint have in common.
    private var identity: [(field: String, value: String)] {
        [
            ("number of shards", "\(shards)"), ("configuration", "\(configuration)"), ("step", "\(step)"),
            ("optimizer", optimizerKind), ("optimizer steps", "\(optimizerStepCount)"),
            ("optimizer state buffers", "\(optimizerState.count)"),
        ]
    }

    fileprivate func checkBelongs(with first: CheckpointShard) throws(CheckpointError) {
        for (own, other) in zip(identity, first.identity) where own.value != other.value {
            throw .foreignShard(
                shard, field: own.field, value: own.value, first: first.shard, firstValue: other.value)
        }
    }
}
