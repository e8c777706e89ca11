/// A shard's file: 32 bytes of header, then one byte per token.
///
///     offset  bytes
///          0      8  "RWSHARD" and a zero byte
///          8      4  version, 1
///         12      4  bytes per token, 1
///         16      8  tokens
///         24      8  FNV-1a of the 24 bytes above and of all tokens
///
/// Integers are little-endian.
enum ShardFormat {
    static let magic = Array("RWSHARD\0".utf8)
    static let version: UInt32 = 1
    static let bytesPerToken: UInt32 = 1
    static let headerLength = 32
    static let checkedHeaderLength = 24

    /// The header of these tokens.
    static func header(of tokens: ArraySlice<UInt8>) -> [UInt8] {
        var header = magic
        append(version, to: &header)
        append(bytesPerToken, to: &header)
        append(UInt64(tokens.count), to: &header)
        var checksum = Digest64(of: header[...])
        checksum.update(tokens)
        append(checksum.value, to: &header)
        return header
    }

    /// The integer at `offset`, which must lie within the header.
    static func integer<Integer: FixedWidthInteger>(
        _ type: Integer.Type, at offset: Int, of header: [UInt8]
    ) -> Integer {
        let width = Integer.bitWidth / 8
        return header[offset..<offset + width].reversed().reduce(0) { $0 << 8 | Integer($1) }
    }

    private static func append(_ value: some FixedWidthInteger, to header: inout [UInt8]) {
        for shift in stride(from: 0, to: value.bitWidth, by: 8) {
            header.append(UInt8(truncatingIfNeeded: value >> shift))
        }
    }
}
