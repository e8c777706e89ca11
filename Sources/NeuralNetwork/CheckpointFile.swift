internal import TensorKernels

/// Reading and writing the form that `Checkpoint` documents.
extension Checkpoint {
    private static let magic = Array("RINGWATT".utf8)
    private static let version: UInt32 = 1
    private static let headerLength = 72

    /// Writes the file beside its place, flushes it to the device and renames it: the path holds the old or the new
    /// checkpoint, never half of one.
    ///
    /// - Returns: the bytes written.
    @discardableResult
    package func write(to path: String) throws(CheckpointError) -> Int {
        var file = try AtomicFile(path: path)
        var checksum = WordChecksum()
        let header = header()
        checksum.add(header)
        try file.write(header)
        for buffer in [parameters] + optimizerState {
            buffer.withUnsafeBytes { checksum.add($0) }
            try buffer.withUnsafeBytes { (bytes) throws(CheckpointError) in try file.write(bytes) }
        }
        try file.write(Self.littleEndian(checksum.value))
        try file.commit()
        return Self.headerLength + (1 + optimizerState.count) * parameters.count * 4 + 8
    }

    /// Reads and verifies a file.
    package static func read(from path: String) throws(CheckpointError) -> Checkpoint {
        let bytes = try readWholeFile(path)
        guard bytes.starts(with: magic) else { throw .notACheckpoint(path: path) }
        guard bytes.count >= headerLength + 8 else {
            throw .wrongLength(path: path, bytes: bytes.count, expected: headerLength + 8)
        }
        let fileVersion = UInt32(truncatingIfNeeded: number(bytes, at: 8, width: 4))
        guard fileVersion == version else { throw .unsupportedVersion(path: path, version: fileVersion) }
        let sizes = (0..<5).map { Int(number(bytes, at: 12 + 4 * $0, width: 4)) }
        let configuration = TransformerConfiguration(
            vocabularySize: sizes[0], contextLength: sizes[1], layers: sizes[2], heads: sizes[3], width: sizes[4])
        do { try configuration.validate() } catch { throw .invalidField(path: path, offset: 12, reason: "\(error)") }
        let stateCount = Int(number(bytes, at: 56, width: 4))
        guard stateCount <= 16 else {
            throw .invalidField(path: path, offset: 56, reason: "\(stateCount) optimizer state buffers")
        }
        let count = configuration.parameterCount
        guard number(bytes, at: 64, width: 8) == UInt64(count) else {
            throw .invalidField(
                path: path, offset: 64, reason: "the parameter count is not the configuration's \(count)")
        }
        let expected = headerLength + (1 + stateCount) * count * 4 + 8
        guard bytes.count == expected else { throw .wrongLength(path: path, bytes: bytes.count, expected: expected) }
        var checksum = WordChecksum()
        bytes.withUnsafeBytes { checksum.add(UnsafeRawBufferPointer(rebasing: $0[..<headerLength])) }
        for index in 0...stateCount {
            let start = headerLength + index * count * 4
            bytes.withUnsafeBytes { checksum.add(UnsafeRawBufferPointer(rebasing: $0[start..<start + count * 4])) }
        }
        guard checksum.value == number(bytes, at: expected - 8, width: 8) else { throw .wrongChecksum(path: path) }
        guard let step = Int(exactly: number(bytes, at: 32, width: 8)),
            let optimizerSteps = Int(exactly: number(bytes, at: 40, width: 8))
        else { throw .invalidField(path: path, offset: 32, reason: "a step beyond 2⁶³") }
        let buffers = (0...stateCount).map { index in
            let start = headerLength + index * count * 4
            let buffer = FlatBuffer(count: count)
            bytes.withUnsafeBytes {
                Kernels.copy(bytes: UnsafeRawBufferPointer(rebasing: $0[start..<start + count * 4]), to: buffer.all)
            }
            return buffer
        }
        return Checkpoint(
            configuration: configuration, step: step, parameters: buffers[0],
            optimizerKind: String(decoding: bytes[48..<56].prefix { $0 != 0 }, as: UTF8.self),
            optimizerStepCount: optimizerSteps, optimizerState: Array(buffers.dropFirst()))
    }

    private func header() -> [UInt8] {
        var bytes = Self.magic + Self.littleEndian(Self.version)
        for size in [
            configuration.vocabularySize, configuration.contextLength, configuration.layers, configuration.heads,
            configuration.width,
        ] {
            bytes += Self.littleEndian(UInt32(size))
        }
        bytes += Self.littleEndian(UInt64(step)) + Self.littleEndian(UInt64(optimizerStepCount))
        bytes += (Array(optimizerKind.utf8) + Array(repeating: 0, count: 8)).prefix(8)
        bytes += Self.littleEndian(UInt32(optimizerState.count)) + Self.littleEndian(UInt32(0))
        return bytes + Self.littleEndian(UInt64(parameters.count))
    }

    private static func littleEndian<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
        withUnsafeBytes(of: number.littleEndian) { Array($0) }
    }

    private static func number(_ bytes: [UInt8], at offset: Int, width: Int) -> UInt64 {
        (0..<width).reduce(0) { $0 | UInt64(bytes[offset + $1]) << UInt64(8 * $1) }
    }
}

/// FNV-1a (Fowler, Noll and Vo) with 64-bit words in place of bytes, so that it keeps up with the disk. Every part
/// added starts on a word of its own.
struct WordChecksum {
    private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

    mutating func add(_ bytes: [UInt8]) { bytes.withUnsafeBytes { add($0) } }

    mutating func add(_ bytes: UnsafeRawBufferPointer) {
        let whole = bytes.count / 8 * 8
        for offset in stride(from: 0, to: whole, by: 8) {
            mix(UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)))
        }
        if whole < bytes.count {
            mix((whole..<bytes.count).reduce(0) { $0 | UInt64(bytes[$1]) << UInt64(8 * ($1 - whole)) })
        }
    }

    /// The multiplication carries differences upwards only; the rotation brings the high bits back down.
    private mutating func mix(_ word: UInt64) {
        value = (value ^ word) &* 0x0000_0100_0000_01b3
        value = value << 29 | value >> 35
    }
}
