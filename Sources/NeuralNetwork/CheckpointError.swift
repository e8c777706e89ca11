/// Why a checkpoint could not be written, read or used.
package enum CheckpointError: Error, Equatable, CustomStringConvertible {
    /// The operating system refused.
    case system(path: String, operation: String, code: Int32)
    /// The file is none of ours.
    case notACheckpoint(path: String)
    /// The file is of a version that this program does not read.
    case unsupportedVersion(path: String, version: UInt32)
    /// The file's length does not fit its header.
    case wrongLength(path: String, bytes: Int, expected: Int)
    /// A header field holds what cannot be, at that byte.
    case invalidField(path: String, offset: Int, reason: String)
    /// The contents do not fit their checksum.
    case wrongChecksum(path: String)
    /// The file is sound but does not fit the model or the optimizer.
    case mismatch(field: String, file: String, wanted: String)
    /// A checkpoint was to be put together from no shard at all.
    case noShards
    /// The first shard that was not given.
    case missingShard(Int, of: Int)
    /// A shard was given more than once.
    case doubledShard(Int)
    /// A shard is of another checkpoint than the first one given.
    case foreignShard(Int, field: String, value: String, first: Int, firstValue: String)
    /// Two shards hold the same values.
    case overlappingShards(Int, Int, values: Range<Int>)
    /// All shards are there, but none holds these values.
    case uncoveredValues(Range<Int>)

    /// Path, place and reason, on one line.
    package var description: String {
        switch self {
        case .system(let path, let operation, let code): "\(path): \(operation) failed: \(systemMessage(code))"
        case .notACheckpoint(let path): "\(path): not a Ringwatt checkpoint"
        case .unsupportedVersion(let path, let version): "\(path): checkpoint version \(version), this program reads 1"
        case .wrongLength(let path, let bytes, let expected):
            "\(path): \(bytes) bytes where the header says \(expected); the file is cut off or overlong"
        case .invalidField(let path, let offset, let reason): "\(path): byte \(offset): \(reason)"
        case .wrongChecksum(let path): "\(path): the contents do not fit the checksum; the file is damaged"
        case .mismatch(let field, let file, let wanted): "checkpoint \(field): the file has \(file), wanted \(wanted)"
        case .noShards: "checkpoint shards: none was given"
        case .missingShard(let shard, let shards): "checkpoint shards: shard \(shard) of \(shards) is missing"
        case .doubledShard(let shard): "checkpoint shards: shard \(shard) was given twice"
        case .foreignShard(let shard, let field, let value, let first, let firstValue):
            "checkpoint shards: shard \(shard) has \(field) \(value), shard \(first) has \(firstValue)"
        case .overlappingShards(let shard, let other, let values):
            "checkpoint shards: shards \(shard) and \(other) both hold the values \(values)"
        case .uncoveredValues(let values): "checkpoint shards: no shard holds the values \(values)"
        }
    }
}
