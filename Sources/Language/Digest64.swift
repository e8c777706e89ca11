/// FNV-1a with 64 bits (Fowler, Noll, Vo; RFC 9923): names a text and detects damage; no defence against an adversary.
package struct Digest64: Hashable, Sendable, CustomStringConvertible {
    /// The digest of all bytes so far; the offset basis for none.
    package private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

    package init() {}

    /// The digest of these bytes alone.
    package init(of bytes: ArraySlice<UInt8>) {
        update(bytes)
    }

    /// Appends bytes; cutting them differently over several calls gives the same digest.
    package mutating func update(_ bytes: ArraySlice<UInt8>) {
        var hash = value
        for byte in bytes {
            hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
        }
        value = hash
    }

    /// Sixteen hexadecimal digits.
    package var description: String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
