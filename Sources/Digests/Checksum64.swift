internal import CXXHash

/// XXH3 with 64 bits: what a frame carries to find out whether its bytes arrived as they were sent.
///
/// It finds accidents, not attacks: it has no key. Source: xxHash 0.8, `XXH3_64bits`, seed 0.
package struct Checksum64: Hashable, Sendable, CustomStringConvertible {
    /// The hash as a number.
    package let value: UInt64

    /// A checksum received or stored.
    package init(value: UInt64) { self.value = value }

    /// The checksum of `bytes`; an empty buffer has one too.
    package init(of bytes: UnsafeRawBufferPointer) {
        value = XXH3_64bits(bytes.baseAddress, bytes.count)
    }

    /// The checksum of an array's bytes.
    package init(of bytes: [UInt8]) { self = bytes.withUnsafeBytes { Checksum64(of: $0) } }

    /// Sixteen lower-case hexadecimal digits, most significant first.
    package var description: String { hexadecimal(value) }
}

/// Builds a `Checksum64` from bytes that come in pieces; how they are cut does not matter.
package struct Checksum64Stream: ~Copyable {
    private let state = HashState()

    /// A stream that has seen nothing yet.
    package init() { state.reset64() }

    /// Takes in the next bytes.
    package mutating func update(_ bytes: UnsafeRawBufferPointer) { state.update64(bytes) }

    /// The checksum of everything taken in so far; the stream can go on.
    package var checksum: Checksum64 { Checksum64(value: state.digest64()) }

    /// Forgets everything, keeping its memory.
    package mutating func reset() { state.reset64() }
}
