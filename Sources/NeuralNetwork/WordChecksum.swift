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
