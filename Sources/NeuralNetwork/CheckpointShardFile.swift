internal import TensorKernels

/// Reading and writing the form that `CheckpointShard` documents.
extension CheckpointShard {
    /// Writes the file beside its place, flushes it to the device and renames it.
    ///
    /// - Returns: the bytes written.
    @discardableResult
    package func write(to path: String) throws(CheckpointError) -> Int {
        try CheckpointBytes.write(header: header, values: parameters + optimizerState.flatMap { $0 }, to: path)
    }

    /// Reads and verifies a file.
    package static func read(from path: String) throws(CheckpointError) -> CheckpointShard {
        let file = try CheckpointBytes(path: path, form: .shard)
        let shard = Int(file.number(at: 72, width: 4))
        let shards = Int(file.number(at: 76, width: 4))
        guard shard < shards else {
            throw .invalidField(path: path, offset: 72, reason: "shard \(shard) of \(shards)")
        }
        let ranges = try readRanges(file)
        let buffers = try file.buffers(ofParts: ranges.map(\.count), behind: rangesOffset + 16 * ranges.count)
        let values = buffers.map { buffer in
            var end = 0
            return ranges.map { range in
                end += range.count
                return FloatSlice(buffer, end - range.count..<end)
            }
        }
        return CheckpointShard(header: file.header, shard: shard, shards: shards, ranges: ranges, values: values)
    }

    private static var rangesOffset: Int { CheckpointForm.shard.headerLength }

    /// The ranges, of which no more are believed than the file has room for.
    private static func readRanges(_ file: CheckpointBytes) throws(CheckpointError) -> [Range<Int>] {
        let claimed = file.number(at: 80, width: 8)
        guard claimed <= UInt64((file.count - rangesOffset - 8) / 16) else {
            throw .invalidField(path: file.path, offset: 80, reason: "\(claimed) ranges in \(file.count) bytes")
        }
        let count = UInt64(file.header.configuration.parameterCount)
        var ranges: [Range<Int>] = []
        for offset in stride(from: rangesOffset, to: rangesOffset + 16 * Int(claimed), by: 16) {
            let (lower, upper) = (file.number(at: offset, width: 8), file.number(at: offset + 8, width: 8))
            guard lower < upper, upper <= count else {
                throw .invalidField(
                    path: file.path, offset: offset, reason: "a range from \(lower) to \(upper) of \(count) values")
            }
            ranges.append(Int(lower)..<Int(upper))
        }
        if let index = firstOverlap(ranges) {
            throw .invalidField(
                path: file.path, offset: rangesOffset + 16 * index,
                reason: "the range \(ranges[index]) overlaps another one")
        }
        return ranges
    }

    private var header: [UInt8] {
        let common = CheckpointHeader(
            configuration: configuration, step: step, optimizerStepCount: optimizerStepCount,
            optimizerKind: optimizerKind, stateCount: optimizerState.count)
        var bytes = common.bytes(.shard) + littleEndian(UInt32(shard)) + littleEndian(UInt32(shards))
        bytes += littleEndian(UInt64(ranges.count))
        for range in ranges {
            bytes += littleEndian(UInt64(range.lowerBound)) + littleEndian(UInt64(range.upperBound))
        }
        return bytes
    }
}
