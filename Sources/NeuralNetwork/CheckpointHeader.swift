/// What a file holds; its raw value is the magic.
enum CheckpointForm: String, CaseIterable {
    /// A `Checkpoint`.
    case whole = "RINGWATT"
    /// A `CheckpointShard`.
    case shard = "RINGPART"

    static let version: UInt32 = 1

    var magic: [UInt8] { Array(rawValue.utf8) }

    /// As errors call it.
    var words: String {
        switch self {
        case .whole: "a whole checkpoint"
        case .shard: "a shard of a checkpoint"
        }
    }

    /// Bytes of the header, for shards without their ranges.
    var headerLength: Int {
        switch self {
        case .whole: CheckpointHeader.length
        case .shard: CheckpointHeader.length + 16
        }
    }
}

/// The first 72 bytes of a checkpoint, which are those of each of its shards but for the magic.
struct CheckpointHeader {
    static let length = 72

    var configuration: TransformerConfiguration
    var step: Int
    var optimizerStepCount: Int
    var optimizerKind: String
    /// Optimizer state buffers.
    var stateCount: Int

    func bytes(_ form: CheckpointForm) -> [UInt8] {
        var bytes = form.magic + littleEndian(CheckpointForm.version)
        for size in [
            configuration.vocabularySize, configuration.contextLength, configuration.layers, configuration.heads,
            configuration.width,
        ] {
            bytes += littleEndian(UInt32(size))
        }
        bytes += littleEndian(UInt64(step)) + littleEndian(UInt64(optimizerStepCount))
        bytes += (Array(optimizerKind.utf8) + Array(repeating: 0, count: 8)).prefix(8)
        bytes += littleEndian(UInt32(stateCount)) + littleEndian(UInt32(0))
        return bytes + littleEndian(UInt64(configuration.parameterCount))
    }

    /// Precondition: there are at least `length` bytes.
    init(_ bytes: [UInt8], path: String) throws(CheckpointError) {
        let sizes = (0..<5).map { Int(number(bytes, at: 12 + 4 * $0, width: 4)) }
        configuration = TransformerConfiguration(
            vocabularySize: sizes[0], contextLength: sizes[1], layers: sizes[2], heads: sizes[3], width: sizes[4])
        do { try configuration.validate() } catch { throw .invalidField(path: path, offset: 12, reason: "\(error)") }
        guard let step = Int(exactly: number(bytes, at: 32, width: 8)) else {
            throw .invalidField(path: path, offset: 32, reason: "a step beyond 2⁶³")
        }
        guard let optimizerStepCount = Int(exactly: number(bytes, at: 40, width: 8)) else {
            throw .invalidField(path: path, offset: 40, reason: "an optimizer step beyond 2⁶³")
        }
        self.step = step
        self.optimizerStepCount = optimizerStepCount
        let kind = bytes[48..<56].prefix { $0 != 0 }
        // It is printed in errors, which have one line.
        guard kind.allSatisfy({ (0x21...0x7e).contains($0) }) else {
            throw .invalidField(path: path, offset: 48, reason: "an optimizer kind that is no printable ASCII")
        }
        optimizerKind = String(decoding: kind, as: UTF8.self)
        stateCount = Int(number(bytes, at: 56, width: 4))
        guard stateCount <= 16 else {
            throw .invalidField(path: path, offset: 56, reason: "\(stateCount) optimizer state buffers")
        }
        let count = configuration.parameterCount
        guard number(bytes, at: 64, width: 8) == UInt64(count) else {
            throw .invalidField(
                path: path, offset: 64, reason: "the parameter count is not the configuration's \(count)")
        }
    }

    init(
        configuration: TransformerConfiguration, step: Int, optimizerStepCount: Int, optimizerKind: String,
        stateCount: Int
    ) {
        self.configuration = configuration
        self.step = step
        self.optimizerStepCount = optimizerStepCount
        self.optimizerKind = optimizerKind
        self.stateCount = stateCount
    }
}

func littleEndian<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
    withUnsafeBytes(of: number.littleEndian) { Array($0) }
}

/// The little-endian number of `width` bytes at `offset`.
func number(_ bytes: [UInt8], at offset: Int, width: Int) -> UInt64 {
    (0..<width).reduce(0) { $0 | UInt64(bytes[offset + $1]) << UInt64(8 * $1) }
}
