internal import TensorKernels

/// A checkpoint's file, or a shard's: header, values and checksum, of which the header has been read.
struct CheckpointBytes {
    let path: String
    let header: CheckpointHeader
    private let bytes: [UInt8]

    /// Writes a file into its place, whole or not at all.
    ///
    /// - Parameter values: what follows the header, every slice a part of its own for the checksum.
    /// - Returns: the bytes written.
    static func write(header: [UInt8], values: [FloatSlice], to path: String) throws(CheckpointError) -> Int {
        var file = try AtomicFile(path: path)
        var checksum = WordChecksum()
        checksum.add(header)
        try file.write(header)
        for slice in values {
            slice.buffer.withUnsafeBytes(slice.range) { checksum.add($0) }
            try slice.buffer.withUnsafeBytes(slice.range) { (bytes) throws(CheckpointError) in try file.write(bytes) }
        }
        try file.write(littleEndian(checksum.value))
        try file.commit()
        return header.count + values.reduce(0) { $0 + $1.count * 4 } + 8
    }

    /// Reads a file of that form and checks the fields of its header; `buffers` verifies the rest.
    init(path: String, form: CheckpointForm) throws(CheckpointError) {
        let bytes = try readWholeFile(path)
        guard let found = CheckpointForm.allCases.first(where: { bytes.starts(with: $0.magic) }) else {
            throw .notACheckpoint(path: path)
        }
        guard found == form else {
            throw .invalidField(path: path, offset: 0, reason: "\(found.words), wanted \(form.words)")
        }
        let least = form.headerLength + 8
        guard bytes.count >= least else { throw .wrongLength(path: path, bytes: bytes.count, expected: least) }
        let version = UInt32(truncatingIfNeeded: NeuralNetwork.number(bytes, at: 8, width: 4))
        guard version == CheckpointForm.version else { throw .unsupportedVersion(path: path, version: version) }
        header = try CheckpointHeader(bytes, path: path)
        self.path = path
        self.bytes = bytes
    }

    /// Length of the file.
    var count: Int { bytes.count }

    /// The little-endian number of `width` bytes at `offset`, which lie inside the file.
    func number(at offset: Int, width: Int) -> UInt64 { NeuralNetwork.number(bytes, at: offset, width: width) }

    /// Parameters and optimizer state: buffers of as many values as the parts have together.
    ///
    /// Nothing is allocated before the file's length, and nothing returned before its checksum, has proved right.
    ///
    /// - Parameters:
    ///   - parts: the lengths of the slices that each buffer was written from; at most the configuration's parameters.
    ///   - headerLength: where the values begin.
    func buffers(ofParts parts: [Int], behind headerLength: Int) throws(CheckpointError) -> [FlatBuffer] {
        let count = parts.reduce(0, +)
        let expected = headerLength + (1 + header.stateCount) * count * 4 + 8
        guard bytes.count == expected else { throw .wrongLength(path: path, bytes: bytes.count, expected: expected) }
        var checksum = WordChecksum()
        var offset = 0
        for length in [headerLength] + (0...header.stateCount).flatMap({ _ in parts.map { $0 * 4 } }) {
            withBytes(offset..<offset + length) { checksum.add($0) }
            offset += length
        }
        guard checksum.value == number(at: offset, width: 8) else { throw .wrongChecksum(path: path) }
        return (0...header.stateCount).map { index in
            let start = headerLength + index * count * 4
            let buffer = FlatBuffer(count: count)
            withBytes(start..<start + count * 4) { Kernels.copy(bytes: $0, to: buffer.all) }
            return buffer
        }
    }

    private func withBytes(_ range: Range<Int>, _ body: (UnsafeRawBufferPointer) -> Void) {
        bytes.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[range])) }
    }
}
